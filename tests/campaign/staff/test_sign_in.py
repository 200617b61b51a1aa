"""Signing in: password and code, limits on attempts, and accounts."""

import datetime as dt
import re
import time

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.outbox.mime import readable
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all
from campaign.staff import roles, second_factor
from campaign.staff.models import AuditEntry, RecoveryDevice
from campaign.staff.sign_in import MANY_FAILURES, note_failure
from councils.models import Signature
from tests.seen import fields, words

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
DESK, FACTOR, LOGIN = "/admin/", "/admin/second-factor/", "/admin/login/"


@pytest.fixture(autouse=True)
def two_factors(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def ada(db):
    """Ada, an administrator."""
    user = User(username="ada@example.org", email="ada@example.org")
    user.set_password(PASSWORD)
    roles.give(user, "administrator")
    return user


@pytest.fixture
def app(ada):
    """Ada's authenticator app."""
    return TOTPDevice.objects.create(user=ada, confirmed=True)


@pytest.fixture
def eve(db):
    """Eve, a reader, who has an app of her own and has learnt Ada's password."""
    user = User(username="eve@example.org", email="eve@example.org")
    user.set_password("eleven quiet herons")
    roles.give(user, "reader")
    TOTPDevice.objects.create(user=user, confirmed=True)
    return user


def code_of(device, steps=0):
    """Return the code that the app shows ``steps`` half-minutes from now."""
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def sign_in(client, code="", password=PASSWORD, email="ada@example.org", **typed):
    typed = {"username": email, "password": password, "code": code, "next": DESK, **typed}
    return client.post(LOGIN, typed)


def is_let_in(page):
    return page.status_code == 302 and page.headers["Location"] == DESK


def set_up(client, **typed):
    """Set up the app that the page shows; return the page after its code."""
    app = second_factor.new_app(client.get(FACTOR).wsgi_request)
    return client.post(FACTOR, {"code": code_of(app)} | typed)


def recovery_codes(user):
    return RecoveryDevice.objects.create(user=user, name="recovery codes").renew()


@pytest.mark.promise(27)
def test_nobody_sees_the_dashboard_before_setting_up_a_second_factor(client, ada):
    sign_in(client, email=" Ada <Ada@Example.org>.")
    assert client.get(DESK, follow=True).redirect_chain[-1][0] == FACTOR
    assert client.get("/admin/auth/user/").status_code == 302
    page = client.get(FACTOR).content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert "style=" not in page
    assert "This code is not right" in words(set_up(client, code="000000"))
    assert not TOTPDevice.objects.exists()
    page = set_up(client)
    codes = re.findall(r"<li>([0-9a-f-]{23})</li>", page.content.decode())
    assert len(set(codes)) == 10
    assert "no-store" in page.headers["Cache-Control"]
    assert client.get(DESK).status_code == 200


def test_recovery_codes_work_once_each_and_are_never_stored_as_text(client, ada, app):
    codes, code = recovery_codes(ada), code_of(app)
    assert is_let_in(sign_in(client, code))
    assert "A code works once" in words(sign_in(Client(), code))
    assert is_let_in(sign_in(Client(), codes[0].upper().replace("-", " ")))
    assert "A code works once" in words(sign_in(Client(), codes[0]))
    stored = set(RecoveryDevice.objects.get().digests)
    assert not stored & {code.replace("-", "") for code in codes}


@pytest.mark.promise(27)
def test_the_password_alone_opens_nothing(client, ada, app, eve):
    """Not even that it is right is told, and nobody's code opens another's account."""
    hers = code_of(TOTPDevice.objects.get(user=eve))
    wrong = words(sign_in(client, password="guess"))
    for code in ("", "000000", hers, *recovery_codes(eve)[:1]):
        assert words(sign_in(client, code)) == wrong
    client.force_login(ada)  # as from before the app was set up
    typed = {"old_password": PASSWORD, "new_password1": "x" * 20, "new_password2": "x" * 20,
             "own_password": PASSWORD, "roles": ["administrator"], "typed": "Kent"}  # fmt: skip
    for address in (
        "", "password_change/", "guide/", "closing/", "record/", "jsi18n/",
        "auth/user/", f"auth/user/{eve.pk}/change/", "autocomplete/",
        "second-factor/", "tasks/task/", "privacy/erasure/person/",
        "record/file/0123456789abcdef/",
    ):  # fmt: skip
        for page in (client.get(f"/admin/{address}"), client.post(f"/admin/{address}", typed)):
            assert page.status_code == 302, address
            assert page.headers["Location"].startswith(LOGIN), address
    assert TOTPDevice.objects.get(user=ada) == app
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)
    assert roles.of(eve) == ["reader"]


def test_a_new_app_or_password_ends_other_sessions(client, ada, app):
    here, there = client, Client()
    for browser, step in ((here, 0), (there, 1)):
        assert is_let_in(sign_in(browser, code_of(app, step)))
    assert "Your recovery codes" not in words(set_up(here, own_password="a guess"))
    assert there.get(DESK).status_code == 200
    assert "never shown again" in words(set_up(here, own_password=PASSWORD))
    assert TOTPDevice.objects.get() != app
    assert here.get(DESK).status_code == 200
    assert LOGIN in there.get(DESK).headers["Location"]
    ada.set_password("another long password")
    ada.save()
    assert LOGIN in here.get(DESK).headers["Location"]


# Attempts


def test_a_stranger_who_guesses_elsewhere_locks_nobody_out(ada, app):
    elsewhere, at_her_desk = Client(REMOTE_ADDR="8.8.8.8"), Client(REMOTE_ADDR="9.9.9.9")
    for _ in range(10):
        assert "do not belong together" in words(sign_in(elsewhere, password="guess"))
    assert "Too many tries" in words(sign_in(elsewhere, code_of(app, 1)))
    assert is_let_in(sign_in(at_her_desk, code_of(app)))


def test_the_audit_log_names_accounts_but_never_a_password_typed_as_a_name(client, ada, app):
    sign_in(client, email=PASSWORD)
    sign_in(client, password="guess")
    sign_in(client, code_of(app))
    kinds = list(AuditEntry.objects.order_by("pk").values_list("kind", "account"))
    assert kinds == [
        ("failed", ""),
        ("failed", "ada@example.org"),
        ("signed_in", "ada@example.org"),
    ]
    AuditEntry.objects.update(at=timezone.now() - dt.timedelta(days=90))
    assert purge_all()["entries of the audit log"] == 3


@pytest.mark.promise(27)
def test_refusals_and_exports_by_staff_are_logged(client, settings):
    settings.SECOND_FACTOR = False
    rita = User(username="rita@example.org")
    roles.give(rita, "reader")
    client.force_login(rita)
    client.get("/admin/tasks/task/")
    client.get("/admin/tasks/task/%00/delete/")
    cat = User(username="cat@example.org")
    roles.give(cat, "supporter care")
    client.force_login(cat)
    client.post("/admin/privacy/erasure/person/", {"email": "eve@home.example", "export": "1"})
    logged = AuditEntry.objects.order_by("pk").values_list("account", "kind", "text")
    assert list(logged) == [
        ("rita@example.org", "refused", "GET /admin/tasks/task/"),
        ("rita@example.org", "refused", "GET /admin/tasks/task/\ufffd/delete/"),
        ("cat@example.org", "export", "all about one person, 0 entries"),
    ]
    ada = User(username="ada@example.org")
    roles.give(ada, "administrator")
    client.force_login(ada)
    assert "Narrow to a time" in words(client.get("/admin/staff/auditentry/"))


# How long a session lasts


def test_a_session_ends_after_twelve_hours_and_gives_back_what_was_typed(
    client, ada, app, today_is
):
    today_is("2026-11-24", "08:00")
    sign_in(client, code_of(app))
    signature = Signature.objects.get(council__code="KEN")
    address = f"/admin/record/signature/{signature.pk}/correct/"
    today_is("2026-11-24", "19:30")
    typed = fields(client.get(address)) | {"source": "Read <again>", "reason": "Read again."}
    assert client.post(address, typed | {"reason": ""}).status_code != 403
    client.post(address, typed | {"source": "The minutes"}, follow=True)  # its notice is stored
    today_is("2026-11-24", "20:01")
    page = client.post(address, typed)
    assert page.status_code == 403
    assert "what you sent was not saved" in words(page)
    assert "Read &lt;again&gt;" in page.content.decode()
    assert Signature.objects.get(pk=signature.pk).source != "Read <again>"
    assert LOGIN in client.get(DESK).headers["Location"]


def test_a_session_that_a_stranger_planted_is_not_the_one_that_signs_in(client, ada, app):
    planted = sign_in(Client(), code_of(app)).cookies["staff"].value
    client.cookies["staff"] = planted
    sign_in(client, code_of(app, 1))
    given = client.cookies["staff"].value
    assert given != planted
    client.post("/admin/logout/")
    browser = Client()
    browser.cookies["staff"] = given
    assert browser.get(DESK).status_code == 302


# Recovery


@pytest.mark.promise(27)
def test_another_administrator_helps_somebody_in_and_both_are_told(client, ada, app, eve):
    assert is_let_in(sign_in(client, code_of(app)))
    theirs = Client()
    theirs.force_login(eve)
    address = f"/admin/auth/user/{eve.pk}/change/"
    typed = fields(client.get(address)) | {
        "reset_factor": "on", "new_password": "twelve quiet herons", "roles": ["reader"],
        "is_active": "on"}  # fmt: skip
    assert "at least 12 characters" in words(client.post(address, typed | {"new_password": "x"}))
    for own in ("", "a guess"):  # whoever finds her desk does not know it
        client.post(address, typed | {"own_password": own})
        assert TOTPDevice.objects.filter(user=eve).exists()
    client.post(address, typed | {"own_password": PASSWORD})
    assert not TOTPDevice.objects.filter(user=eve).exists()
    assert theirs.get(FACTOR).status_code == 302
    sign_in(theirs, password="twelve quiet herons", email="eve@example.org")
    assert "Scan this code" in words(theirs.get(FACTOR))
    told = OutgoingMessage.objects.filter(purpose="staff")
    assert {mail.recipient for mail in told} == {"ada@example.org", "eve@example.org"}
    assert all("second factor was reset" in readable(bytes(mail.content))[1] for mail in told)


def test_the_command_resets_a_factor_and_ends_the_sessions(client, ada, app):
    sign_in(client, code_of(app))
    call_command("staff", "Ada@example.org", "--reset-factor")
    assert not TOTPDevice.objects.exists()
    assert not Session.objects.exists()
    (mail,) = OutgoingMessage.objects.filter(purpose="staff")
    assert "by a command on the server" in readable(bytes(mail.content))[1]
    assert mail.recipient == "ada@example.org"


# Lists and accounts


def test_no_list_can_be_filtered_by_a_field_it_does_not_offer(client, ada, settings):
    settings.SECOND_FACTOR = False
    client.force_login(ada)
    for address in (
        "sign_up/signup/?email__startswith=a",
        "sign_up/signup/?token__startswith=a",
        "tasks/task/?email__contains=a",
        "auth/user/?password__startswith=a",
        "councils/contact/?council__contact__email__startswith=a",
    ):
        assert client.get(f"/admin/{address}").status_code == 400, address
    for address in ("tasks/task/?kind__exact=reply&state=all", "auth/user/?is_active__exact=1"):
        assert client.get(f"/admin/{address}").status_code == 200, address


@pytest.mark.promise(27)
def test_an_account_is_created_changed_and_disabled_in_the_admin_but_never_deleted(
    client, ada, settings
):
    settings.SECOND_FACTOR = False
    client.force_login(ada)
    page = client.post(
        "/admin/auth/user/add/",
        {"username": "Bea <Bea@Example.org>.", "new_password": PASSWORD,
         "roles": ["editor", "supporter care"], "own_password": PASSWORD},
    )  # fmt: skip
    assert page.status_code == 302, words(page)
    bea = User.objects.get(username="bea@example.org")
    assert roles.of(bea) == ["editor", "supporter care"]
    assert (bea.is_staff, bea.is_active, bea.email) == (True, True, "bea@example.org")
    browser = Client()
    assert is_let_in(sign_in(browser, email="bea@example.org"))
    change = f"/admin/auth/user/{bea.pk}/change/"
    assert "Second factor: no" in words(client.get(change))
    client.post(change, {"roles": ["reader"], "own_password": PASSWORD})
    assert browser.get(DESK).status_code == 302  # out at once
    assert not is_let_in(sign_in(browser, email="bea@example.org"))
    history = words(client.get(f"/admin/auth/user/{bea.pk}/history/"))
    assert "Changed Roles and May sign in." in history
    bea.refresh_from_db()
    assert (bea.is_active, roles.of(bea)) == (False, ["reader"])
    assert client.post(f"/admin/auth/user/{bea.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_member_of_staff_can_be_exported_and_once_disabled_erased(ada):
    AuditEntry.objects.record("signed_in", ada)
    (account,) = Person("Ada@example.org").everything()["staff accounts"]
    assert account["roles"] == "administrator"
    kept = {"staff accounts": 0, "entries of the audit log": 0}
    assert (
        kept.items() <= Person("ada@example.org").forget().items()
    )  # whoever can sign in leaves its trail
    User.objects.update(is_active=False)
    Person("ada@example.org").forget()
    assert not Person("ada@example.org").held()


@pytest.mark.promise(27)
def test_fifty_wrong_passwords_reach_the_person_concerned_by_email_once_a_day(db, today_is):
    today_is("2026-12-01")
    ed = User.objects.create(username="ed@example.org", email="ed@example.org", is_staff=True)
    for _ in range(MANY_FAILURES + 5):
        note_failure("ed@example.org")
        note_failure("nobody@example.org")
    emails = OutgoingMessage.objects.filter(recipient="ed@example.org")
    assert emails.count() == 1
    assert "50 wrong passwords" in readable(bytes(emails.get().content))[0]
    AuditEntry.objects.update(at="2026-12-01T12:00Z")
    today_is("2026-12-02")
    note_failure(ed.username)
    assert emails.count() == 1
