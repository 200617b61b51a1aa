"""Read a file that a stranger made in a process of its own, which it cannot outgrow.

The process runs a module: it calls ``limit`` first, reads standard input, and writes what it found.
With status 1 it has written a sentence for whoever chose the file instead; with ``TOO_MUCH`` it has
given up.
"""

import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

TOO_MUCH = 3
WAIT = 25
"""Seconds for which a request waits for it."""


class TooMuchError(ValueError):
    """It took more time or memory than such a file may."""


class RefusedApartError(ValueError):
    """It was not taken, or could not be read; its text is a sentence, or "" if there is none."""


def limit(seconds: int, most_bytes: int) -> None:
    """Let this process take so much time of a processor, and so much memory."""
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, most_bytes)):
        with suppress(ValueError, OSError):  # a system that knows no such limit
            resource.setrlimit(what, (most, most))


def read_apart(module: str, content: bytes, **env: str) -> bytes:
    """Return what a module of ours makes of a file's content."""
    command = [sys.executable, "-m", module]
    root = Path(__file__).parents[1]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, cwd=root, env=env, timeout=WAIT
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuchError from error
    was_stopped = done.returncode < 0  # it had used up its time
    if was_stopped or done.returncode == TOO_MUCH:
        raise TooMuchError
    if done.returncode:
        raise RefusedApartError(done.stdout.decode())
    return done.stdout
