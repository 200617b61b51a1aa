"""Compare the site with BASE, a bare Django view, and print the ratios: ``./dev bench``.

Both are asked in the same second and share a core, and what counts is the processor time of each:
the speed of a machine varies by half within a minute. A ratio says how many answers there are for
one of BASE; behind it stands how many times the processor time of BASE one takes. It needs Linux,
wrk, taskset and curl; nginx is measured by root, and Lighthouse where npx is. With DATABASE_URL it
measures on that PostgreSQL, in an empty database. ``./dev bench lighthouse`` runs that alone.
"""

import datetime as dt
import json
import os
import re
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import django

from tests.campaign.shipped_nginx import configure, free_port

ROUNDS, AT_ONCE, MAILS = 3, 4, 500
"""How often each is compared, requests at any time (a worker's threads), and emails to send."""
WRITE, DAY = "/councils/sheffield/write/", "/councils/?at=2013-09-19"
PAGES = {"home": "/", "tracker": "/councils/", "council": "/councils/kent/", "record of a day": DAY}
FINDS = {"postcode": "CT16+1HE", "name": "Kent+County+Council", "misspelt name": "Huddersfeild"}
FIND = """wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "q={}"
"""
LOOP = f"""
import os
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
mail = EmailMessage("A letter", "Please sign the charter. " * 80, None, ["to@example.org"])
options = dict(username="", password="", use_tls=False, use_ssl=False, alias="bench", timeout=30)
port = int(os.environ["SMTP_URL"].rpartition(":")[2])
for number in range({MAILS}):
    EmailBackend(host="127.0.0.1", port=port, **options).send_messages([mail])
"""
HEADERS = ("Cache-Control", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy")
JUDGED = ("/", "/councils/", "/councils/kent/", WRITE, "/data/", "/need-help/", "/news/")
LIGHTHOUSE = (
    "npx --yes lighthouse@12.8.2 --quiet --output=json --output-path=stdout"
    " --only-categories=performance,accessibility,best-practices,seo"
    " --disable-full-page-screenshot --chrome-flags='--headless=new --no-sandbox --disable-gpu' "
)


def base():
    """Return BASE, for gunicorn: a Django view without middleware that says hello."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    urls = (path("", lambda request: HttpResponse(b"hello")),)
    settings.configure(SECRET_KEY="no", ALLOWED_HOSTS=["*"], ROOT_URLCONF=urls, MIDDLEWARE=[])
    return get_wsgi_application()


class Server(NamedTuple):
    address: str
    pid: int

    def processor_time(self) -> float:
        """Return the seconds of the processor that its children have had."""
        ticks = 0
        for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def main(folder: Path, run) -> None:
    """Measure everything; ``run`` starts a server that ends with the last of them."""
    began = time.perf_counter()
    for command in ("migrate", "load_register", "load_pages", "collectstatic --noinput"):
        manage(*command.split(), "-v0")
    manage("deliver", "--new-database")
    tell("first start, seconds", time.perf_counter() - began)
    kept = run(served("campaign.wsgi"))
    lighthouse(kept.address)
    if "lighthouse" in sys.argv:
        return
    bare = run(served("tests.bench:base()"))
    anew = run(served("campaign.wsgi", PAGE_CACHE="off"))
    compare("a kept page", bare, "/", kept, "/councils/kent/")
    for name, path in PAGES.items():
        compare(name, bare, "/", anew, path)
    compare("letter’s first screen", bare, "/", kept, WRITE)
    typed = b"topics=talk&topics=count&own_line=My+niece+lives+here."
    with urllib.request.urlopen(kept.address + WRITE, typed) as draft:
        compare("letter’s second screen", bare, "/", kept, draft.url.removeprefix(kept.address))
    for name, text in FINDS.items():
        (folder / "find.lua").write_text(FIND.format(text))
        compare(f"find by {name}", bare, "/", kept, "/find/", "-s", str(folder / "find.lua"))
    if shutil.which("nginx") and os.geteuid() == 0:
        file, keeping = run(nginx(folder / "file", kept)), run(nginx(folder / "keeping", kept))
        compare("a page nginx keeps, to a file", file, "/page.html", keeping, "/changes/")
    django.setup()
    record_of_a_day()
    worker()


def tell(name: str, number: float, more: str = "") -> None:
    print(f"{name:36} {number:8.3f}  {more}", flush=True)


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL)


def opened(address: str) -> None:
    """Ask for a page until it is there."""
    patient = ["curl", "-sk", "--retry", "30", "--retry-connrefused", "-o", "/dev/null"]
    subprocess.run([*patient, address], check=True)


@contextmanager
def running(command: list[str], address: str, **environment: str):
    """Run a server on the first core until the block ends."""
    process = subprocess.Popen(["taskset", "-c", "0", *command], env=os.environ | environment)
    try:
        opened(address)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def served(application: str, **environment: str):
    port = str(free_port())
    command = [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", application,
               "--max-requests", "0"]  # fmt: skip
    return running(command, f"http://127.0.0.1:{port}", PORT=port, **environment)


def compare(name: str, one: Server, path: str, other: Server, there: str, *options: str) -> None:
    """Print how much of what one server answers with its processor another does."""
    opened(other.address + there)  # it reads data, which may take longer than a second of wrk's
    ratios = []
    for _ in range(ROUNDS + 1):  # the first has a page kept, and does not count
        began = one.processor_time(), other.processor_time()
        asking = [wrk(one.address + path), wrk(other.address + there, *options)]
        answers = [answered(process) for process in asking]
        times = [one.processor_time() - began[0], other.processor_time() - began[1]]
        ratios.append(answers[1] / times[1] * times[0] / answers[0])
    ratio = statistics.median(ratios[1:])
    tell(name, ratio, f"{1 / ratio:5.1f} times")


def wrk(*options: str) -> subprocess.Popen[str]:
    command = ["taskset", "-c", "1", "wrk", "-t1", "-d1s", f"-c{AT_ONCE}"]
    command += ["-H", "Accept-Encoding: gzip", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def answered(asking: subprocess.Popen[str]) -> int:
    printed, _ = asking.communicate()
    found = re.search(r"([1-9]\d*) requests in", printed)
    if not found or "Non-2xx or 3xx" in printed:
        sys.exit(f"{asking.args} had errors, or no answer:\n{printed}")
    return int(found[1])


def nginx(folder: Path, site: Server):
    """Run nginx as shipped; from a folder named ``file`` it serves a page’s bytes as a file."""
    folder.mkdir()
    configuration, port = configure(folder, int(site.address.rpartition(":")[2]))
    if folder.name == "file":
        page = urllib.request.Request(f"{site.address}/changes/")
        page.add_header("Accept-Encoding", "gzip")
        with urllib.request.urlopen(page) as answer:
            (folder / "page.html.gz").write_bytes(answer.read())
        headers = "".join(f'add_header {name} "{answer.headers[name]}"; ' for name in HEADERS)
        place = f"location / {{ root {folder}; gzip_static on; {headers}\n  #"
        text = configuration.read_text().replace("location / {\n        proxy_pass", place)
        configuration.write_text(text)
    command = ["nginx", "-c", str(configuration), "-p", str(folder)]
    return running(command, f"https://127.0.0.1:{port}")


def record_of_a_day() -> None:
    from councils.record.snapshot import build

    taken = []
    for _ in range(21):
        began = time.process_time()
        build(dt.date(2013, 9, 19))
        taken.append(time.process_time() - began)
    tell("record of a day, built, ms", 1000 * statistics.median(taken))


def worker() -> None:
    """Compare the worker with a loop that sends with Django and keeps no record."""
    from django.core.mail import EmailMessage

    from campaign.outbox.models import OutgoingMessage
    from tests.campaign.outbox.server import MailServer, Post

    server = MailServer(Post())
    server.start()
    os.environ["SMTP_URL"] = server.url
    starting = seconds("deliver")
    looping = seconds("shell", "-v0", "-c", LOOP)
    mail = EmailMessage("A letter", "Please sign the charter. " * 80, None, ["to@example.org"])
    for number in range(MAILS):
        OutgoingMessage.objects.queue("staff", f"bench:{number}", "to@example.org", mail)
    delivering = seconds("deliver")
    server.stop()
    tell("the worker, to a loop", (looping - starting) / (delivering - starting))


def seconds(*command: str) -> float:
    began = time.perf_counter()
    manage(*command)
    return time.perf_counter() - began


def lighthouse(site: str) -> None:
    """Print four scores of each page: the best of three runs."""
    for path in JUDGED if shutil.which("npx") else ():
        best: Counter[str] = Counter()
        for _ in range(3):
            run = subprocess.run(LIGHTHOUSE + site + path, shell=True, stdout=subprocess.PIPE)
            judged = json.loads(run.stdout)["categories"] if run.returncode == 0 else {}
            best |= Counter({name: round(100 * (judged[name]["score"] or 0)) for name in judged})
        print(f"Lighthouse {path:25} {' '.join(map(str, best.values()))}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        Path(name).chmod(0o755)  # nginx's workers read in it
        os.environ |= {
            "SECRET_KEY": secrets.token_urlsafe(40), "WEB_WORKERS": "1", "MUST_BE_OPENED": "off",
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{name}/bench.sqlite3"),
            "DEBUG": "off", "DEFAULT_FROM_EMAIL": "us@example.org",
            "DJANGO_SETTINGS_MODULE": "campaign.settings",
        }  # fmt: skip
        main(Path(name), servers.enter_context)
