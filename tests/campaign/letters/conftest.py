"""Anna Smith of Crookes, Sheffield, and the letters she writes: to Sheffield, and to Kent, which
can be reached by email. She selects only what she can see."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.confirmation import new_token
from campaign.letters.models import Letter
from campaign.letters.recipient import recipient_for
from campaign.letters.states import CONFIRMED, WITH_OUTCOME, State
from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from campaign.staff import roles
from councils.models import Channel, Contact, Council, Role
from councils.record import record_on, record_version
from tests.campaign.inbox.mails import MESSAGE_ID, RECIPIENT, TOKEN
from tests.seen import fields

ANNA = {
    "subject": "Will Sheffield sign the Runaways’ Charter?",
    "text": "Dear Lead Member,\n\nPlease will you sign?\n\nThank you.",
    "name": "Anna Smith",
    "email": "anna@example.org",
    "postal_address": "Crookes, Sheffield",
}
TO_US = "letters@runaways.example"
"""The address our emails come from."""
WRITER = {field: ANNA[field] for field in ("name", "email", "postal_address")}
"""What she types about herself."""


@pytest.fixture
def letter_of(sheffield):
    """Return a function that puts a letter into a state, confirmed and settled some days ago."""

    def letter_in(state="draft", days_ago=0, council=None, **facts):
        at = timezone.now() - dt.timedelta(days=days_ago)
        asked = state not in (State.DRAFT, State.CANCELLED)
        return Letter.objects.create(
            **{
                **ANNA,
                "council": council or sheffield,
                "status_at_drafting": "not_signed",
                "state": state,
                "token": new_token() if asked else None,
                "created_at": at,
                "changed_at": at,
                "asked_at": at if asked else None,
                "confirmed_at": at if state in CONFIRMED else None,
                "outcome_at": at if state in WITH_OUTCOME else None,
                "bounced_at": at if state == State.BOUNCED else None,
                "cancelled_at": at if state == State.CANCELLED else None,
                **facts,
            }
        )

    return letter_in


@pytest.fixture
def live(monkeypatch):
    """A site whose letters go to councils."""
    monkeypatch.setattr(MailSettings, "is_live", True)


@pytest.fixture
def contact(kent):
    """Return a function that records how a council (Kent) can be reached, checked lately."""

    def reach(role=Role.LEAD_MEMBER, channel=Channel.EMAIL, where="lead@kent.example", **facts):
        field = {Channel.EMAIL: "email", Channel.WEB_FORM: "url", Channel.POST: "address"}[channel]
        recorded = Contact(
            **{
                "council": kent,
                "role": role,
                "channel": channel,
                field: where,
                "source": "https://www.kent.example/cabinet",
                "checked_on": dt.date(2026, 11, 24),
                **facts,
            }
        ).update()
        record_version.forget()  # as happens when staff record it
        return recorded

    return reach


class Browser:
    """A visitor's browser on a letter's screens: it submits the form on its page."""

    def __init__(self, client):
        self.client = client
        self.page = None

    def go(self, address):
        self.page = self.client.get(address)
        self.address = address
        if self.page.status_code == 302:
            return self.go(self.page.url)
        return self.page

    def press(self, act="", address=None, headers=None, **typed):
        """Select the button of an act on the page, with ``typed`` put in its fields, and follow
        where it leads. Given an ``address``, post there, whether or not the page offers it.
        """
        where = address or f"{self.base}{act}/".replace("//", "/")
        if address is None and where != self.address.split("?")[0].split("#")[0]:
            assert f'"{where}"' in self.page.content.decode(), f"nothing leads to {where}"
        held = fields(self.page) | typed
        held = {name: value for name, value in held.items() if name and value is not None}
        self.answer = self.client.post(where, held, headers=headers)
        if self.answer.status_code in (302, 303):
            return self.go(self.answer.url)
        if self.answer.status_code != 204:  # nothing to show: the page stays
            self.page = self.answer
        return self.answer

    @property
    def base(self) -> str:
        """The address of the draft or the letter it is at."""
        parts = self.address.split("?")[0].strip("/").split("/")
        return f"/{'/'.join(parts[: 4 if parts[0] == 'councils' else 2])}/"

    draft = base


@pytest.fixture
def once_before(monkeypatch):
    """Return a function that has something happen, once, just before a function of ours runs."""

    def arrange(place, name, happens):
        ours = getattr(place, name)

        def after_it_happened(*given, **named):
            monkeypatch.setattr(place, name, ours)
            happens()
            return ours(*given, **named)

        monkeypatch.setattr(place, name, after_it_happened)

    return arrange


@pytest.fixture
def browser(client, db):
    return Browser(client)


@pytest.fixture
def begin(browser):
    """Return a function that goes to the words of a letter, to Sheffield unless told."""

    def make(slug="sheffield", topics=("talk", "count"), own_line="", **typed):
        browser.go(f"/councils/{slug}/write/")
        browser.press("words", topics=list(topics), own_line=own_line, **typed)
        return browser

    return make


@pytest.fixture
def unhurried(today_is):
    """A clock that shows noon, then ten minutes past: no button is selected suspiciously fast."""
    today_is("2026-11-24", "12:00")
    return lambda: today_is("2026-11-24", "12:10")


@pytest.fixture
def ask(begin, contact, unhurried):
    """Return a function with which Anna writes to Kent and asks for the email that confirms."""
    contact()

    def send(**typed):
        browser = begin("kent")
        unhurried()
        browser.press("send", **{**WRITER, **typed})
        if "your own name?" in browser.page.content.decode():
            browser.press("send")
        return browser

    return send


@pytest.fixture
def confirmed(ask, mails, kent):
    """Return a function with which Anna writes to Kent and confirms it, and it is let go if a
    person reads it first; it returns the email that carries it."""

    def send(**typed):
        browser = ask(**typed)
        # She has got the email with the code.
        OutgoingMessage.objects.update(state="accepted", outcome_at=timezone.now())
        letter = Letter.objects.latest("pk")
        browser.press("code", code=letter.code)
        letter.refresh_from_db()
        if letter.state == State.HELD:
            letter.let_go(recipient_for(record_on().by_id[kent.pk]))
        return mails("letter")[-1]

    return send


@pytest.fixture
def waiting(ask):
    """Anna's letter to Kent, which waits to be confirmed."""
    ask()
    return Letter.objects.get()


@pytest.fixture
def mails(db):
    """Return a function that returns the outgoing emails of a purpose (or all), newest last."""

    def queued(purpose=None):
        messages = OutgoingMessage.objects.order_by("id")
        return list(messages.filter(purpose=purpose) if purpose else messages)

    return queued


@pytest.fixture
def sheffields_address(contact, sheffield, settings):
    """The contact by which Sheffield is reached, on a site that takes bounces."""
    settings.BOUNCE_DOMAIN = "bounces.runaways.example"
    settings.DEFAULT_FROM_EMAIL = f"Make Runaways Safe <{TO_US}>"
    return contact(council=sheffield, where=RECIPIENT)


@pytest.fixture
def sent_letter(sheffields_address, letter_of):
    """Anna's letter, taken by our mail service today: the emails in mail/ are about it."""
    return sent(letter_of(State.ACCEPTED))


def sent(letter, **facts) -> Letter:
    """Give a letter the message in the outbox that carries it; return the letter."""
    OutgoingMessage.objects.create(
        **{
            "key": f"letter:{letter.pk}",
            "subject": letter,
            "purpose": "letter",
            "recipient": RECIPIENT,
            "on_behalf": letter.email,
            "content": b"",
            "message_id": MESSAGE_ID,
            "token": TOKEN.lower(),
            "state": MessageState.ACCEPTED,
            "attempts": 1,
            "outcome_at": timezone.now(),
            **facts,
        }
    )
    return letter


# Strangers, and the staff who read letters before they go


@pytest.fixture
def open_by_day(today_is, settings, db):
    """The site at noon of a working day; its letters to one council do not wait for each other."""
    settings.SITE_URL = "http://testserver"
    today_is("2026-11-24", "12:00")
    settings.LETTERS_AN_HOUR = 10_000


@pytest.fixture
def reached(contact, open_by_day):
    """Councils that letters go to by email, by their slugs."""

    def make(number):
        rows = [row for row in record_on().councils if row.is_responsible][:number]
        for row in rows:
            contact(council=Council.objects.get(pk=row.id), where=f"lead@{row.slug}.example")
        return [row.slug for row in rows]

    return make


@pytest.fixture
def staff_of_letters(client, editor):
    """Cora's browser, who looks after the people who write."""
    editor.username = editor.email = "cora@example.org"
    roles.give(editor, "supporter care")
    client.force_login(editor)
    return client


@pytest.fixture
def open_page(browser):
    """Return a function that opens a letter's private page, as from the link in the email."""

    def go(letter):
        browser.go(f"/letters/{letter.token}/")
        return browser

    go.drafting = lambda letter: browser.go(f"/councils/sheffield/write/{letter.draft_token}/")
    return go
