"""Compare the site with BASE, a bare Django view, and print the ratios: ``./dev bench``.

Both are asked in turn on one core, and what counts is the processor time: two at once would empty
each other’s caches. A ratio says how many answers there are for one of BASE. It needs Linux, wrk,
taskset and curl, root for nginx, and npx for Lighthouse; var/bench.json has all that is printed.
"""

import atexit
import datetime as dt
import json
import os
import re
import shutil
import smtplib
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from timeit import default_timer as now
from timeit import repeat
from types import SimpleNamespace
from typing import NamedTuple
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import django
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

from tests.campaign.outbox.server import MailServer, Post
from tests.campaign.shipped_nginx import ANY_CERTIFICATE, configure, free_port
from tests.seen import fields

TURNS, MAILS = 5, 500  # how often each is asked, and emails to send
JOURNEYS = 30  # letters written in each turn: below the limit of one network
CODINGS = "Accept-Encoding: gzip, deflate, br, zstd"  # as browsers say it
OPEN = ["curl", "-sk", "--retry", "30", "--retry-connrefused", "-o", "/dev/null", "-H", CODINGS]
WRK = ["taskset", "-c", "1", "wrk", "-t1", "-d1s", "-c4", "-H", CODINGS]
WRITE, DAY = "/councils/sheffield/write/", "/councils/?at=2013-09-19"
PAGES = {"home": "/", "tracker": "/councils/", "council": "/councils/kent/", "record of a day": DAY}
FINDS = {"postcode": "CT16+1HE", "name": "Kent+County+Council", "misspelt name": "Huddersfeild"}
ARGUMENTS = "--max-requests 0 --log-level warning"
FORM = 'wrk.method = "POST" wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"'
GOALS = {  # the least of each ratio, and the most seconds or milliseconds of the last two
    "a kept page": 0.4, "home": 0.083, "tracker": 0.071, "council": 0.083, "record of a day": 0.071,
    "a letter that is being written": 0.05, "find by postcode": 0.5,
    "find by name": 0.45, "find by misspelt name": 0.12, "a page nginx keeps, to a file": 0.85,
    "first start": 15, "a day’s record, built": 10,
}  # fmt: skip
JUDGED = ("/", "/councils/", "/councils/kent/", WRITE, "/data/", "/need-help/", "/news/")
UNLISTED = (WRITE,)  # asks search engines to leave it out, and is not judged for being found
LIGHTHOUSE = "npx --yes lighthouse@12.8.2 --quiet --output=json --chrome-flags="
CHROMIUM = "'--headless=new --no-sandbox --disable-gpu' "
MAY_BE_UNLISTED = " --skip-audits=is-crawlable"
SAID = re.compile("^X-|Policy|Cache|Vary", re.IGNORECASE)  # of a page, and not of any file
results: dict[str, dict[str, float | str | None]] = {}


def base():
    """Return BASE, for gunicorn: a Django view without middleware that says hello."""
    urls = (re_path("", lambda request: HttpResponse(b"hello")),)
    settings.configure(SECRET_KEY="no", ALLOWED_HOSTS=["*"], ROOT_URLCONF=urls, MIDDLEWARE=[])
    return get_wsgi_application()


class Server(NamedTuple):
    address: str
    pid: int

    def processor_time(self) -> float:
        """Return the seconds of the processor that its children have had."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        stats = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2] for child in children]
        return sum(int(ticks) for stat in stats for ticks in stat.split()[11:13]) / 100

    def takes(self, path: str, *options: str) -> float:
        """Return the seconds of the processor for one answer, of a second of answers."""
        subprocess.run([*OPEN, self.address + path], check=True)  # data may be read for it first
        before = self.processor_time()
        printed = subprocess.check_output([*WRK, *options, self.address + path], text=True)
        answers = re.search(r"([1-9]\d*) requests in", printed)
        if not answers or "Non-2xx or 3xx" in printed:
            sys.exit(f"{self.address}{path} had errors, or no answer:\n{printed}")
        return (self.processor_time() - before) / int(answers[1])


def main(folder: Path) -> None:
    from councils.record import build

    began = now()
    for command in ("migrate", "load_register", "load_pages", "deliver --new-database"):
        call_command(*command.split(), verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    tell("first start", now() - began, "s")
    kept = serve("campaign.wsgi")
    built = repeat(lambda: build(dt.date(2013, 9, 19)), number=1, repeat=100)
    tell("a day’s record, built", 1000 * statistics.median(built), "ms")
    bare = serve("tests.bench:base()")
    anew = serve("campaign.wsgi", PAGE_CACHE="off")
    compare("a kept page", bare, "/", kept, "/councils/kent/")
    for page in JUDGED if shutil.which("npx") else ():
        options = MAY_BE_UNLISTED if page in UNLISTED else ""
        tell(f"Lighthouse, {page}", lighthouse(kept.address + page, options), "of 100")
    for name, page in PAGES.items():
        compare(name, bare, "/", anew, page)
    with urlopen(kept.address + WRITE, b"topics=talk&topics=count&own_line=My+niece.") as draft:
        compare(
            "a letter that is being written", bare, "/", kept, draft.url.removeprefix(kept.address)
        )
    for name, text in FINDS.items():
        (folder / "find.lua").write_text(f'{FORM} wrk.body = "q={text}"')
        compare(f"find by {name}", bare, "/", kept, "/find/", "-s", str(folder / "find.lua"))
    ways = [(bare.takes("/"), journey(kept, turn)) for turn in range(TURNS)]
    ratio = statistics.median(6 * base / way for base, way in ways)
    tell(
        "from home to “check your email”", 1000 * statistics.median(w for _, w in ways), "ms", ratio
    )
    if shutil.which("nginx") and os.geteuid() == 0:
        (keeping := nginx(folder / "keeping", kept)).takes("/changes/")
        file = nginx(folder / "file", kept, keeping.address + "/changes/")
        compare("a page nginx keeps, to a file", file, "/page.html", keeping, "/changes/")
    worker(int(os.environ["SMTP_URL"].rpartition(":")[2]))


def journey(site: Server, turn: int) -> float:
    """Return the seconds of the processor for what one person asks for until a letter is sent.

    Six requests: home, the box, the council, its letter, the letter sent, and “check your email”.
    """

    def ask(path: str, **typed: object) -> SimpleNamespace:
        with urlopen(site.address + path, urlencode(typed, doseq=True).encode() or None) as answer:
            return SimpleNamespace(content=answer.read())

    before = site.processor_time()
    for number in range(JOURNEYS):
        ask("/")
        ask("/find/", q="CT16 1HE")
        letter = ask(WRITE)
        send = re.search(r'id="writing" action="([^"]+)"', letter.content.decode())
        writer = {"name": "Anna Smith", "postal_address": "Crookes, Sheffield"}
        address = f"anna{turn}-{number}@example.org"
        ask(send[1], **{**fields(letter), **writer, "email": address, "topics": ["talk"]})
    return (site.processor_time() - before) / JOURNEYS


def tell(name: str, median: float, unit: str, ratio: float | None = None) -> None:
    """Print a figure and what it is of BASE, and keep both."""
    goal = GOALS.get(name)
    results[name] = {"ratio": ratio, "goal": goal, "median": median, "unit": unit}
    beside = ("" if ratio is None else f"{ratio:8.3f}") + (f"  (goal {goal})" if goal else "")
    print(f"{name:40} {median:8.2f} {unit:6}{beside}", flush=True)
    Path("var/bench.json").write_text(json.dumps(results, indent=1, ensure_ascii=False))


def compare(name: str, one: Server, path: str, other: Server, there: str, *options: str) -> None:
    """Tell how much of what one server answers with its processor another does."""
    taken = [(one.takes(path), other.takes(there, *options)) for _ in range(TURNS)]
    ratio = statistics.median(ours / theirs for ours, theirs in taken)
    tell(name, 1000 * statistics.median(theirs for _, theirs in taken), "ms", ratio)


def start(command: list[str], address: str, **environment: str) -> Server:
    """Run a server on the first core until this script ends."""
    process = subprocess.Popen(["taskset", "-c", "0", *command], env=os.environ | environment)
    atexit.register(lambda: (process.terminate(), process.wait()))
    return Server(address, process.pid)


def serve(application: str, **environment: str) -> Server:
    port = str(free_port())
    command = [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", application]
    return start(command, f"http://127.0.0.1:{port}", PORT=port, **environment)


def nginx(folder: Path, site: Server, kept: str = "") -> Server:
    """Run nginx as shipped; or let it serve the answer of an address that it keeps as a file."""
    folder.mkdir()
    file, port = configure(folder, int(site.address.rpartition(":")[2]))
    if kept:
        asked = Request(kept, headers=dict([CODINGS.split(": ")]))
        with urlopen(asked, context=ANY_CERTIFICATE) as answer:
            (folder / "page.html.gz").write_bytes(answer.read())
            said = [(name, words) for name, words in answer.headers.items() if SAID.search(name)]
        headers = " ".join(f'add_header {name} "{words}";' for name, words in said)
        place = f"location / {{ root {folder}; gzip_static on; {headers}\n  #"
        file.write_text(file.read_text().replace("location / {\n        proxy_pass", place))
    return start(["nginx", "-c", str(file), "-p", str(folder)], f"https://127.0.0.1:{port}")


def worker(port: int) -> None:
    """Compare the worker with a loop that sends and keeps no record."""
    queue = apps.get_model("outbox.OutgoingMessage").objects.queue
    mail = EmailMessage("A letter", "Please sign the charter. " * 80, None, ["to@example.org"])
    for number in range(MAILS):
        queue("staff", f"bench:{number}", "to@example.org", mail)
    began = now()
    call_command("deliver")
    delivered = now()
    for _ in range(MAILS):
        with smtplib.SMTP("127.0.0.1", port) as plain:
            plain.send_message(mail.message())
    looping, delivering = now() - delivered, delivered - began
    tell("the worker, to a loop", 1000 * delivering / MAILS, "ms", looping / delivering)


def lighthouse(address: str, options: str = "") -> float:
    """Return the least of a page’s four scores; a perfect one is 100."""
    command = LIGHTHOUSE + CHROMIUM + address + options
    for _ in range(3):  # now and then Chromium records nothing of a page: NO_NAVSTART
        judged = subprocess.run(command, shell=True, stdout=subprocess.PIPE)
        if judged.returncode:
            continue
        report = json.loads(judged.stdout)
        if "runtimeError" not in report:
            return 100 * min(each["score"] or 0 for each in report["categories"].values())
    return 0


if __name__ == "__main__":
    folder = tempfile.TemporaryDirectory()  # it goes after the servers that write in it
    Path(folder.name).chmod(0o755)  # nginx's workers read in it
    mail_server = MailServer(Post())
    mail_server.start()  # in a thread that ends with this script
    os.environ |= {
        "SECRET_KEY": "of no use " * 5, "WEB_WORKERS": "1", "GUNICORN_CMD_ARGS": ARGUMENTS,
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder.name}/bench.sqlite3"),
        "DEFAULT_FROM_EMAIL": "us@example.org", "SMTP_URL": mail_server.url, "DEBUG": "off",
        "DJANGO_SETTINGS_MODULE": "campaign.settings", "MUST_BE_OPENED": "off",
    }  # fmt: skip
    django.setup()
    main(Path(folder.name))
