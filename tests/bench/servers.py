"""Servers on one core, and how many requests each answers with its processor time.

Two servers are asked at once, so that both have the same machine in the same second: its speed
varies by half within a minute. It needs Linux, wrk and taskset. What a PostgreSQL server does
meanwhile is not counted.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 1
AT_ONCE = 4
"""How many requests a server has at any time: as many as its worker has threads."""
NEEDED = ("wrk", "taskset")


class Server(NamedTuple):
    """A server with one worker."""

    address: str
    worker: int
    """The number of the worker's process."""

    def processor_time(self) -> float:
        """Return the seconds of the processor that its worker has had."""
        return processor_time(self.worker)


class Rates(NamedTuple):
    """Requests that two servers answered, for each second of processor time that each had."""

    base: float
    site: float

    @property
    def ratio(self) -> float:
        return self.site / self.base


@contextlib.contextmanager
def server(application: str, environment: dict[str, str]) -> Iterator[Server]:
    """Serve an application with one worker on the first core."""
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
        yield Server(address, worker_of(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=30)


def worker_of(server: int) -> int:
    """Return the process of a server's only worker."""
    return int(Path(f"/proc/{server}/task/{server}/children").read_text().split()[0])


def processor_time(process: int) -> float:
    """Return the seconds of the processor that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rates(base: Server, site: Server, path: str, *options: str, at_once: int = AT_ONCE) -> Rates:
    """Ask two servers in the same second, the site for a path; the first is asked for /.

    ``options`` are wrk's. Raises ValueError if any answer was an error, or none came.
    """
    began = base.processor_time(), site.processor_time()
    asking = [
        wrk(base.address + "/", f"-c{at_once}"),
        wrk(site.address + path, f"-c{at_once}", *options),
    ]
    numbers = [answered(process) for process in asking]
    ended = base.processor_time(), site.processor_time()
    return Rates(*(n / (e - b) for n, b, e in zip(numbers, began, ended, strict=True)))


def wrk(address: str, *options: str) -> subprocess.Popen[str]:
    pinned = ["taskset", "-c", "1"] if (os.cpu_count() or 1) > 1 else []
    return subprocess.Popen(
        [*pinned, "wrk", "-t1", f"-d{SECONDS}s", "-H", "Accept-Encoding: br", *options, address],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def answered(asking: subprocess.Popen[str]) -> int:
    """Return the number of requests that wrk counted."""
    printed, _ = asking.communicate()
    number = int(re.search(r"(\d+) requests in", printed)[1]) if not asking.returncode else 0
    if not number or "Non-2xx or 3xx" in printed:
        raise ValueError(f"{asking.args} had errors, or no answer:\n{printed}")
    return number
