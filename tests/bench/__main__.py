"""Compare the site with BASE, a bare Django view, and print the ratios: ``./dev bench``.

Both are asked in the same second and share a core, and what counts is the processor time of each:
the speed of a machine varies by half within a minute. It needs Linux, wrk and taskset. nginx and
Lighthouse are measured where they are installed; ``./dev bench lighthouse`` runs that alone, and
``./dev bench anew`` the pages made anew. With DATABASE_URL it measures on that PostgreSQL, in an
empty database that may be lost, whose own time is not counted. The ratios go into var/bench.json.

A ratio says how many answers there are for one of BASE. Behind it stands how many times the
processor time of BASE an answer takes, and for a page made anew the most that it may take.
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
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.lighthouse import lighthouse

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
ROUNDS = 3
AT_ONCE = 4
"""How many requests a server has at any time: as many as its worker has threads."""
MAILS = 500
PAGES = {
    "home, kept": "/",
    "tracker, kept": "/councils/",
    "council, kept": "/councils/kent/",
    "record of a day, kept": "/councils/?at=2013-09-19",
    "letter’s first screen": "/councils/sheffield/write/",
}
ANEW = {
    "home, made anew": ("/", 12),
    "tracker, made anew": ("/councils/", 14),
    "council, made anew": ("/councils/kent/", 12),
    "record of a day, made anew": ("/councils/?at=2013-09-19", 14),
}
"""Pages that are not kept: the address of each, and the most times of BASE that it may take."""
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
GOALS = {name: goal for name, (_, goal) in ANEW.items()}
FINDS = {
    "find by postcode": "CT16+1HE",
    "find by a council’s name": "Kent+County+Council",
    "find by a misspelt name": "Huddersfeild",
}
HEADERS = ("Cache-Control", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy")
"""What a page says at length, and a file that nginx serves is made to say."""
FIND_SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "q={typed}"
"""
QUEUE = f"""
from django.core.mail import EmailMessage
from campaign.outbox.models import OutgoingMessage
for number in range({MAILS}):
    mail = EmailMessage("A letter", "Please sign the charter. " * 80, None, ["to@example.org"])
    OutgoingMessage.objects.queue("staff", f"bench:{{number}}", "to@example.org", mail)
"""
LOOP = f"""
import os
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
options = dict.fromkeys(["username", "password"], "") | {{"use_tls": False, "use_ssl": False}}
for number in range({MAILS}):
    port = int(os.environ["SMTP_URL"].rpartition(":")[2])
    server = EmailBackend(host="127.0.0.1", port=port, timeout=30, alias="bench", **options)
    mail = EmailMessage("A letter", "Please sign the charter. " * 80, None, ["to@example.org"])
    server.send_messages([mail])
"""
FORGET = """
from campaign.outbox.models import OutgoingMessage
OutgoingMessage.objects.all().delete()
"""


class Server(NamedTuple):
    """A server whose processor time is that of the children of one process."""

    address: str
    pid: int

    def processor_time(self) -> float:
        """Return the seconds of the processor that its workers have had."""
        ticks = 0
        for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def main() -> int:
    environment, results = prepared(), {}
    alone = "".join(sys.argv[1:])
    with served("tests.bench.base:application", environment) as base:
        if alone != "anew":
            with served("campaign.wsgi:application", environment) as site:
                results |= dict(lighthouse(site.address))
                if not alone:
                    results |= pages(base, site) | behind_nginx(site)
        if alone != "lighthouse":
            with served("campaign.wsgi:application", {**environment, "PAGE_CACHE": "off"}) as site:
                for name, (path, _) in ANEW.items():
                    # Its first answer reads data, which may take longer than a second of wrk's.
                    urllib.request.urlopen(site.address + path).close()
                    results |= compared(name, base, "/", site, path)
            results |= building(environment)
    if not alone:
        results |= worker(environment)
        (VAR / "bench.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


def building(environment: dict[str, str]) -> dict[str, float]:
    """Print and return in how many milliseconds of the processor the record of a day is built."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", BUILD]
    taken = float(subprocess.check_output(command, cwd=ROOT, env=environment))
    print(f"{'record of a day, built':32} {taken:7.1f}   ms, at most 10", flush=True)
    return {"record of a day, built, ms": round(taken, 1)}


def prepared() -> dict[str, str]:
    """Prepare a database and the static files as in production; return the environment."""
    if missing := [name for name in ("wrk", "taskset") if shutil.which(name) is None]:
        sys.exit(f"This needs {' and '.join(missing)}. On Debian: apt-get install wrk util-linux")
    (VAR / "bench.sqlite3").unlink(missing_ok=True)
    environment = {
        **os.environ,
        "SECRET_KEY": secrets.token_urlsafe(40),
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'bench.sqlite3'}",
        "WEB_WORKERS": "1",
        "MUST_BE_OPENED": "off",
        "MAX_REQUESTS": "0",  # a worker that restarts would be measured as a slow page
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
    }
    environment.pop("DEBUG", None)
    for command in (
        ["migrate", "-v0"],
        ["load_register", "-v0"],
        ["deliver", "--new-database"],
        ["load_pages"],
        ["collectstatic", "--noinput", "-v0"],
    ):
        manage(environment, *command)
    return environment


def manage(environment: dict[str, str], *arguments: str) -> float:
    """Run a command of the site; return how many seconds it took."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command: list[str], address: str, environment: dict[str, str]) -> Iterator[Server]:
    """Run a server on the first core until the block ends."""
    process = subprocess.Popen(
        ["taskset", "-c", "0", *command], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        anybody = ssl._create_unverified_context()
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/", timeout=60, context=anybody).close()
                break
            time.sleep(0.1)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def served(application: str, environment: dict[str, str]) -> contextlib.AbstractContextManager:
    port = str(free_port())
    command = [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", application]
    return running(command, f"http://127.0.0.1:{port}", {**environment, "PORT": port})


def compared(
    name: str, base: Server, base_path: str, site: Server, path: str, *options: str
) -> dict[str, float]:
    """Print and return how much of what one server answers with its processor another does.

    Both are asked in the same second; ``options`` are wrk's for the second.
    """
    ratios = []
    for _ in range(ROUNDS + 1):  # the first has a page kept, and does not count
        began = base.processor_time(), site.processor_time()
        asking = [wrk(base.address + base_path), wrk(site.address + path, *options)]
        numbers = [answered(process) for process in asking]
        ended = base.processor_time(), site.processor_time()
        per = [n / (e - b) for n, b, e in zip(numbers, began, ended, strict=True)]
        ratios.append(per[1] / per[0])
    return noted(name, statistics.median(ratios[1:]))


def noted(name: str, ratio: float) -> dict[str, float]:
    goal = f", at most {GOALS[name]}" if name in GOALS else ""
    print(f"{name:32} {ratio:7.3f}   {1 / ratio:5.1f} times{goal}", flush=True)
    return {name: round(ratio, 3)}


def wrk(address: str, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["taskset", "-c", "1" if (os.cpu_count() or 1) > 1 else "0", "wrk", "-t1", "-d1s",
         f"-c{AT_ONCE}", "-H", "Accept-Encoding: gzip", *options, address],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def answered(asking: subprocess.Popen[str]) -> int:
    """Return the number of requests that wrk counted. Raises ValueError if any was an error."""
    printed, _ = asking.communicate()
    number = int(re.search(r"(\d+) requests in", printed)[1]) if not asking.returncode else 0
    if not number or "Non-2xx or 3xx" in printed:
        raise ValueError(f"{asking.args} had errors, or no answer:\n{printed}")
    return number


def pages(base: Server, site: Server) -> dict[str, float]:
    """Compare pages, look-ups and both screens of a letter with BASE."""
    results = {}
    for name, path in PAGES.items():
        results |= compared(name, base, "/", site, path)
    typed = b"topics=talk&topics=count&own_line=My+niece+lives+here."
    with urllib.request.urlopen(site.address + PAGES["letter’s first screen"], typed) as answer:
        draft = answer.url.removeprefix(site.address)
    results |= compared("letter’s second screen", base, "/", site, draft)
    for name, text in FINDS.items():
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(FIND_SCRIPT.format(typed=text))
            script.flush()
            results |= compared(name, base, "/", site, "/find/", "-s", script.name)
    return results


def behind_nginx(site: Server) -> dict[str, float]:
    """Compare a page that nginx as shipped keeps with a file that answers with the same bytes."""
    if shutil.which("nginx") is None or os.geteuid() != 0:
        print("nginx was not measured: it needs nginx, and root.", file=sys.stderr)
        return {}
    from tests.campaign.shipped_nginx import configure

    # The file is packed, as wrk asks for it and nginx keeps it, and answers with the same headers.
    page = urllib.request.Request(site.address + "/changes/", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(page) as answer:
        packed, said = answer.read(), [(name, answer.headers[name]) for name in HEADERS]
    with contextlib.ExitStack() as stack:
        both = []
        for keeps_pages in (False, True):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            folder.chmod(0o755)
            file, port = configure(folder, int(site.address.rpartition(":")[2]))
            if not keeps_pages:
                (folder / "page.html.gz").write_bytes(packed)
                headers = "".join(f'add_header {name} "{value}"; ' for name, value in said)
                lines = f"location / {{ root {folder}; gzip_static on; {headers}"
                text = file.read_text().replace("location / {\n        proxy_pass", f"{lines}\n  #")
                file.write_text(text)
            command = ["nginx", "-c", str(file), "-p", str(folder)]
            address = f"https://127.0.0.1:{port}"
            both.append(stack.enter_context(running(command, address, dict(os.environ))))
        name = "a page that nginx keeps, to a file"
        return compared(name, both[0], "/page.html", both[1], "/changes/")


def worker(environment: dict[str, str]) -> dict[str, float]:
    """Compare one worker with a loop that sends with Django and keeps no record."""
    command = [sys.executable, "-m", "tests.bench.sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sink:
        try:
            assert sink.stdout is not None
            port = sink.stdout.readline().strip()
            mail = {
                "SMTP_URL": f"smtp://127.0.0.1:{port}",
                "DEFAULT_FROM_EMAIL": "us@example.org",
            }
            environment = environment | mail
            manage(environment, "shell", "-c", FORGET)
            starting = manage(environment, "deliver")
            ratios = []
            for _ in range(ROUNDS):
                looping = manage(environment, "shell", "-c", LOOP) - starting
                manage(environment, "shell", "-c", QUEUE)
                ratios.append(looping / (manage(environment, "deliver") - starting))
                manage(environment, "shell", "-c", FORGET)
        finally:
            sink.terminate()
    return noted("one worker, to a loop", statistics.median(ratios))


if __name__ == "__main__":
    sys.exit(main())
