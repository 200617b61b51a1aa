"""Compare the site's pages with BASE in one run, print the ratios, and write var/bench.json.

It needs wrk; Lighthouse runs where node and Chromium are. ``./dev bench lighthouse`` runs it alone,
``./dev bench pages`` only what is kept or often asked for. With DATABASE_URL it measures on
PostgreSQL, in a database that may be lost. Everything runs on this machine, over loopback, in ten
minutes at most: it says how long each part took. Absolute figures vary by half between machines and
hours, so the ratios are what counts.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

from tests.bench import surfaces
from tests.bench.lighthouse import lighthouse
from tests.bench.long_record import GOAL as LONGER
from tests.bench.long_record import long_record
from tests.bench.sizes import sizes
from tests.bench.starting import starting

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
ROUNDS = 3
SECONDS = 1
AGAIN = 2
"""How often a page, file or feed is measured again that falls short in its first run."""
BESIDE = 5
"""How many are compared with one run of BASE."""
CONNECTIONS = 32

PAGES = {
    # name: (path, goal as a share of BASE)
    "home, unchanged": ("/", 1.20),
    "tracker, unchanged": ("/councils/", 1.20),
    "tracker of 2013, unchanged": ("/councils/?at=2013-09-19", 1.20),
    "council, unchanged": ("/councils/kent/", 1.20),
    "badge, unchanged": ("/embed/kent.svg", 1.20),
    "frame, unchanged": ("/embed/kent/", 1.20),
    "share picture, unchanged": ("/share/kent.png", 1.20),
    "councillor’s pack, unchanged": ("/councils/kent/pack/", 1.20),
    "councils.json, unchanged": ("/data/councils.json", 1.20),
}
FINDS = {
    # name: (what is typed in the box, goal as a share of BASE)
    "find by postcode": ("CT16+1HE", 0.45),
    "find by a council’s name": ("Kent+County+Council", 0.30),
    "find by a place’s name": ("Huddersfield", 0.30),
    "find by a misspelt name": ("Huddersfeild", 0.10),
}

FIND_SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "q={typed}"
"""
# The second of two requests shows the preview. The first saves the draft to the disk, so its speed
# is that of a database commit: it is measured, but has no goal.
FIRST_SCREEN_GOAL, PREVIEW_GOAL = 0.069, 0.044
"""A letter's first and second screen: nine tenths of what release 1.0 reached."""
RENDERED = 25.0
"""A first rendering takes at most so many times the processor time of BASE."""
LONGEST = 600
"""Seconds that a whole run may take on a machine that does nothing else."""
parts: dict[str, float] = {}
commands: dict[str, float] = {}
"""The seconds that each command of the preparation took."""
began_at = [0.0]
LETTER = "/councils/sheffield/write/"
DRAFT_SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "topics=talk&topics=count&own_line=My+niece+lives+here."
"""


def main() -> int:
    if sys.argv[1:] == ["lighthouse"]:
        with server("campaign.wsgi:application", prepared()) as site:
            for name, figures in lighthouse(site):
                note({}, name, *figures)
        return 0
    if shutil.which("wrk") is None:
        print("This needs wrk. On Debian or Ubuntu: apt-get install wrk", file=sys.stderr)
        return 1
    took("")
    environment = prepared()
    took("preparing")
    database = environment["DATABASE_URL"].partition(":")[0]
    gunicorn, python = version("gunicorn"), sys.version.split()[0]
    print(f"Gunicorn {gunicorn} with one worker, {database}, Python {python}")
    with contextlib.ExitStack() as servers:
        base = servers.enter_context(server("tests.bench.base:application", environment))
        site = servers.enter_context(server("campaign.wsgi:application", environment))
        results = throughput(base, site)
        took("often asked for")
        results |= of_surfaces(base, site)
        for name, figures in sizes(site).items():
            note(results, name, *figures)
        took("every page, file and feed")
        if sys.argv[1:] == ["pages"]:
            return 0
        renders = server("campaign.wsgi:application", {**environment, "PAGE_CACHE": "off"})
        results |= rendering(base, servers.enter_context(renders))
        took("rendering")
        for name, figures in lighthouse(site):
            note(results, name, *figures)
        took("Lighthouse")
    for name, figures in starting(environment).items():
        note(results, name, *figures)
    took("starting")
    results |= mail(environment)
    took("email")
    results |= postcodes(environment)
    results |= with_many_events()
    results |= pictures()
    results |= reading()
    took("postcodes, many events, pictures and reading")
    seconds = sum(parts.values())
    note(results, "this run", seconds / LONGEST, 1.0, seconds, f"seconds, at most {LONGEST}")
    (VAR / "bench.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


def took(part: str) -> None:
    """Note the seconds since the last call, as those of a part of the run; the first begins it."""
    now = time.monotonic()
    if part:
        parts[part] = now - began_at[0]
        print(f"-- {part}: {parts[part]:.0f} s", file=sys.stderr)
    began_at[0] = now


def prepared() -> dict:
    """Prepare a database and the static files as in production; return the environment."""
    environment = {
        **os.environ,
        "SECRET_KEY": secrets.token_urlsafe(40),
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'bench.sqlite3'}",
        "WEB_WORKERS": "1",
        "MUST_BE_OPENED": "off",
        "MALLOC_ARENA_MAX": "1",  # as in docs/deploy/systemd/runaways.service
        "MALLOC_TRIM_THRESHOLD_": "131072",
        "MAX_REQUESTS": "0",  # a worker that restarts would be measured as a slow page
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
    }
    environment.pop("DEBUG", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each start would compile all our code
    for command in (
        ["migrate", "-v0"],
        ["load_register", "-v0"],
        ["load_pages"],
        ["load_postcodes"],
        ["collectstatic", "--noinput", "-v0"],
    ):
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        commands[command[0]] = time.monotonic() - began
    return environment


@contextlib.contextmanager
def server(application: str, environment: dict):
    """Serve an application with one worker on the first core; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    pinned = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    process = subprocess.Popen(
        [*pinned, sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", application],
        cwd=ROOT,
        env={**environment, "PORT": port},
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(address + "/", timeout=2).read()
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def wrk(address: str, *options: str) -> float:
    """Return the requests a second that wrk measures. Raises ValueError if any was an error."""
    pinned = ["taskset", "-c", "1"] if shutil.which("taskset") and os.cpu_count() > 1 else []
    done = subprocess.run(
        [*pinned, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: br",
         *options, address],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    if "Non-2xx or 3xx" in done.stdout:
        raise ValueError(f"{address} answered with errors:\n{done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def etag_of(address: str) -> str:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
    return urllib.request.urlopen(request).headers["ETag"]


def new_draft(site: str) -> str:
    """Return the address of a new draft, made as by the first button of a letter."""
    typed = b"topics=talk&topics=count&own_line=My+niece+lives+here."
    with urllib.request.urlopen(site + LETTER, typed) as response:
        return response.url


def find_script(typed: str) -> str:
    """Return the path of a wrk script that types something in the box."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write(FIND_SCRIPT.format(typed=typed))
    return script.name


def throughput(base: str, site: str) -> dict:
    """Run every case in turn for several rounds; compare medians with BASE's in the same run."""
    finds = {name: find_script(typed) for name, (typed, _) in FINDS.items()}
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as drafting:
        drafting.write(DRAFT_SCRIPT)
    cases = {"BASE": (base + "/", [], 1.0)}
    for name, (path, goal) in PAGES.items():
        cases[name] = (site + path, [], goal)
    held = ["-H", f"If-None-Match: {etag_of(site + '/councils/')}"]
    cases["tracker, 304"] = (site + "/councils/", held, 1.25)
    for name, (_, goal) in FINDS.items():
        cases[name] = (site + "/find/", ["-s", finds[name]], goal)
    draft = new_draft(site)
    cases["letter’s first screen"] = (site + LETTER, [], FIRST_SCREEN_GOAL)
    cases["letter’s preview"] = (draft, [], PREVIEW_GOAL)
    cases["letter’s draft, kept"] = (site + LETTER, ["-s", drafting.name], 0.0)
    runs = {name: [] for name in cases}
    for number in range(ROUNDS):
        print(f"Round {number + 1} of {ROUNDS}", file=sys.stderr)
        for name, (address, options, _) in cases.items():
            runs[name].append(wrk(address, *options))
    for script in finds.values():
        os.unlink(script)
    os.unlink(drafting.name)
    reference = statistics.median(runs["BASE"])
    results = {}
    for name, figures in runs.items():
        median = statistics.median(figures)
        note(results, name, median / reference, cases[name][2], median, "requests a second")
    return results


def of_surfaces(base: str, site: str) -> dict:
    """Measure every page, file and feed of the record unchanged, and some as a 304.

    Each is compared with BASE of the same seconds, as the machine's speed varies. What falls short
    is measured again: its median counts.
    """
    cases = {}
    for address in surfaces.addresses():
        cases[f"{address}, unchanged"] = (site + address, [], surfaces.UNCHANGED)
    for address in surfaces.AS_304:
        held = ["-H", f"If-None-Match: {etag_of(site + address)}"]
        cases[f"{address}, 304"] = (site + address, held, surfaces.HELD)
    runs = {name: [] for name in cases}

    def run(names: list[str]) -> None:
        reference = 0.0
        for place, name in enumerate(names):
            if place % BESIDE == 0:
                reference = wrk(base + "/")
            address, options, _ = cases[name]
            figure = wrk(address, *options)
            runs[name].append((figure / reference, figure))

    run(list(cases))
    for _ in range(AGAIN):
        run(
            [
                name
                for name, (_, _, goal) in cases.items()
                if statistics.median_low(runs[name])[0] < goal
            ]
        )
    results = {}
    for name, (_, _, goal) in cases.items():
        ratio, median = statistics.median_low(runs[name])
        note(results, name, ratio, goal, median, "requests a second")
    return results


def rendering(base: str, site: str) -> dict:
    """Measure how many times the processor time of BASE a page takes without the page cache.

    BASE is asked just before each page, as the machine's speed varies within a round.
    """
    runs = {path: [] for path in ("/", "/councils/", "/councils/kent/")}
    for _ in range(ROUNDS):
        for path, pairs in runs.items():
            reference = wrk(base + "/")
            pairs.append((reference / wrk(site + path), reference))
    results = {}
    for path, pairs in runs.items():
        ratio, reference = statistics.median_low(pairs)
        unit = "a second; the ratio at most the goal"
        note(results, f"{path} rendered, times BASE", ratio, RENDERED, reference / ratio, unit)
    return results


def mail(environment: dict) -> dict:
    """Measure how fast email leaves, against a loop that sends with Django and keeps no record."""
    command = [sys.executable, "-m", "tests.bench.outbox"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    results = {}
    for name, case in json.loads(done.stdout).items():
        note(results, name, case["ratio"], case["goal"], case["rate"], "emails a second")
    return results


def postcodes(environment: dict) -> dict:
    """Say how long it took to import the country's postcodes; measure one look-up."""
    os.environ.update(environment)
    import django

    django.setup()
    from councils.postcodes.parsing import parse
    from councils.postcodes.store import active_index

    index, seconds = active_index(), commands["load_postcodes"]
    asked = [parse(text).postcode for text in ("CT16 1HE", "S1 2HH", "SW1A 1AA", "TR21 0LW")] * 5000
    began = time.perf_counter()
    for postcode in asked:
        index.lookup(postcode)
    micros = (time.perf_counter() - began) / len(asked) * 1e6
    results = {}
    note(results, "postcodes, import", seconds / 60, 1.0, seconds, "seconds, at most 60")
    note(results, "postcodes, look-up", micros / 20, 1.0, micros, "microseconds, at most 20")
    return results


def pictures() -> dict:
    """Measure the milliseconds to draw a share picture that is not in the cache."""
    from councils.record import record_on
    from councils.sharing import share_picture

    record, times = record_on(), []
    for row in record.councils[:15]:
        began = time.perf_counter()
        share_picture.council_picture(record, row)
        times.append((time.perf_counter() - began) * 1000)
    millis = statistics.median(times)
    results = {}
    note(results, "share picture, drawn", millis / 400, 1.0, millis, "milliseconds, at most 400")
    return results


def reading() -> dict:
    """Measure the milliseconds to read the gazetteer, and for the guard to read a long letter."""
    from councils.safeguarding.call_for_help import sounds_like_a_call_for_help
    from councils.search.places.gazetteer import Gazetteer

    line = "I live here and would like to know what the council does for children who go missing. "
    letter = (line * 200)[:12_000]
    results = {}
    for name, read, goal in (
        ("gazetteer, read", Gazetteer, 20.0),
        ("guard, 12,000 characters", lambda: sounds_like_a_call_for_help(letter), 30.0),
    ):
        times = []
        for _ in range(7):
            began = time.process_time()
            read()
            times.append((time.process_time() - began) * 1000)
        millis = statistics.median(times)
        note(results, name, millis / goal, 1.0, millis, f"milliseconds, at most {goal:.0f}")
    return results


def with_many_events() -> dict:
    """Measure how many times longer a first rendering takes with a hundred times the events."""
    results = {}
    for page, (ratio, milliseconds) in long_record().items():
        name = f"{page} with 100 times the events"
        note(results, name, ratio, LONGER, milliseconds, "milliseconds; the ratio at most the goal")
    return results


def note(results: dict, name: str, ratio: float, goal: float, median: float, unit: str) -> None:
    results[name] = {
        "ratio": round(ratio, 3),
        "goal": goal,
        "median": round(median, 2),
        "unit": unit,
    }
    print(f"{name:32} ratio {ratio:7.3f}   goal {goal:5.2f}   {median:10.1f} {unit}")


if __name__ == "__main__":
    sys.exit(main())
