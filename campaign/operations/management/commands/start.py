import os
import subprocess
import sys
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from campaign.outbox.models import MailMayRun
from campaign.pages import loading
from councils.models import Council
from councils.register.load import load as load_register


class Command(BaseCommand):
    help = "Make everything ready, say so, and serve: what ./dev run calls."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("where", nargs="?", default="127.0.0.1:8000", metavar="HOST:PORT")

    def handle(self, *, where: str, **options: Any) -> None:
        if "RUN_MAIN" not in os.environ:  # the reloader starts this command again as a child
            self.prepare()
            self.say_where(where)
            call_command("runserver", where, skip_checks=True)
            return
        # In the child, so that a change of code restarts the worker too. It stops if this does.
        deliver = [sys.executable, sys.argv[0], "deliver", "--watch", f"--parent={os.getpid()}"]
        with subprocess.Popen(deliver) as worker:
            try:
                call_command("runserver", where, skip_checks=True)
            finally:
                worker.terminate()

    def prepare(self) -> None:
        """Make what is missing, in a database that may be new."""
        is_new = not connection.introspection.table_names()
        self.stdout.write("Making the database" if is_new else "Looking at the database")
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        if is_new:  # no email can be in it that went already
            MailMayRun.allow()
        if not Council.objects.exists():
            self.stdout.write("Loading the register and its signatures")
            load_register()
        loading.load()

    def say_where(self, where: str) -> None:
        self.stdout.write(
            f"\n  The site    http://{where}/\n"
            f"  For staff   http://{where}/admin/\n"
            f"  Its mail    http://{where}/dev/mail/\n"
        )
        if not User.objects.filter(is_staff=True).exists():
            self.stdout.write(
                "  No staff account yet. In another terminal:\n"
                "    ./dev manage staff you@example.org --role administrator\n"
            )
        self.stdout.write("Stop it with Ctrl and C.\n")
        self.stdout.flush()
