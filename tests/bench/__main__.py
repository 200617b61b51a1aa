"""Compare the site's pages with BASE in one run, print the ratios, and write var/bench.json.

It needs Linux and wrk; Lighthouse runs where node and Chromium are. ``./dev bench lighthouse`` runs
it alone, ``./dev bench pages`` only what is kept or often asked for. With DATABASE_URL it measures
on PostgreSQL, in a database that may be lost. Everything runs on this machine, over loopback, in
ten minutes at most: it says how long each part took. Absolute figures vary by half between machines
and minutes, so the ratios are what counts.
"""

import contextlib
import json
import os
import secrets
import shutil
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
from tests.bench.servers import NEEDED, Server, rates, server
from tests.bench.sizes import sizes
from tests.bench.starting import starting

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
ROUNDS = 3
AGAIN = 2
"""How often a case is measured again that falls short in its first run."""

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
REQUESTS = "requests a second of the processor"
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
            for name, figures in lighthouse(site.address):
                note({}, name, *figures)
        return 0
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        print(f"This needs {' and '.join(missing)}. On Debian: apt-get install wrk util-linux",
              file=sys.stderr)  # fmt: skip
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
        for name, figures in sizes(site.address).items():
            note(results, name, *figures)
        took("pages, files and feeds")
        if sys.argv[1:] == ["pages"]:
            return 0
        renders = server("campaign.wsgi:application", {**environment, "PAGE_CACHE": "off"})
        results |= rendering(base, servers.enter_context(renders))
        took("rendering")
        for name, figures in lighthouse(site.address):
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


def etag_of(address: str) -> str:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
    return urllib.request.urlopen(request).headers["ETag"]


def new_draft(site: Server) -> str:
    """Return the path of a new draft, made as by the first button of a letter."""
    typed = b"topics=talk&topics=count&own_line=My+niece+lives+here."
    with urllib.request.urlopen(site.address + LETTER, typed) as response:
        return response.url.removeprefix(site.address)


@contextlib.contextmanager
def script(text: str):
    """Write a script for wrk; yield its path."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(text)
        file.flush()
        yield file.name


def throughput(base: Server, site: Server) -> dict:
    """Measure what is kept or often asked for: shares of BASE, asked in the same seconds.

    What falls short is measured again: its median counts.
    """
    with contextlib.ExitStack() as scripts:
        cases = {}
        for address in surfaces.addresses():
            cases[f"{surfaces.named(address)}, unchanged"] = (address, [], surfaces.UNCHANGED)
        for address in surfaces.AS_304:
            held = ["-H", f"If-None-Match: {etag_of(site.address + address)}"]
            cases[f"{surfaces.named(address)}, 304"] = (address, held, surfaces.HELD)
        for name, (typed, goal) in FINDS.items():
            path = scripts.enter_context(script(FIND_SCRIPT.format(typed=typed)))
            cases[name] = ("/find/", ["-s", path], goal)
        cases["letter’s first screen"] = (LETTER, [], FIRST_SCREEN_GOAL)
        cases["letter’s preview"] = (new_draft(site), [], PREVIEW_GOAL)
        drafting = scripts.enter_context(script(DRAFT_SCRIPT))
        cases["letter’s draft, kept"] = (LETTER, ["-s", drafting], 0.0)
        runs = {}
        for name, (path, options, goal) in cases.items():
            if not options:
                urllib.request.urlopen(site.address + path).read()  # to have it stored
            runs[name] = [rates(base, site, path, *options)]
            while runs[name][0].ratio < goal and len(runs[name]) <= AGAIN:
                runs[name].append(rates(base, site, path, *options))
    results = {}
    bases = [run.base for several in runs.values() for run in several]
    note(results, "BASE", 1.0, 1.0, statistics.median(bases), REQUESTS)
    for name, (_, _, goal) in cases.items():
        run = statistics.median_low(sorted(runs[name], key=lambda run: run.ratio))
        note(results, name, run.ratio, goal, run.site, REQUESTS)
    return results


def rendering(base: Server, site: Server) -> dict:
    """Measure how many times the processor time of BASE a page takes without the page cache.

    One is made at a time: threads that each make a page keep each other from the processor.
    """
    results = {}
    for path in ("/", "/councils/", "/councils/kent/"):
        urllib.request.urlopen(site.address + path).read()
        runs = [rates(base, site, path, at_once=1) for _ in range(ROUNDS)]
        ratio = statistics.median(run.base / run.site for run in runs)
        rate = statistics.median(run.site for run in runs)
        unit = f"{REQUESTS}; the ratio at most the goal"
        note(results, f"{path} rendered, times BASE", ratio, RENDERED, rate, unit)
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
