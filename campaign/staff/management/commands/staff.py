import secrets
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from campaign.staff import accounts, emails, roles, second_factor
from councils.email_addresses import cleaned_address

BY = "a command on the server"


class Command(BaseCommand):
    help = "Make a staff account, or change its role; print a new password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--role",
            type=lambda role: role.replace("-", " "),
            choices=roles.IN_WORDS,
            action="append",
            help="what it may do; give it twice for two roles",
        )
        parser.add_argument(
            "--reset-factor",
            action="store_true",
            help="take its second factor away, so that a new one is set up at the next sign-in",
        )

    @transaction.atomic
    def handle(
        self, *, email: str, role: list[str] | None, reset_factor: bool, **options: Any
    ) -> None:
        email = cleaned_address(email).lower()
        user = User.objects.filter(username=email).first()
        if user and reset_factor:
            self.reset_factor(user)
            return
        if not role:
            raise CommandError(
                f"Say what {email} may do: --role {', '.join(roles.IN_WORDS)}. Only an account that"
                " there is may get a new second factor."
            )
        if "@" not in email:
            raise CommandError(f"{email} is not an email address.")
        if user and roles.ADMINISTRATOR not in role and accounts.is_last_administrator(user):
            raise CommandError(
                f"{email} is the last administrator. Make another account an administrator first."
            )
        is_new = user is None
        user = user or User(username=email, email=email)
        password = secrets.token_urlsafe(12)
        user.is_active = True
        accounts.record_new_password(user)
        user.set_password(password)
        accounts.record_fewer_roles(user, role)
        roles.give(user, *role)
        can = ", ".join(roles.of(user))
        if not is_new:
            emails.tell_of_change(user, f"{email} has a new password. Now it is: {can}.", BY)
        self.stdout.write(f"{email} is {'now ' if is_new else ''}staff, as {can}.")
        self.stdout.write(f"Sign in at /admin/. Password, shown this once: {password}")

    def reset_factor(self, user: User) -> None:
        second_factor.reset(user)
        emails.tell_of_change(user, f"The second factor of {user} was reset.", BY)
        self.stdout.write(
            f"{user} sets up a new second factor at the next sign-in. Its sessions have ended,"
            " and the administrators are told."
        )
