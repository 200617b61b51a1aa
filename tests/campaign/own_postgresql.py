"""A PostgreSQL of a test's own, in a folder of its own, as the user postgres if root runs it."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.campaign.shipped_nginx import free_port

IS_ROOT = os.geteuid() == 0
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class PostgreSQL:
    def __init__(self):
        self.folder, port = Path(tempfile.mkdtemp(prefix="postgresql-")), free_port()
        if IS_ROOT:
            shutil.chown(self.folder, "postgres")
        self.call("initdb", "-U", "site", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = (
            f"-c fsync=off -c listen_addresses=127.0.0.1 -p {port} -k {self.folder}"
            f" -c logging_collector=on -c log_directory={self.folder}/said"
        )
        self.call("pg_ctl", "-w", "-o", options, "start")
        self.url = f"postgres://site@127.0.0.1:{port}/postgres"

    def call(self, program, *arguments):
        as_postgres = ["runuser", "-u", "postgres", "--"] if IS_ROOT else []
        command = [PROGRAMS[-1] / program, "-D", self.folder / "data", *arguments]
        subprocess.run(
            [*as_postgres, *command], check=True, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def stop(self) -> str:
        """Stop it, and return what it has written to its own log."""
        self.call("pg_ctl", "-m", "fast", "stop")
        said = "".join(file.read_text() for file in (self.folder / "said").iterdir())
        shutil.rmtree(self.folder)
        return said
