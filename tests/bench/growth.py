"""How the site grows with web processes and with email workers: rows for docs/performance.md.

``DATABASE_URL=postgres://… .venv/bin/python -m tests.bench.growth``, on a database to be lost.
What is compared is processor time, which a busy machine changes less than seconds.
"""

import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.__main__ import prepared, server
from tests.bench.outbox import SHORT, empty, on_postgresql, queue, sink, use

PROCESSES = (1, 2, 3, 4)
WORKERS = (1, 2, 4, 8)
REQUESTS = 2_000
MAILS = 4_000
TICKS = os.sysconf("SC_CLK_TCK")
WORKER = """
import django; django.setup()
import sys
from tests.bench.outbox import outbox, use
from campaign.outbox.worker import Delivery
from campaign.outbox.models import OutgoingMessage
import threading, time
use(int(sys.argv[1]))
delivery = Delivery()
def wait():
    while OutgoingMessage.objects.filter(state__in=["queued", "sending"]).exists():
        time.sleep(0.2)
    delivery.stop.set()
threading.Thread(target=wait, daemon=True).start()
began = time.process_time()
delivery.run()
print(delivery.tally.total(), time.process_time() - began)
"""


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and its children so far."""
    pids = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    parts = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in pids]
    return sum(int(part[11]) + int(part[12]) for part in parts) / TICKS


def web(environment: dict[str, str]) -> None:
    """Print what a request costs with one to four processes."""
    print("| web processes | requests | seconds | milliseconds of the processor for each |")
    typed = urllib.parse.urlencode({"q": "CT16 1HE"}).encode()
    for number in PROCESSES:
        with server("campaign.wsgi:application", environment | {"WEB_WORKERS": str(number)}) as (
            address
        ):

            def ask(turn: int, address: str = address) -> None:
                path, body = ("/find/", typed) if turn % 2 else ("/councils/kent/write/", None)
                urllib.request.urlopen(address + path, body).read()

            pid = newest_gunicorn()
            with ThreadPoolExecutor(8) as visitors:
                list(visitors.map(ask, range(100)))
                before, began = processor_seconds(pid), time.perf_counter()
                list(visitors.map(ask, range(REQUESTS)))
            cost = (processor_seconds(pid) - before) / REQUESTS * 1000
            print(f"| {number} | {REQUESTS:,} | {time.perf_counter() - began:.0f} | {cost:.2f} |",
                  flush=True)  # fmt: skip


def newest_gunicorn() -> int:
    me = os.getpid()
    return int(Path(f"/proc/{me}/task/{me}/children").read_text().split()[-1])


def workers() -> None:
    """Print what an email costs with one to eight workers, each a process, at one queue."""
    print("| workers | emails | seconds | milliseconds of the processor for each | shares |")
    for number in WORKERS:
        with sink() as port:
            empty()
            use(port)
            queue(MAILS, SHORT)
            began = time.perf_counter()
            running = [
                subprocess.Popen([sys.executable, "-c", WORKER, str(port)], stdout=subprocess.PIPE,
                                 text=True)
                for _ in range(number)
            ]  # fmt: skip
            said = [worker.communicate()[0].split() for worker in running]
            took = time.perf_counter() - began
        sent = [int(count) for count, _ in said]
        assert sum(sent) == MAILS, sent
        cost = sum(float(seconds) for _, seconds in said) / MAILS * 1000
        print(f"| {number} | {MAILS:,} | {took:.0f} | {cost:.2f} | {min(sent)} to {max(sent)} |",
              flush=True)  # fmt: skip


def main() -> None:
    environment = prepared()
    os.environ.update(environment)
    import django

    django.setup()
    assert on_postgresql(), "Set DATABASE_URL to a PostgreSQL that may be lost."
    web(environment)
    workers()


if __name__ == "__main__":
    main()
