"""How long a server takes to its first page, and how much memory its worker then holds."""

import contextlib
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EMPTY, SITE = "tests.bench.base:application", "campaign.wsgi:application"
ROUNDS = 3
TO_FIRST_PAGE, MEMORY = 2.5, 1.6
"""Goals, as multiples of what an empty Django needs."""


def starting(environment: dict) -> dict[str, tuple[float, float, float, str]]:
    """Return ratio, goal, median and unit of each figure, from three starts of each server."""
    runs = {name: [first_page(name, environment) for _ in range(ROUNDS)] for name in (EMPTY, SITE)}
    medians = {
        name: [statistics.median(figures) for figures in zip(*rows, strict=True)]
        for name, rows in runs.items()
    }
    (empty_seconds, empty_memory), (seconds, memory) = medians[EMPTY], medians[SITE]
    return {
        "start to first page, times an empty Django": (
            seconds / empty_seconds, TO_FIRST_PAGE, seconds, "seconds; the ratio at most the goal",
        ),
        "memory of a worker, times an empty Django": (
            memory / empty_memory, MEMORY, memory, "MB; the ratio at most the goal",
        ),
    }  # fmt: skip


def first_page(application: str, environment: dict) -> tuple[float, float]:
    """Start a server of one worker; return seconds to its first page, and MB of its worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", application],
        cwd=ROOT,
        env={**environment, "PORT": port},
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - began < 60:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
                break
            time.sleep(0.01)
        return time.perf_counter() - began, memory_of_worker(process.pid)
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def memory_of_worker(server: int) -> float:
    """Return the resident memory in MB of the largest child of a server's process."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    status = [Path(f"/proc/{child}/status").read_text() for child in children]
    return max(int(re.search(r"VmRSS:\s+(\d+)", text)[1]) for text in status) / 1024
