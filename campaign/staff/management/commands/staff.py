import getpass
import secrets
import sys
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from campaign.staff import roles


class Command(BaseCommand):
    help = "Make a staff account, or change its role or password. It signs in with its email."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=["admin", *roles.ROLES], required=True)
        parser.add_argument(
            "--generate", action="store_true", help="make up a password and print it once"
        )

    def handle(self, *, email: str, role: str, generate: bool, **options: Any) -> None:
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an email address.") from None
        user = User.objects.filter(username=email).first() or User(username=email, email=email)
        is_new = user.pk is None
        password = secrets.token_urlsafe(12) if generate else self.ask_for_password(user)
        with transaction.atomic():
            user.set_password(password)
            roles.give(user, role)
        self.stdout.write(
            f"{email} is {'now ' if is_new else ''}staff, as {role}. Sign in at /admin/."
        )
        if generate:
            self.stdout.write(f"Password, shown this once: {password}")

    def ask_for_password(self, user: User) -> str:
        if not sys.stdin.isatty():
            raise CommandError("Run this in a terminal to type a password, or add --generate.")
        while True:
            password = getpass.getpass("Password (at least 12 characters): ")
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            if getpass.getpass("The same again: ") == password:
                return password
            self.stderr.write("The passwords do not match. Try again.")
