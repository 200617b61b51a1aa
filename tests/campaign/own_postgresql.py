"""A PostgreSQL of a test's own, which it may kill, stop, or give a small disk."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

from tests.campaign.shipped_nginx import free_port

IS_ROOT = os.geteuid() == 0
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
BALLAST = "ballast"
SMALL = """mount -t tmpfs -o size="$SIZE" none "$DISK" && chown postgres "$DISK" """
"""A shell command that mounts a disk which only the server sees."""


def eventually(done, seconds=180):
    """Return the first answer that is not nothing; what is refused meanwhile is tried again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, HTTPException, subprocess.CalledProcessError):
            if answer := done():
                return answer
        time.sleep(0.3)
    raise TimeoutError


def why_no_disk() -> str:
    """Return why no small disk can be mounted here, or "" if it can."""
    if not IS_ROOT:
        return "needs root, to mount a small disk"
    tried = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], check=False)
    return "" if tried.returncode == 0 else "may not mount a small disk in this container"


class PostgreSQL:
    """A server in a folder of its own, as the user postgres if root runs the tests.

    With ``disk``, in megabytes, its databases are on a disk of that size, which only it sees. Its
    own log of changes is not.
    """

    def __init__(self, disk=0):
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="postgresql-")), free_port()
        self.disk_size, self.disk = disk, self.folder / "disk"
        self.disk.mkdir()
        if IS_ROOT:
            shutil.chown(self.folder, "postgres")
        self.call("initdb", "-U", "site", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()
        self.url = f"postgres://site@127.0.0.1:{self.port}/postgres"

    def call(self, program, *arguments, before=()):
        command = [PROGRAMS[-1] / program, "-D", self.folder / "data", *arguments]
        as_postgres = ["runuser", "-u", "postgres", "--"] if IS_ROOT else []
        subprocess.run(
            [*before, *as_postgres, *command], check=True, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self):
        # What is killed loses nothing that it has written; only a power cut would.
        options = (
            f"-c fsync=off -c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder}"
            f" -c logging_collector=on -c log_directory={self.folder}/said"
        )
        sizes = (f"SIZE={self.disk_size}m", f"DISK={self.disk}")
        mount = ("unshare", "-m", "env", *sizes, "sh", "-c", SMALL + '&& exec "$@"', "sh")
        on_disk = mount if self.disk_size else ()
        start = ("pg_ctl", "-w", "-o", options, "start")
        eventually(lambda: self.call(*start, before=on_disk) or True)

    @property
    def pid(self):
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def signal(self, number):
        """Send a signal to the server and all its processes."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        for pid in (self.pid, *map(int, children)):
            os.kill(pid, number)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def fill_disk(self):
        """Leave no byte on its disk, which is reached through the server's own view of files."""
        with self._seen(self.disk / BALLAST).open("wb", buffering=0) as ballast, suppress(OSError):
            while True:
                ballast.write(bytes(1 << 16))

    def make_room(self):
        self._seen(self.disk / BALLAST).unlink()

    @property
    def said(self):
        """What the server has written to its own log."""
        return "".join(file.read_text() for file in (self.folder / "said").iterdir())

    def _seen(self, path):
        """Return the path by which others see what the server has at ``path``."""
        return Path(f"/proc/{self.pid}/root{path}")

    def stop(self):
        self.call("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)
