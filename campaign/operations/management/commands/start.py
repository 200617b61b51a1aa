import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaign.checks import OF_ANOTHER_VERSION, is_of_another_version
from campaign.outbox.models import MailMayRun
from campaign.pages import loading
from councils.models import Council
from councils.record import record_on
from councils.register.load import load as load_register

HIGHEST_PORT = 65535


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


class Command(BaseCommand):
    help = "Make everything ready, say so, and serve: what ./dev run calls."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("where", nargs="?", default="127.0.0.1:8000", metavar="HOST:PORT")

    def handle(self, *, where: str, **options: Any) -> None:
        if "RUN_MAIN" not in os.environ:  # the reloader starts this command again as a child
            self.check_port(where)
            self.prepare()
            self.say_where(where)
            call_command("runserver", where, skip_checks=True)
        else:
            with delivering():  # in the child, so that a change of code restarts the worker too
                call_command("runserver", where, skip_checks=True)

    def check_port(self, where: str) -> None:
        """Name a port that is in use before anybody is told to open it."""
        host, _, port = where.rpartition(":")
        if not port.isdecimal() or int(port) > HIGHEST_PORT:
            raise CommandError(f"PORT must be a number up to {HIGHEST_PORT}; it is {port!r}.")
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host.strip("[]"), int(port)))
            except OSError as error:
                other = "Another port: PORT=8001 ./dev run"
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):  # it is not about the port
                    other = "This machine by itself: HOST=127.0.0.1 ./dev run"
                raise CommandError(
                    f"{where} cannot be used: {(error.strerror or '').lower()}. {other}"
                ) from error

    def prepare(self) -> None:
        if is_of_another_version():
            raise CommandError(OF_ANOTHER_VERSION)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the database")
            is_new = not connection.introspection.table_names()
            call_command("migrate", verbosity=0, interactive=False)
            if is_new:  # no email can be in it that went already
                MailMayRun.allow()
        if not Council.objects.exists():
            self.stdout.write("Loading the register and its signatures")
            load_register()
        loaded = loading.load()
        if loaded["added"]:
            self.stdout.write(f"Loaded the pages: {loaded['added']}")

    def say_where(self, where: str) -> None:
        record = record_on()
        mail = f"http://{where}/dev/mail/ (none leaves this machine)"
        if settings.SMTP:
            mail = f"goes out by {settings.SMTP['host']}"
        has_staff = User.objects.filter(is_staff=True).exists()
        self.stdout.write(
            f"\n{record.signed} of {record.total} councils have signed, as far as we know.\n"
            f"{record.provenance.sentence}\n"
            f"  The site    http://{where}/\n"
            f"  For staff   http://{where}/admin/\n"
            f"  Its mail    {mail}\n"
        )
        if not has_staff:
            self.stdout.write(
                "  No staff account yet. In another terminal:\n"
                "    ./dev manage staff you@example.org --role admin\n"
            )
        self.stdout.write("Stop it with Ctrl and C.\n")
        self.stdout.flush()
