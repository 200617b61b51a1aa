"""A disk of a test's own, which can be made to hang."""

import os
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

IS_ROOT = os.geteuid() == 0
SIZE = 200_000_000
"""Bytes of a disk."""


def why_no_hanging_disk() -> str:
    """Return why no disk that hangs can be mounted here, or "" if it can."""
    if not IS_ROOT:
        return "needs root, to mount a disk that hangs"
    with tempfile.TemporaryDirectory() as folder:
        image = make_disk(Path(folder))
        mount = ["unshare", "-m", "mount", "-o", "loop", image, "/mnt"]
        tried = subprocess.run(mount, check=False, stderr=subprocess.DEVNULL)
    return "" if tried.returncode == 0 else "may not mount a disk in this container"


def make_disk(folder):
    """Make a file that can be mounted as a disk, and return its path."""
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", image], check=True)
    return image


@contextmanager
def hanging(folder):
    """Have the disk of a folder hang: whoever writes to it waits, and cannot even be killed.

    Should the test itself be killed, the disk goes on after a minute by itself.
    """
    go_on = ["fsfreeze", "-u", folder]
    later = ["sh", "-c", 'sleep 60; exec "$@"', "sh", *go_on]
    with subprocess.Popen(later, start_new_session=True) as guard:
        try:
            subprocess.run(["fsfreeze", "-f", folder], check=True)
            yield
        finally:
            subprocess.run(go_on, check=True)
            os.killpg(guard.pid, signal.SIGKILL)


@contextmanager
def mounted(folder):
    """Yield a folder that is a disk of its own."""
    image, disk = make_disk(folder), folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-o", "loop", image, disk], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)
