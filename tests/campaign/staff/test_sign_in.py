"""Signing in: password, second factor, and limits on attempts and sessions."""

import datetime as dt
import re
import time

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person, purge_all
from campaign.staff import roles, second_factor, throttle
from campaign.staff.models import AuditEntry, RecoveryCode
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


def code_of(device, steps=0):
    """Return the code that the app shows ``steps`` half-minutes from now."""
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def sign_in(client, password=PASSWORD, email="ada@example.org", **typed):
    return client.post(LOGIN, {"username": email, "password": password, "next": DESK, **typed})


def give_code(client, code, **typed):
    return client.post(FACTOR, {"code": code, "next": DESK, **typed})


@pytest.mark.promise(27)
def test_nobody_sees_the_dashboard_before_setting_up_a_second_factor(client, ada):
    page = sign_in(client, email=" Ada <Ada@Example.org>.")
    assert "Set up an app" in words(page)
    assert client.get(DESK).headers["Location"].startswith(FACTOR)
    assert client.get("/admin/auth/user/").status_code == 302
    assert not TOTPDevice.objects.exists()  # viewing the page creates nothing
    page = client.post(FACTOR, {"begin": "", "next": "/admin/councils/council/"})
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page.content.decode()
    assert "style=" not in page.content.decode()
    assert "This code is not right" in words(give_code(client, "000000"))
    page = give_code(client, code_of(TOTPDevice.objects.get()), next="/admin/councils/council/")
    codes = re.findall(r"<li>([0-9a-f-]{23})</li>", page.content.decode())
    assert len(set(codes)) == 10
    assert "no-store" in page.headers["Cache-Control"]
    page = client.post(FACTOR, {"go_on": "", "next": "/admin/councils/council/"})
    assert page.headers["Location"] == "/admin/councils/council/"
    assert client.get(DESK).status_code == 200


def test_recovery_codes_work_once_each_and_are_never_stored_as_text(client, ada, app):
    codes = second_factor.renew_codes(ada)
    assert "six digits" in words(sign_in(client))
    code = code_of(app)
    assert give_code(client, code).headers["Location"] == DESK
    other = Client()
    sign_in(other)
    assert "was used before" in words(give_code(other, code))
    assert give_code(other, codes[0].upper().replace("-", " ")).headers["Location"] == DESK
    third = Client()
    sign_in(third)
    assert "not right" in words(give_code(third, codes[0]))
    stored = {digest for (digest,) in RecoveryCode.objects.values_list("digest")}
    assert not stored & {code.replace("-", "") for code in codes}
    assert second_factor.codes_left(ada) == 9


def test_somebody_with_only_the_password_cannot_set_up_their_own_app(client, ada, app):
    sign_in(client)
    for typed in ({"begin": ""}, {"renew": ""}, {"go_on": ""}):
        assert "six digits" in words(client.post(FACTOR, typed))
    assert TOTPDevice.objects.get() == app
    assert client.get(DESK).status_code == 302


def test_a_new_app_or_password_ends_other_sessions(client, ada, app):
    here, there = client, Client()
    for browser, step in ((here, 0), (there, 1)):
        sign_in(browser)
        assert give_code(browser, code_of(app, step)).status_code == 302
    here.post(FACTOR, {"begin": "", "own_password": PASSWORD})
    device = TOTPDevice.objects.get(confirmed=False)
    give_code(here, code_of(device))
    assert TOTPDevice.objects.get().pk == device.pk
    assert here.get(DESK).status_code == 200
    assert LOGIN in there.get(DESK).headers["Location"]
    ada.set_password("another long password")
    ada.save()
    assert LOGIN in here.get(DESK).headers["Location"]


def test_a_session_left_open_lets_nobody_change_the_factor_or_the_password(client, ada, app):
    sign_in(client)
    give_code(client, code_of(app))
    second_factor.renew_codes(ada)
    codes = set(RecoveryCode.objects.values_list("digest"))
    for act in ("begin", "renew"):
        for password, told in (("", "Fill this in"), ("a guess", "not the password")):
            assert told in words(client.post(FACTOR, {act: "", "own_password": password}))
    # An app whose set-up somebody began in another session is not shown here, nor finished.
    begun = TOTPDevice.objects.create(user=ada, confirmed=False)
    page = give_code(client, code_of(begun))
    assert "Set up another app in its place" in words(page) and b'class="qr"' not in page.content
    account = f"/admin/auth/user/{ada.pk}"
    assert "Reset the second factor" not in words(client.get(f"{account}/change/"))
    page = client.post(f"{account}/reset-factor/", follow=True)
    assert "ask another administrator to reset it" in words(page)
    page = client.get(f"{account}/password/", follow=True)
    assert "Your password until now" in words(page)
    assert TOTPDevice.objects.get(confirmed=True) == app
    assert set(RecoveryCode.objects.values_list("digest")) == codes
    page = words(client.post(FACTOR, {"renew": "", "own_password": PASSWORD}))
    assert "Your recovery codes" in page


def test_an_optional_second_factor_is_asked_for_once_it_is_set_up(client, ada, settings):
    settings.SECOND_FACTOR = False
    assert sign_in(client).headers["Location"] == DESK
    assert "You have no second factor" in words(client.get(DESK))
    client.post(FACTOR, {"begin": "", "own_password": PASSWORD})
    assert "never shown again" in words(give_code(client, code_of(TOTPDevice.objects.get())))
    other = Client()
    assert "six digits" in words(sign_in(other))


# Attempts


def test_strangers_guessing_passwords_do_not_lock_the_owner_out(client, ada, app):
    sign_in(client)
    give_code(client, code_of(app))
    assert throttle.COOKIE in client.cookies
    stranger = Client()
    for _ in range(9):  # her own was the first of ten
        assert "do not belong together" in words(sign_in(stranger, "guess"))
    assert "Too many tries" in words(sign_in(stranger))
    client.post("/admin/logout/")
    assert "six digits" in words(sign_in(client))
    # A run of them is reported once by email, and shown on the dashboard.
    mail = OutgoingMessage.objects.get(purpose="staff")
    assert mail.recipient == "ada@example.org"
    assert b"tried 5 times" in bytes(mail.content)
    give_code(client, code_of(app, 1))
    assert "9 tries to sign in as ada@example.org failed" in words(client.get(DESK))


@pytest.mark.parametrize("typed", [".", "mailto:", "\u200b", "<>", "a\u200b", "@", "x" * 151])
def test_a_name_that_is_none_is_a_failed_try_and_counted_as_one(client, ada, typed):
    pages = [words(sign_in(client, email=typed)) for _ in range(11)]
    assert "do not belong together" in pages[0] or "at most 150" in pages[0]
    assert "Too many tries" in pages[-1] or "at most 150" in pages[-1]
    assert client.get(DESK).status_code == 302


def test_attempts_from_one_connection_and_wrong_codes_are_counted(client, ada, app, settings):
    for number in range(60):
        throttle.consume(asked_from("8.8.8.8"), "password", f"{number}@example.org")
    assert throttle.consume(asked_from("8.8.8.8"), "password", "ada@example.org").refused
    assert not throttle.consume(asked_from("9.9.9.9"), "password", "ada@example.org").refused
    sign_in(client)
    for _ in range(10):
        assert "not right" in words(give_code(client, "000000"))
    assert "Too many tries" in words(give_code(client, code_of(app)))


def asked_from(address):
    from django.test import RequestFactory

    return RequestFactory().post(LOGIN, REMOTE_ADDR=address)


def test_the_audit_log_names_accounts_but_never_a_password_typed_as_a_name(client, ada, app):
    sign_in(client, email=PASSWORD)
    sign_in(client, "guess")
    sign_in(client)
    give_code(client, code_of(app))
    rita = User(username="rita@example.org")
    roles.give(rita, "reader")
    rita.set_password(PASSWORD)
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
    assert "When it happened" in words(client.get("/admin/staff/auditentry/"))


# How long a session lasts


def test_a_form_sent_after_half_an_hour_changes_nothing_and_gives_back_what_was_typed(
    client, ada, app, today_is
):
    today_is("2026-11-24", "12:00")
    sign_in(client)
    give_code(client, code_of(app))
    signature = Signature.objects.get(council__code="KEN")
    address = f"/admin/record/signature/{signature.pk}/correct/"
    typed = fields(client.get(address)) | {"source": "Read <again>", "reason": "Read again."}
    today_is("2026-11-24", "12:31")
    page = client.post(address, typed)
    assert page.status_code == 403
    assert "what you sent was not saved" in words(page)
    assert "Read &lt;again&gt;" in page.content.decode()
    assert Signature.objects.get(pk=signature.pk).source != "Read <again>"
    assert LOGIN in client.get(DESK).headers["Location"]
    # A password is never shown, and whoever sent nothing is told nothing of it.
    page = client.post("/admin/password_change/", {"old_password": PASSWORD})
    assert PASSWORD not in page.content.decode()


def test_recorders_have_no_idle_limit_but_every_session_ends_after_twelve_hours(
    client, settings, today_is
):
    settings.SECOND_FACTOR = False
    today_is("2026-11-24", "08:00")
    rae = User(username="rae@example.org")
    roles.give(rae, "recorder")
    client.force_login(rae)
    for hour in ("08:00", "10:00", "14:00", "19:30"):
        today_is("2026-11-24", hour)
        assert client.get(DESK).status_code == 200
    today_is("2026-11-24", "20:01")
    assert client.get(DESK).status_code == 302


# Recovery


def test_another_administrator_resets_a_lost_factor_and_both_are_told(client, ada, app):
    bea = User(username="bea@example.org", email="bea@example.org")
    roles.give(bea, "editor")
    theirs = TOTPDevice.objects.create(user=bea, confirmed=True)
    sign_in(client)
    give_code(client, code_of(app))
    address = f"/admin/auth/user/{bea.pk}/reset-factor/"
    assert client.get(address).status_code == 200
    assert TOTPDevice.objects.filter(pk=theirs.pk).exists()
    for typed in ({}, {"own_password": "a guess"}):  # whoever finds her desk does not know it
        client.post(address, typed)
        assert TOTPDevice.objects.filter(pk=theirs.pk).exists()
    client.post(address, {"own_password": PASSWORD})
    assert not TOTPDevice.objects.filter(user=bea).exists()
    told = OutgoingMessage.objects.filter(purpose="staff").values_list("recipient", flat=True)
    assert set(told) == {"ada@example.org", "bea@example.org"}
    assert AuditEntry.objects.filter(kind="reset", account="bea@example.org").count() == 1


def test_the_command_resets_a_factor_and_ends_the_sessions(client, ada, app, capsys):
    sign_in(client)
    give_code(client, code_of(app))
    call_command("staff", "Ada@example.org", "--reset-factor")
    assert "new second factor at the next sign-in" in capsys.readouterr().out
    assert not TOTPDevice.objects.exists()
    assert not Session.objects.exists()
    assert "by a command on the server" in AuditEntry.objects.get(kind="reset").text
    with pytest.raises(CommandError, match="no staff account"):
        call_command("staff", "nobody@example.org", "--reset-factor")


def test_the_dashboard_and_the_check_warn_of_a_single_administrator_and_a_missing_factor(
    client, ada, settings
):
    def warned():
        checks = run_checks(include_deployment_checks=True, databases=["default"])
        return {check.id for check in checks if (check.id or "").startswith("staff.")}

    assert warned() == {"staff.W002", "staff.W003"}
    settings.SECOND_FACTOR = False
    assert "staff.W001" in warned()
    client.force_login(ada)
    assert "There is one administrator." in words(client.get(DESK))
    settings.SECOND_FACTOR = True
    bea = User(username="bea@example.org")
    roles.give(bea, "admin")
    for user in (ada, bea):
        TOTPDevice.objects.create(user=user, confirmed=True)
    assert warned() == set()


# Lists and accounts


def test_no_list_can_be_filtered_by_a_field_it_does_not_offer(client, ada, settings):
    settings.SECOND_FACTOR = False
    client.force_login(ada)
    for address in (
        "supporters/alert/?email__startswith=a",
        "supporters/alert/?token__startswith=a",
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
        {"username": "Bea <Bea@Example.org>.", "password1": PASSWORD, "password2": PASSWORD,
         "roles": ["editor", "supporter care"], "own_password": PASSWORD},
    )  # fmt: skip
    assert page.status_code == 302
    bea = User.objects.get(username="bea@example.org")
    assert roles.of(bea) == ["editor", "supporter care"]
    assert (bea.is_staff, bea.email) == (True, "bea@example.org")
    change = f"/admin/auth/user/{bea.pk}/change/"
    shown = client.get(change)
    assert "Second factor: no" in words(shown)
    assert 'alt="False"' not in shown.content.decode()
    saved = client.post(change, {"roles": ["reader"], "own_password": PASSWORD}, follow=True)
    told = f'The account “<a href="{change}">bea@example.org</a>” was changed successfully.'
    assert told in saved.content.decode()
    history = words(client.get(f"/admin/auth/user/{bea.pk}/history/"))
    assert "Added, with the roles: editor, supporter care." in history
    assert "Roles: was editor, supporter care, now reader." in history
    assert "May sign in: was yes, now no." in history
    bea.refresh_from_db()
    assert (bea.is_active, roles.of(bea)) == (False, ["reader"])
    assert client.post(f"/admin/auth/user/{bea.pk}/delete/", {"post": "yes"}).status_code == 403
    own = client.post(
        f"/admin/auth/user/{ada.pk}/change/", {"roles": ["editor"], "is_active": "on"}
    )
    assert "This is the last administrator" in words(own)


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


# Other ways in


@pytest.fixture
def eve(db):
    """Eve, a reader, who has an app of her own and has learnt Ada's password."""
    user = User(username="eve@example.org", email="eve@example.org")
    user.set_password("eleven quiet herons")
    roles.give(user, "reader")
    TOTPDevice.objects.create(user=user, confirmed=True)
    return user


def test_a_session_that_a_stranger_planted_is_not_the_one_that_signs_in(client, ada, app):
    stranger = Client()
    sign_in(stranger)  # the stranger has the password, so there is a session
    planted = stranger.cookies["staff"].value
    client.cookies["staff"] = planted
    sign_in(client)
    given = client.cookies["staff"].value
    give_code(client, code_of(app))
    verified = client.cookies["staff"].value
    assert len({planted, given, verified}) == 3
    for old in (planted, given):
        browser = Client()
        browser.cookies["staff"] = old
        assert browser.get(DESK).status_code == 302
    client.post("/admin/logout/")
    browser = Client()
    browser.cookies["staff"] = verified
    assert browser.get(DESK).status_code == 302


def test_ones_own_second_factor_opens_nobody_elses_account(client, ada, app, eve):
    hers = TOTPDevice.objects.get(user=eve)
    codes = second_factor.renew_codes(eve)
    second_factor.renew_codes(ada)
    sign_in(client, "eleven quiet herons", "eve@example.org")
    assert give_code(client, code_of(hers)).headers["Location"] == DESK
    assert "six digits" in words(sign_in(client))  # as Ada, in the browser that gave Eve's code
    assert client.get(DESK).status_code == 302
    for code in (code_of(hers, 1), *codes[:2]):
        assert "not right" in words(give_code(client, code, user=eve.pk, device=hers.pk))
    assert client.get("/admin/auth/user/").status_code == 302
    assert second_factor.codes_left(eve) == 10


def test_the_password_alone_opens_nothing(client, ada, app, eve):
    sign_in(client)
    typed = {"old_password": PASSWORD, "new_password1": "x" * 20, "new_password2": "x" * 20,
             "own_password": PASSWORD, "roles": ["administrator"], "typed": "Kent"}  # fmt: skip
    for address in (
        "", "password_change/", "search/", "guide/", "opening/", "closing/", "record/", "jsi18n/",
        "auth/user/", "auth/user/add/", f"auth/user/{eve.pk}/change/", "autocomplete/",
        f"auth/user/{eve.pk}/password/", f"auth/user/{eve.pk}/reset-factor/", "tasks/task/",
        "privacy/erasure/person/", "record/file/0123456789abcdef/",
    ):  # fmt: skip
        for page in (client.get(f"/admin/{address}"), client.post(f"/admin/{address}", typed)):
            assert page.status_code == 302, address
            assert page.headers["Location"].startswith(FACTOR), address
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)
    assert roles.of(eve) == ["reader"]


def test_wrong_codes_are_counted_over_all_browsers_and_sessions(ada, app, limit):
    limit("code", "account", 3)
    for _ in range(3):
        browser = Client()
        sign_in(browser)
        assert "not right" in words(give_code(browser, "000000"))
    browser = Client()
    sign_in(browser)
    assert "Too many tries" in words(give_code(browser, code_of(app)))
    assert browser.get(DESK).status_code == 302


@pytest.mark.parametrize("address", [
    "//evil.example", "https://evil.example/admin/", "javascript:alert(1)", "/\\evil.example",
    "http:evil.example", "\thttps://evil.example", "///evil.example", "/admin/\r\nX: y",
])  # fmt: skip
def test_nobody_is_led_to_another_site_after_signing_in(client, ada, app, address):
    page = client.get(LOGIN, {"next": address})
    assert "evil" not in page.content.decode()
    page = sign_in(client, next=address)
    assert "evil" not in page.content.decode()
    leads = give_code(client, code_of(app), next=address).headers["Location"]
    assert leads == DESK or (leads.startswith("/admin/") and "\n" not in leads)


def test_an_account_disabled_between_password_and_code_stays_out(client, ada, app):
    sign_in(client)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert LOGIN in give_code(client, code_of(app)).headers["Location"]
    assert client.get(DESK).status_code == 302
    assert "do not belong together" in words(sign_in(Client()))


def test_a_known_browser_is_known_for_its_own_account_alone(client, ada, app, eve):
    sign_in(client, "eleven quiet herons", "eve@example.org")
    give_code(client, code_of(TOTPDevice.objects.get(user=eve)))
    for _ in range(10):
        sign_in(client, "guess")
    assert "Too many tries" in words(sign_in(client))
    forged = Client()
    forged.cookies[throttle.COOKIE] = '{"ada@example.org": "0123"}:1:forged'
    assert "Too many tries" in words(sign_in(forged))


def test_a_password_in_an_address_signs_nobody_in_and_says_the_same_of_every_name(client, ada, app):
    query = {"username": "ada@example.org", "password": PASSWORD}
    assert "Sign in" in words(client.get(LOGIN, query))
    assert not client.get(LOGIN, query).wsgi_request.user.is_authenticated
    hers, nobodys = (words(sign_in(Client(), "guess", name)) for name in
                     ("ada@example.org", "nobody@example.org"))  # fmt: skip
    assert hers == nobodys.replace("nobody@example.org", "ada@example.org")


def test_sign_in_is_framed_and_kept_by_nobody(client, ada, app):
    for page in (client.get(LOGIN), sign_in(client), give_code(client, "1")):
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "no-store" in page.headers["Cache-Control"]


def test_a_new_password_from_an_administrator_leaves_the_second_factor(client, ada, app, eve):
    sign_in(client)
    give_code(client, code_of(app))
    new = {"password1": "twelve quiet herons", "password2": "twelve quiet herons"}
    client.post(f"/admin/auth/user/{eve.pk}/password/", new | {"own_password": PASSWORD})
    browser = Client()
    page = sign_in(browser, "twelve quiet herons", "eve@example.org")
    assert "six digits" in words(page)
    assert browser.get(DESK).status_code == 302


def test_a_program_that_goes_on_trying_does_not_fill_the_audit_log(ada):
    stranger = Client(REMOTE_ADDR="9.9.9.9")
    for number in range(60):
        throttle.consume(asked_from("9.9.9.9"), "password", f"{number}@example.org")
    for number in range(40):
        assert "Too many tries" in words(sign_in(stranger, "guess", f"{number}@example.org"))
    assert AuditEntry.objects.count() == 10


def test_an_account_changed_by_command_is_told_of_it(ada, capsys):
    call_command("staff", "ada@example.org", role="administrator", generate=True)
    (mail,) = OutgoingMessage.objects.filter(purpose="staff")
    assert mail.recipient == "ada@example.org"
    assert b"a command on the server" in bytes(mail.content)
