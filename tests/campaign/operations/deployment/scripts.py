"""The scripts of docs/deploy/ as they ship, run in a folder in the place of the whole machine."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
DEPLOY = ROOT / "docs" / "deploy"


class Scripts:
    """A folder with the scripts of a machine, and stand-ins for what only root can do.

    Whoever runs them is root, ``runaways`` and ``postgres`` at once, and systemd is a file that
    lists what it was asked.
    """

    def __init__(self, where: Path, settings: dict[str, str]):
        self.where, self.home, self.asked = where, where / "srv", where / "systemd"
        self.settings = settings
        self.write_settings()
        self.programs = where / "bin"
        self.programs.mkdir()
        self.program("runuser", 'shift 3; exec "$@"')
        self.program("systemctl", f'echo "$@" >> {self.asked}')
        (self.programs / "python3").symlink_to(sys._base_executable)
        self.environment = {
            "PATH": f"{self.programs}:{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/"),
        }  # fmt: skip

    def write_settings(self, **changes: str) -> None:
        lines = [f"{name}='{value}'\n" for name, value in (self.settings | changes).items()]
        (self.where / "environment").write_text("".join(lines))

    def here(self, name: str) -> str:
        """Return a shipped file, with the folders of this test in the place of the machine's."""
        text = (DEPLOY / name).read_text()
        text = text.replace("/etc/runaways/environment", str(self.where / "environment"))
        return text.replace("/srv/runaways", str(self.home))

    def ship(self, *names: str) -> None:
        for name in names:
            self.program(name, self.here(name).replace('[ "$(id -un)" = runaways ] ||', "false &&"))

    def program(self, name: str, text: str) -> None:
        path = self.programs / name
        path.write_text(text if text.startswith("#!") else f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def attempt(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.environment | environment, capture_output=True, text=True, timeout=900
        )

    def run(self, *command: str, **environment: str) -> str:
        done = self.attempt(*command, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fail(self, *command: str, **environment: str) -> str:
        """Run a command that must fail; return what it says to whoever made it fail."""
        done = self.attempt(*command, **environment)
        assert done.returncode != 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr
