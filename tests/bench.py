"""Compare the site with BASE, a bare Django view, and print the ratios: ``./dev bench``.

Both are asked in the same second and share a core, and what counts is the processor time of each:
the speed of a machine varies by half within a minute. A ratio says how many answers there are for
one of BASE, and its goal is the least. It needs Linux, wrk, taskset and curl; nginx is measured by
root, and Lighthouse where npx is. Everything printed is in var/bench.json as well.
"""

import json
import os
import re
import secrets
import shutil
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import django
from django.core.mail import EmailMessage
from django.core.management import call_command

from tests.campaign.outbox.server import MailServer, Post
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
GOALS = {
    "home": 0.083, "tracker": 0.071, "council": 0.083, "record of a day": 0.071,
    "find by postcode": 0.5, "find by name": 0.45, "find by misspelt name": 0.12,
    "letter’s first screen": 0.12, "letter’s second screen": 0.07,
    "a kept page": 0.4, "a page nginx keeps, to a file": 0.85,
}  # fmt: skip
HEADERS = ("Cache-Control", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy")
JUDGED = ("/", "/councils/", "/councils/kent/", WRITE, "/data/", "/need-help/", "/news/")
LIGHTHOUSE = (
    "npx --yes lighthouse@12.8.2 --quiet --output=json --output-path=stdout"
    " --only-categories=performance,accessibility,best-practices,seo"
    " --disable-full-page-screenshot --chrome-flags='--headless=new --no-sandbox --disable-gpu' "
)
results: dict[str, dict[str, float | str | None]] = {}


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
    django.setup()
    for command in ("migrate", "load_register", "load_pages"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("deliver", new_database=True)
    tell("first start", time.perf_counter() - began, "s")
    kept = run(served("campaign.wsgi"))
    lighthouse(kept.address)
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
    worker(int(os.environ["SMTP_URL"].rpartition(":")[2]))


def tell(name: str, median: float, unit: str, ratio: float | None = None) -> None:
    """Print a figure and what it is of BASE, and keep both."""
    goal = GOALS.get(name)
    results[name] = {"ratio": ratio, "goal": goal, "median": median, "unit": unit}
    beside = "" if ratio is None else f"{ratio:8.3f}" + (f", at least {goal}" if goal else "")
    print(f"{name:36} {median:10.2f} {unit:14} {beside}", flush=True)
    Path("var/bench.json").write_text(json.dumps(results, indent=1, ensure_ascii=False))


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
               "--max-requests", "0", "--log-level", "warning"]  # fmt: skip
    return running(command, f"http://127.0.0.1:{port}", PORT=port, **environment)


def compare(name: str, one: Server, path: str, other: Server, there: str, *options: str) -> None:
    """Tell how much of what one server answers with its processor another does."""
    opened(other.address + there)  # it reads data, which may take longer than a second of wrk's
    taken = []
    for _ in range(ROUNDS + 1):  # the first has a page kept, and does not count
        before = one.processor_time(), other.processor_time()
        asking = [wrk(one.address + path), wrk(other.address + there, *options)]
        first, second = [answered(process) for process in asking]
        taken.append(((one.processor_time() - before[0]) / first,
                      (other.processor_time() - before[1]) / second))  # fmt: skip
    ratio = statistics.median(ours / theirs for ours, theirs in taken[1:])
    tell(name, 1000 * statistics.median(theirs for _, theirs in taken[1:]), "ms", ratio)


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


def worker(port: int) -> None:
    """Compare the worker with a loop that sends and keeps no record."""
    from campaign.outbox.models import OutgoingMessage

    mail = EmailMessage("A letter", "Please sign the charter. " * 80, None, ["to@example.org"])
    for number in range(MAILS):
        OutgoingMessage.objects.queue("staff", f"bench:{number}", "to@example.org", mail)
    began = time.perf_counter()
    call_command("deliver")
    delivered = time.perf_counter()
    for _ in range(MAILS):
        with smtplib.SMTP("127.0.0.1", port) as plain:
            plain.send_message(mail.message())
    looping, delivering = time.perf_counter() - delivered, delivered - began
    tell("the worker, to a loop", 1000 * delivering / MAILS, "ms", looping / delivering)


def lighthouse(site: str) -> None:
    """Tell the least of the four scores of each page; a perfect one is 100."""
    for path in JUDGED if shutil.which("npx") else ():
        done = subprocess.run(LIGHTHOUSE + site + path, shell=True, stdout=subprocess.PIPE)
        judged = json.loads(done.stdout)["categories"].values() if done.returncode == 0 else ()
        least = min((each["score"] or 0 for each in judged), default=0)
        tell(f"Lighthouse, {path}", 100 * least, "of 100")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        Path(name).chmod(0o755)  # nginx's workers read in it
        mail_server = MailServer(Post())
        mail_server.start()
        os.environ |= {
            "SECRET_KEY": secrets.token_urlsafe(40), "WEB_WORKERS": "1", "MUST_BE_OPENED": "off",
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{name}/bench.sqlite3"),
            "DEBUG": "off", "DEFAULT_FROM_EMAIL": "us@example.org",
            "DJANGO_SETTINGS_MODULE": "campaign.settings", "SMTP_URL": mail_server.url,
        }  # fmt: skip
        main(Path(name), servers.enter_context)
        mail_server.stop()
