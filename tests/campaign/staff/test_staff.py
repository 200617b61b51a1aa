import re

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from campaign.staff import roles
from tests.seen import words


@pytest.fixture
def made(db, capsys):
    """Return a function that creates an account and returns its password."""

    def staff(email, role):
        call_command("staff", email, "--role", role)
        said = capsys.readouterr().out
        assert f"staff, as {role.replace('-', ' ')}." in said
        return re.search(r"shown this once: (\S+)", said)[1]

    return staff


def sign_in(client, email, password):
    typed = {"username": email, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", typed, follow=True)


@pytest.mark.parametrize("role", ["administrator", "supporter-care"])
def test_an_account_made_by_command_can_sign_in(client, made, role):
    page = sign_in(client, "ed@example.org", made("Ed@Example.org ", role))
    assert "Waiting for someone" in words(page)


def test_the_last_administrator_cannot_lose_the_role(made):
    made("ada@example.org", "administrator")
    with pytest.raises(CommandError, match="the last administrator"):
        made("ada@example.org", "editor")
    made("bea@example.org", "administrator")
    made("ada@example.org", "editor")
    assert roles.of(User.objects.get(username="ada@example.org")) == ["editor"]
