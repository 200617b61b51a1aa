"""The site as production serves it, by gunicorn on a database of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
FORM = "application/x-www-form-urlencoded"


class Site:
    """The site as production serves it: two processes of four threads each."""

    def __init__(self, database: str, root: Path = ROOT):
        self.root = root
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.cookies = ""
        self.environment = os.environ | {
            "DEBUG": "on", "DATABASE_URL": database, "WEB_WORKERS": "2", "PORT": str(self.port),
        }  # fmt: skip

    def manage(self, *args) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *args], cwd=self.root, env=self.environment, check=True,
            capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        return done.stdout

    def ask(self, code: str, mark: str):
        return json.loads(self.manage("shell", "--no-imports", "-v0", "-c", code).split(mark)[1])

    def start(self):
        self.server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "campaign/gunicorn.py", "campaign.wsgi"],
            cwd=self.root, env=self.environment, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(300):
            try:
                if self.post("/find/", q="x")[0] < 500:
                    return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("The site did not start.")

    def post(self, address: str, **typed) -> tuple[int, str]:
        status, headers, _ = self.ask_for(address, urlencode(typed).encode())
        return status, headers.get("Location", "")

    def get(self, address: str) -> tuple[int, dict[str, str], bytes]:
        return self.ask_for(address)

    def ask_for(self, address: str, form: bytes | None = None) -> tuple[int, dict[str, str], bytes]:
        """Return the answer to a GET, or to a POST of a form."""
        headers = {"Cookie": self.cookies}
        if form:
            headers["Content-Type"] = FORM
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("POST" if form else "GET", address, form, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()

    def each_process_alone(self) -> Iterator[int]:
        """Yield each process while the others sleep, so that whatever is asked then asks this one.

        Otherwise one of them may answer all, as long as it is quick.
        """
        processes = self.processes()
        for alone in processes:
            others = [each for each in processes if each != alone]
            for each in others:
                os.kill(each, signal.SIGSTOP)
            try:
                yield alone
            finally:
                for each in others:
                    os.kill(each, signal.SIGCONT)

    def processes(self) -> list[int]:
        """Return the processes that answer, without the one that watches over them."""
        pid = self.server.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in children.split()]

    def stop(self):
        self.server.terminate()
        self.server.wait(timeout=60)

    def kill(self):
        """End the server and its processes in the middle of whatever they do."""
        for each in (self.server.pid, *self.processes()):
            os.kill(each, signal.SIGKILL)
        self.server.wait(timeout=60)
