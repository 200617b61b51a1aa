"""Somebody finds an administrator’s browser signed in, and tries to stay."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from campaign.outbox.models import OutgoingMessage
from campaign.staff import roles, throttle
from campaign.staff.models import AuditEntry
from tests.seen import words

pytestmark = pytest.mark.django_db

PASSWORD, THEIRS = "a long enough password", "eleven quiet herons"
ACCOUNTS = "/admin/auth/user/"
OWN = {"own_password": PASSWORD}


def account(name, role):
    user = User.objects.create_user(f"{name}@example.org", f"{name}@example.org", PASSWORD)
    roles.give(user, role)
    return user


@pytest.fixture
def ada(client):
    """Ada, an administrator, who has left her browser open."""
    ada = account("ada", "administrator")
    client.force_login(ada)
    return ada


@pytest.fixture
def bea():
    return account("bea", "reader")


def told():
    """Return the words of each email to staff, by whom it went to."""
    messages = OutgoingMessage.objects.filter(purpose="staff").order_by("pk")
    emails = [message_from_bytes(bytes(one.content), policy=default) for one in messages]
    return [(email["To"], " ".join(email.get_content().split())) for email in emails]


def may_sign_in(name, password):
    typed = {"username": f"{name}@example.org", "password": password}
    return Client().post("/admin/login/", typed).status_code == 302


@pytest.mark.promise(27)
@pytest.mark.parametrize("own", [{}, {"own_password": ""}, {"own_password": THEIRS}])
def test_an_open_session_makes_raises_and_takes_over_no_account(client, ada, bea, own):
    new = {"password1": THEIRS, "password2": THEIRS}
    attempts = {
        f"{ACCOUNTS}add/": new | {"username": "eve@example.org", "roles": ["administrator"]},
        f"{ACCOUNTS}{bea.pk}/change/": {"roles": ["administrator"], "is_active": "on"},
        f"{ACCOUNTS}{bea.pk}/password/": new,
        f"{ACCOUNTS}{bea.pk}/reset-factor/": {},
        "/admin/password_change/": {"new_password1": THEIRS, "new_password2": THEIRS,
                                    "old_password": own.get("own_password", "")},
    }  # fmt: skip
    for address, typed in attempts.items():
        page = client.post(address, typed | own)
        assert page.status_code == 200, address
        assert "own password" in words(page) or "Your password is as it was" in words(page)
    assert set(User.objects.values_list("username", flat=True)) == {
        "ada@example.org",
        "bea@example.org",
    }
    assert roles.of(User.objects.get(pk=bea.pk)) == ["reader"]
    assert not may_sign_in("bea", THEIRS)
    assert not may_sign_in("ada", THEIRS)


def test_who_knows_the_password_changes_accounts_and_both_people_are_told(client, ada, bea):
    new = {"password1": THEIRS, "password2": THEIRS}
    page = client.post(f"{ACCOUNTS}{bea.pk}/password/", new | OWN, follow=True)
    assert "The account bea@example.org has a new password." in words(page)
    assert may_sign_in("bea", THEIRS)
    client.post(
        f"{ACCOUNTS}{bea.pk}/change/", {"roles": ["administrator"], "is_active": "on"} | OWN
    )
    assert User.objects.get(pk=bea.pk).is_superuser
    client.post(
        f"{ACCOUNTS}add/", new | {"username": "eve@example.org", "roles": ["administrator"]} | OWN
    )
    assert [(who, what.partition(" This was done by")[0]) for who, what in told()] == [
        ("bea@example.org", "The password of bea@example.org is a new one."),
        ("ada@example.org", "The password of bea@example.org is a new one."),
        *[(f"{who}@example.org", "The account bea@example.org was changed. Now it is:"
           " administrator.") for who in ("bea", "ada")],
        *[(f"{who}@example.org", "The account eve@example.org is new. Now it is: administrator.")
          for who in ("eve", "ada", "bea")],
    ]  # fmt: skip
    assert all("by ada@example.org" in what for _, what in told())
    assert AuditEntry.objects.filter(kind="account").count() == 3


def test_who_changes_their_own_password_is_told(client, ada):
    typed = {"old_password": PASSWORD, "new_password1": THEIRS, "new_password2": THEIRS}
    assert client.post("/admin/password_change/", typed).status_code == 302
    assert client.get("/admin/").status_code == 200
    ((who, what),) = told()
    assert who == "ada@example.org"
    assert "Your password" in what


@pytest.mark.parametrize(
    ("address", "field"),
    [("password_change/", "old_password"), ("{}/reset-factor/", "own_password")],
)
def test_an_open_session_does_not_guess_the_password_for_long(client, ada, bea, address, field):
    address = "/admin/" + address.format(f"auth/user/{bea.pk}")
    for number in range(throttle.BY_STRANGERS):
        assert "not the password" in words(client.post(address, {field: f"guess {number}"}))
    assert "Too many tries" in words(client.post(address, {field: PASSWORD}))
    assert any("tried 5 times" in what for _, what in told())


def test_no_form_of_an_account_takes_what_it_does_not_ask_for(client, ada, bea):
    """Not another email address, password or right, whatever is sent along."""
    more = {
        "email": "eve@example.org", "username": "eve@example.org", "is_superuser": "on",
        "is_staff": "on", "password": "x", "groups": [Group.objects.get(name="editor").pk],
        "user_permissions": ["1", "2"], "last_login_0": "2026-01-01", "id": ada.pk,
    }  # fmt: skip
    before = User.objects.filter(pk=bea.pk).values().get()
    client.post(
        f"{ACCOUNTS}{bea.pk}/change/", {"roles": ["reader"], "is_active": "on"} | more | OWN
    )
    assert User.objects.filter(pk=bea.pk).values().get() == before
    assert roles.of(bea) == ["reader"]
    assert not bea.user_permissions.exists()


def test_there_is_no_second_way_to_accounts_roles_factors_or_sessions(client, ada, bea):
    for address in (
        "auth/group/", "auth/group/add/", "auth/permission/", "otp_totp/totpdevice/", "sessions/",
        "staff/recoverydevice/", "staff/recoverycode/", "password_reset/", "admin/logentry/",
        f"auth/user/{bea.pk}/delete/", "r/4/1/",
    ):  # fmt: skip
        page = client.post(f"/admin/{address}", {"roles": ["administrator"], "post": "yes"})
        assert page.status_code in (403, 404), address
    ids = {"_selected_action": [ada.pk, bea.pk], "index": 0}
    for action in ("delete_selected", "make_administrator", ""):
        client.post(ACCOUNTS, ids | {"action": action, "post": "yes"})
    assert User.objects.count() == 2


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_role_but_an_administrators_reaches_an_account_even_with_its_password(client, role, bea):
    client.force_login(account("eve", role))
    for address in ("add/", f"{bea.pk}/change/", f"{bea.pk}/password/", f"{bea.pk}/reset-factor/"):
        typed = {"roles": ["administrator"], "password1": THEIRS, "password2": THEIRS} | OWN
        assert client.post(f"{ACCOUNTS}{address}", typed).status_code == 403, address
    assert not may_sign_in("bea", THEIRS)
    assert not User.objects.filter(is_superuser=True).exists()


def test_another_site_sends_no_form_in_the_name_of_whoever_is_signed_in(ada, bea):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    forms = {
        f"{ACCOUNTS}{bea.pk}/change/": {"roles": ["administrator"]} | OWN,
        f"{ACCOUNTS}{bea.pk}/reset-factor/": OWN,
        "/admin/second-factor/": {"begin": ""} | OWN,
        "/admin/login/": {"username": "bea@example.org", "password": PASSWORD},
        "/admin/logout/": {},
    }
    for address, typed in forms.items():
        assert browser.post(address, typed).status_code == 403, address
    assert browser.get("/admin/").wsgi_request.user == ada
    assert roles.of(bea) == ["reader"]
