"""What a server takes to its first page, and how much memory its worker then holds."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from statistics import mean, median

from tests.bench.servers import ROOT, processor_time, worker_of

EMPTY, SITE = "tests.bench.base:application", "campaign.wsgi:application"
ROUNDS = 7
TO_FIRST_PAGE, MEMORY = 2.5, 1.6
"""Goals, as multiples of what an empty Django needs."""


def starting(environment: dict) -> dict[str, tuple[float, float, float, str]]:
    """Return ratio, goal, figure and unit of each figure, from starts of each server in turn.

    A start counts by its processor time, which is known to a hundredth of a second: the mean
    counts. Of memory the median counts.
    """
    runs: dict[str, list[tuple[float, float]]] = {EMPTY: [], SITE: []}
    for _ in range(ROUNDS):
        for name, figures in runs.items():
            figures.append(first_page(name, environment))
    seconds, empty_seconds = (mean(time for time, _ in runs[name]) for name in (SITE, EMPTY))
    memory, empty_memory = (median(size for _, size in runs[name]) for name in (SITE, EMPTY))
    return {
        "start to first page, times an empty Django": (
            seconds / empty_seconds, TO_FIRST_PAGE, seconds,
            "seconds of the processor; the ratio at most the goal",
        ),
        "memory of a worker, times an empty Django": (
            memory / empty_memory, MEMORY, memory, "MB; the ratio at most the goal",
        ),
    }  # fmt: skip


def first_page(application: str, environment: dict) -> tuple[float, float]:
    """Start a server of one worker; return its processor time to its first page, and its MB."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", application],
        cwd=ROOT,
        env={**environment, "PORT": port},
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(6000):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
                break
            time.sleep(0.01)
        worker = worker_of(process.pid)
        return processor_time(process.pid) + processor_time(worker), memory_of(worker)
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def memory_of(worker: int) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{worker}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
