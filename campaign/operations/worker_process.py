"""The delivery worker that ./dev run starts, and stops when it ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def delivering() -> Iterator[None]:
    """Run a delivery worker during the block. It also stops if this process is killed."""
    command = [sys.executable, sys.argv[0], "deliver", "--watch", f"--parent={os.getpid()}"]
    worker = subprocess.Popen(command)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
