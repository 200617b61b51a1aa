"""Programs that are started beside the site: PostgreSQL's own tools, and restic."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

STOPS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def run(
    *command: str,
    not_done: str,
    folder: Path | None = None,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a program in a folder.

    Raises CommandError if it fails: ``not_done``, a sentence, and the program's first words.
    """
    try:
        done = subprocess.run(
            command, cwd=folder, env=os.environ | (environment or {}), check=False,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise CommandError(f"{not_done} {command[0]} is not installed.") from error
    if done.returncode:
        words = done.stderr.strip().splitlines() or ["no reason"]
        raise CommandError(f"{not_done} {command[0]} failed: {words[0]}")


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Yield a folder for a backup's files, which hold people's data and our secrets.

    It is gone in the end, also when systemd stops the command, its window is closed, or
    somebody presses Ctrl-C.
    """

    def stop(number: int, frame: object) -> None:
        sys.exit("Stopped.")

    before = {each: signal.signal(each, stop) for each in STOPS}
    try:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def unlock_repository(not_done: str) -> None:
    """Take away the locks of a backup that was killed half-way; one that is at work keeps its own.

    They would keep each later backup, and a restore, from the repository.
    """
    run("restic", "unlock", "--quiet", not_done=not_done)


def run_on_database(program: str, *arguments: str, not_done: str) -> None:
    """Run a program of PostgreSQL's on the database of DATABASE_URL.

    Its password is in the environment, where no other user of the machine sees it.
    """
    settings = connection.settings_dict
    psql, environment = connection.client.settings_to_cmd_args_env(settings, [])
    *where, name = psql[1:]
    command = [program, *where, f"--dbname={name}", "--no-password", *arguments]
    run(*command, not_done=not_done, environment=environment)
