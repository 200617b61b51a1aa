import secrets
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from campaign.staff import accounts, emails, roles, second_factor
from councils.email_addresses import cleaned_address

NAMES = [*roles.CHOICES, *roles.ALIASES]


class Command(BaseCommand):
    help = "Make a staff account, or change its role; print a new password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--role",
            choices=NAMES,
            action="append",
            help="what it may do; give it twice for two roles",
        )
        parser.add_argument(
            "--reset-factor",
            action="store_true",
            help="take its second factor away, so that a new one is set up at the next sign-in",
        )

    def handle(
        self,
        *,
        email: str,
        role: str | list[str] | None,
        reset_factor: bool,
        **options: Any,
    ) -> None:
        email = cleaned_address(email).lower()
        if reset_factor:
            self.reset_factor(email)
            return
        names = [role] if isinstance(role, str) else role
        if not names:
            raise CommandError(f"Say what it may do: --role {', '.join(NAMES)}.")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an email address.") from None
        user = User.objects.filter(username=email).first() or User(username=email, email=email)
        chosen = {roles.ALIASES.get(name, name) for name in names}
        if roles.ADMINISTRATOR not in chosen and accounts.is_last_administrator(user):
            raise CommandError(
                f"{email} is the last administrator. Make another account an administrator first."
            )
        is_new = user.pk is None
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user.set_password(password)
            roles.give(user, *chosen)
            if not is_new:
                what = f"{email} has a new password. Now it is: {', '.join(roles.of(user))}."
                emails.tell_of_change(user, what, "a command on the server")
        self.stdout.write(
            f"{email} is {'now ' if is_new else ''}staff, as {', '.join(roles.of(user))}."
            " Sign in at /admin/."
        )
        self.stdout.write(f"Password, shown this once: {password}")

    def reset_factor(self, email: str) -> None:
        user = User.objects.filter(username=email).first()
        if user is None:
            raise CommandError(f"There is no staff account {email}.")
        by = "a command on the server"
        second_factor.reset(user, by)
        emails.tell_of_change(user, f"The second factor of {email} was reset.", by)
        self.stdout.write(
            f"{email} sets up a new second factor at the next sign-in. Its sessions have ended,"
            " and the administrators are told."
        )
