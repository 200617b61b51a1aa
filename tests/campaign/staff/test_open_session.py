"""Somebody finds an administrator’s browser signed in, and tries to stay."""

import datetime as dt
from email import message_from_bytes
from email.policy import default

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from campaign.confirmation import new_token
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.staff import roles
from campaign.supporters import wishes
from campaign.supporters.models import Wish
from councils.dates import today
from councils.models import RecordVersion
from councils.record import record_on
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
    new = {"new_password": THEIRS, "roles": ["administrator"]}
    attempts = {
        f"{ACCOUNTS}add/": new | {"username": "eve@example.org"},
        f"{ACCOUNTS}{bea.pk}/change/": new | {"is_active": "on", "reset_factor": "on"},
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


@pytest.mark.parametrize(
    ("address", "field"),
    [("password_change/", "old_password"), ("{}/change/", "own_password")],
)
def test_an_open_session_does_not_guess_the_password_for_long(client, ada, bea, address, field):
    address = "/admin/" + address.format(f"auth/user/{bea.pk}")
    for number in range(30):
        assert "not the password" in words(client.post(address, {field: f"guess {number}"}))
    assert "Too many tries" in words(client.post(address, {field: PASSWORD}))


@pytest.mark.parametrize(("own", "closes"), [({}, False), ({"own_password": THEIRS}, False),
                                             (OWN, True)])  # fmt: skip
def test_an_open_session_does_not_end_the_campaign_for_good(client, ada, own, closes):
    day = {"day": (today() + dt.timedelta(days=1)).isoformat(), "close": ""}
    page = client.post("/admin/closing/", day | own, follow=True)
    assert ("You set the day" in words(page)) is closes
    assert (RecordVersion.objects.get().closes_on is not None) is closes


def test_no_address_of_the_desk_leads_a_reader_to_somebodys_secret_link(client, sheffield):
    """“View on site” takes any kind of row by its number."""
    letter = Letter.objects.create(
        council=sheffield, status_at_drafting="not_signed", state="awaiting", name="Anna Smith",
        email="anna@example.org", text="Please sign.", token=new_token(), asked_at=timezone.now(),
    )  # fmt: skip
    record = record_on().by_slug["sheffield"]
    wishes.request(record, "anna@example.org")
    client.force_login(account("eve", "reader"))
    for row in (letter, Wish.objects.get()):
        kind = ContentType.objects.get_for_model(row)
        assert client.get(f"/admin/r/{kind.pk}/{row.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/find/", "/councils/kent/", "/nothing-here/"])
def test_a_public_page_does_not_ask_who_is_signed_in(staff, address):
    page = staff.get(address)
    assert "Cookie" not in page.headers.get("Vary", "")
    assert not hasattr(page.wsgi_request, "user")
    assert staff.get("/admin/").wsgi_request.user.is_authenticated
