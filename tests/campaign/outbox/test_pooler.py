"""Behind a pooler a lock belongs to nobody: two workers would both have it, and send all twice."""

import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.campaign.own_postgresql import PROGRAMS, PostgreSQL

ROOT = Path(__file__).parent.parent.parent.parent
KEY_OF_SESSION = re.compile(rb"(?s)K\x00\x00\x00\x0c.{4}")
"""What a server says of itself once somebody has signed in: the id of its process, and a secret."""


class Pooler:
    """Stands before a server, and names a process of its own to clients, as PgBouncer does."""

    def __init__(self, port: int):
        self.port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"postgres://site@127.0.0.1:{self.listener.getsockname()[1]}/postgres"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.port))
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=self.pass_on, args=ends, daemon=True).start()

    def pass_on(self, source, target):
        with suppress(OSError), source, target:
            while content := source.recv(65536):
                target.sendall(KEY_OF_SESSION.sub(b"K\x00\x00\x00\x0c\x00\x00\x00\x07", content))


@pytest.mark.promise(16)
@pytest.mark.skipif(not PROGRAMS, reason="PostgreSQL is not installed")
def test_a_worker_behind_a_pooler_refuses_to_start_and_says_why():
    postgresql = PostgreSQL()
    pooler = Pooler(int(re.search(r":(\d+)/", postgresql.url)[1]))
    try:
        refuses = "A pooler is in between: the lock needs a session of its own."
        begins = "Beginning anew."  # and again, as it has no tables yet
        for url, said in ((pooler.url, refuses), (postgresql.url, begins)):
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "deliver", "--watch"], cwd=ROOT, text=True,
                env=os.environ | {"DEBUG": "on", "DATABASE_URL": url}, stderr=subprocess.PIPE,
            )  # fmt: skip
            try:
                first = next(line for line in worker.stderr if refuses in line or begins in line)
                assert said in first
            finally:
                worker.kill()
                worker.wait()
                worker.stderr.close()
    finally:
        pooler.listener.close()
        postgresql.stop()
