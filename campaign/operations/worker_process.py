"""The one delivery worker of ./dev run, which stops with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def delivering() -> Iterator[None]:
    """Run a worker during the block; it also stops by itself if this process is killed."""
    command = [sys.executable, sys.argv[0], "deliver", "--watch", f"--parent={os.getpid()}"]
    worker = subprocess.Popen(command)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
