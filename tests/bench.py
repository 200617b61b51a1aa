"""Compare the site with BASE, a bare Django view, and print the ratios: ``./dev bench``.

Both are asked in the same second and share a core, and what counts is the processor time of each:
the speed of a machine varies by half within a minute. A ratio says how many answers there are for
one of BASE; behind it stands how many times the processor time of BASE one takes. It needs Linux,
wrk and taskset; nginx and Lighthouse are measured where they are installed. With DATABASE_URL it
measures on that PostgreSQL, in an empty database that may be lost. ``./dev bench lighthouse`` runs
that alone.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
ROUNDS, AT_ONCE, MAILS = 3, 4, 500
"""How often each is compared, requests at any time (a worker's threads), and emails to send."""
WRITE, DAY = "/councils/sheffield/write/", "/councils/?at=2013-09-19"
PAGES = {"home": "/", "tracker": "/councils/", "council": "/councils/kent/", "record of a day": DAY}
FINDS = {"postcode": "CT16+1HE", "name": "Kent+County+Council", "misspelt name": "Huddersfeild"}
FIND = """wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "q={}"
"""
BUILD = """
import datetime as dt, statistics, time
from councils.record.snapshot import build
taken = []
for _ in range(21):
    began = time.process_time()
    build(dt.date(2013, 9, 19))
    taken.append(1000 * (time.process_time() - began))
print(statistics.median(taken))
"""
MAIL = """
from django.core.mail import EmailMessage
mail = EmailMessage("A letter", "Please sign the charter. " * 80, None, ["to@example.org"])
"""
QUEUE = f"""{MAIL}
from campaign.outbox.models import OutgoingMessage
OutgoingMessage.objects.all().delete()
for number in range({MAILS}):
    OutgoingMessage.objects.queue("staff", f"bench:{{number}}", "to@example.org", mail)
"""
LOOP = f"""{MAIL}
import os
from django.core.mail.backends.smtp import EmailBackend
options = dict(username="", password="", use_tls=False, use_ssl=False, alias="bench")
port = int(os.environ["SMTP_URL"].rpartition(":")[2])
for number in range({MAILS}):
    EmailBackend(host="127.0.0.1", port=port, timeout=30, **options).send_messages([mail])
"""
LIGHTHOUSE = ["npx", "--yes", "lighthouse@12.8.2"]
JUDGED = ("/", "/councils/", "/councils/kent/", WRITE, "/data/", "/need-help/", "/news/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


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


def main() -> None:
    if missing := [name for name in ("wrk", "taskset") if shutil.which(name) is None]:
        sys.exit(f"This needs {' and '.join(missing)}. On Debian: apt-get install wrk util-linux")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        environment = os.environ | {
            "SECRET_KEY": secrets.token_urlsafe(40), "WEB_WORKERS": "1", "MUST_BE_OPENED": "off",
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3"),
            "DEBUG": "off", "DEFAULT_FROM_EMAIL": "us@example.org",
        }  # fmt: skip
        began = time.perf_counter()
        for command in ("migrate -v0", "load_register -v0", "deliver --new-database", "load_pages",
                        "collectstatic --noinput -v0"):  # fmt: skip
            manage(environment, *command.split())
        tell("first start, seconds", time.perf_counter() - began)
        kept = stack.enter_context(served("campaign.wsgi", environment))
        lighthouse(kept.address)
        if "lighthouse" in sys.argv:
            return
        bare = stack.enter_context(served("tests.bench:base()", environment))
        anew = stack.enter_context(served("campaign.wsgi", environment | {"PAGE_CACHE": "off"}))
        compare("a kept page", bare, "/", kept, "/councils/kent/")
        for name, path in PAGES.items():
            compare(name, bare, "/", anew, path)
        compare("letter’s first screen", bare, "/", kept, WRITE)
        typed = b"topics=talk&topics=count&own_line=My+niece+lives+here."
        with urllib.request.urlopen(kept.address + WRITE, typed) as draft:
            path = draft.url.removeprefix(kept.address)
        compare("letter’s second screen", bare, "/", kept, path)
        for name, text in FINDS.items():
            script = Path(folder, "find.lua")
            script.write_text(FIND.format(text))
            compare(f"find by {name}", bare, "/", kept, "/find/", "-s", str(script))
        if shutil.which("nginx") and os.geteuid() == 0:
            nginx(stack, kept)
        tell("record of a day, built, ms", float(manage(environment, "shell", "-v0", "-c", BUILD)))
        worker(environment)


def tell(name: str, number: float, more: str = "") -> None:
    print(f"{name:36} {number:8.3f}  {more}", flush=True)


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.check_output(command, cwd=ROOT, env=environment, text=True)


def opened(address: str) -> None:
    anybody = ssl._create_unverified_context()
    urllib.request.urlopen(address, timeout=60, context=anybody).close()


@contextlib.contextmanager
def running(command: list[str], address: str, environment: dict[str, str]):
    """Run a server on the first core until the block ends."""
    process = subprocess.Popen(["taskset", "-c", "0", *command], cwd=ROOT, env=environment)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                opened(f"{address}/")
                break
            time.sleep(0.1)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def served(application: str, environment: dict[str, str]):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", application,
               "--max-requests", "0"]  # fmt: skip
    return running(command, f"http://127.0.0.1:{port}", environment | {"PORT": port})


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


def wrk(address: str, *options: str) -> subprocess.Popen[str]:
    command = ["wrk", "-t1", "-d1s", f"-c{AT_ONCE}", "-H", "Accept-Encoding: gzip", *options]
    return subprocess.Popen(["taskset", "-c", str(min(1, (os.cpu_count() or 1) - 1)), *command,
                             address], stdout=subprocess.PIPE, text=True)  # fmt: skip


def answered(asking: subprocess.Popen[str]) -> int:
    printed, _ = asking.communicate()
    found = re.search(r"([1-9]\d*) requests in", printed)
    if not found or "Non-2xx or 3xx" in printed:
        sys.exit(f"{asking.args} had errors, or no answer:\n{printed}")
    return int(found[1])


def nginx(stack: contextlib.ExitStack, site: Server) -> None:
    """Compare a page that nginx as shipped keeps with a file that answers with the same bytes."""
    from tests.campaign.shipped_nginx import configure

    page = urllib.request.Request(site.address + "/changes/", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(page) as answer:
        packed, said = answer.read(), answer.headers
    names = ("Cache-Control", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy")
    both = []
    for keeps_pages in (False, True):
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        file, port = configure(folder, int(site.address.rpartition(":")[2]))
        if not keeps_pages:
            (folder / "page.html.gz").write_bytes(packed)
            headers = "".join(f'add_header {name} "{said[name]}"; ' for name in names)
            lines = f"location / {{ root {folder}; gzip_static on; {headers}"
            text = file.read_text().replace("location / {\n        proxy_pass", f"{lines}\n  #")
            file.write_text(text)
        command = ["nginx", "-c", str(file), "-p", str(folder)]
        address = f"https://127.0.0.1:{port}"
        both.append(stack.enter_context(running(command, address, dict(os.environ))))
    compare("a page nginx keeps, to a file", both[0], "/page.html", both[1], "/changes/")


def worker(environment: dict[str, str]) -> None:
    """Compare the worker with a loop that sends with Django and keeps no record."""
    from tests.campaign.outbox.server import MailServer, Post

    server = MailServer(Post())
    server.start()
    environment |= {"SMTP_URL": server.url}
    seconds = []
    for arguments in (("deliver",), ("shell", "-v0", "-c", LOOP), ("deliver",)):
        if seconds:
            manage(environment, "shell", "-v0", "-c", QUEUE)
        began = time.perf_counter()
        manage(environment, *arguments)
        seconds.append(time.perf_counter() - began)
    starting, looping, delivering = seconds
    tell("the worker, to a loop", (looping - starting) / (delivering - starting))
    server.stop()


def lighthouse(site: str) -> None:
    """Print four scores of each page: the best of three runs."""
    browser = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    for path in JUDGED if shutil.which("npx") and browser else ():
        best = dict.fromkeys(CATEGORIES, 0.0)
        for _ in range(3):
            done = subprocess.run(
                [*LIGHTHOUSE, site + path, "--quiet", "--output=json", "--output-path=stdout",
                 f"--only-categories={','.join(CATEGORIES)}", "--disable-full-page-screenshot",
                 "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
                env=os.environ | {"CHROME_PATH": browser}, capture_output=True, text=True,
            )  # fmt: skip
            judged = json.loads(done.stdout)["categories"] if not done.returncode else {}
            best |= {name: max(best[name], judged[name]["score"] or 0) for name in judged}
            if min(best.values()) == 1:
                break
        print(f"Lighthouse {path:25} {' '.join(f'{100 * score:.0f}' for score in best.values())}")


if __name__ == "__main__":
    main()
