from contextlib import closing, suppress
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, OperationalError, connections

LOCK_TIMEOUT = 10
"""Seconds for which a migration waits for a table. While it waits, everybody behind it does."""


class Command(Migrate):
    help = f"{Migrate.help} On PostgreSQL it waits {LOCK_TIMEOUT} seconds for a table at most."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with closing(connection.cursor()) as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}s'")
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                if "lock timeout" not in str(error):
                    raise
                raise CommandError(
                    f"Somebody has used a table for {LOCK_TIMEOUT} seconds, so this migration was"
                    " given up and has changed nothing. Run migrate again."
                ) from error
            finally:
                with suppress(DatabaseError):  # the connection may be what broke
                    cursor.execute("RESET lock_timeout")
