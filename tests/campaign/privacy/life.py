"""The life of one person on this site, with words that can be found wherever they end up.

Every way a person's words come in: a draft left behind, letters confirmed, stopped, bounced and
answered, an answer pasted, an alert, a tip, lost links, a reply to our own mail, a search.
"""

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from campaign.inbox.process import process
from campaign.letters import nightly
from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from campaign.supporters import wishes
from campaign.supporters.models import Wish
from campaign.tasks.models import Task
from councils.models import Contact, Council, Edition, Signature, SourceKind
from councils.record import record_version
from tests.campaign.letters.conftest import Browser

NAME = "Zoltanka Quibblesworth"
EMAIL = "zoltanka.quibble@needlehaven.example"
SUBJECT = f"{NAME} asks Kent"
HOME = "7 Wobblegate Snickelway"
OWN_LINE = "Flibbertigibbet marzipan happened to my sister."
EDITED = "Gobbledyhaystack is why I write."
ANSWER = "Dear Zoltanka, the council will hobbledehoy in June."
TIP = "I saw skulduggery in the minutes."
OUTCOME = "Wrote back about bumfuzzlement."
POSTCODE = "ZE1 9QX"
LINE = "203.0.113.77"

NEEDLES = ("quibble", "zoltanka", "needlehaven", "wobblegate", "snickelway", "flibbertigibbet",
           "gobbledyhaystack", "hobbledehoy", "skulduggery", "bumfuzzle",
           "ze1 9qx", "ze19qx", "203.0.113.77")  # fmt: skip
NEVER_KEPT = ("ze1 9qx", "ze19qx", "203.0.113.77")
"""What must not be found even before a purge."""
COUNCIL = "lead@kent.example"


def live(client, staff) -> None:
    """Live it: ``client`` is the person's browser, ``staff`` that of an editor."""
    client.defaults["REMOTE_ADDR"] = LINE
    make_contact()
    client.post("/find/", {"q": POSTCODE})
    leave_a_draft(client)
    Letter.objects.filter(pk=ask_for(client).pk).update(
        asked_at=timezone.now() - dt.timedelta(days=3)
    )
    answered, stopped, bounced = (confirm(client, ask_for(client)) for _ in range(3))
    client.post(f"/letters/{stopped.token}/cancel/")
    call_command("deliver", verbosity=0)
    what_comes_back(bounced, answered)
    client.post(f"/letters/{bounced.token}/self-sent/")
    client.post("/letters/lost/", {"email": EMAIL})
    process(reply("Re: your code", f"Yes please, send it! {NAME}", EMAIL), to=us())
    hear_of_a_signature(client)
    tell_staff_something(client, staff)
    nightly.remind_all()
    nightly.ask_whether_answered(timezone.now() + dt.timedelta(days=29))
    call_command("deliver", verbosity=0)


def make_contact() -> None:
    """Let letters to Kent go by email."""
    today = timezone.localdate()
    Contact.objects.create(
        council=Council.objects.get(code="KEN"),
        email=COUNCIL,
        source="https://www.kent.example/cabinet",
        checked_on=today,
        check_again_on=today + dt.timedelta(days=180),
    )


def us() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def leave_a_draft(client) -> Browser:
    browser = Browser(client)
    browser.go("/councils/kent/write/")
    browser.press("words", topics=["talk", "count"], own_line=OWN_LINE)
    browser.press("keep", text=f"Dear Lead Member,\n\n{EDITED}", name=NAME, postal_address=HOME)
    browser.go(browser.address)
    return browser


def ask_for(client) -> Letter:
    """A letter that waits to be confirmed."""
    browser = leave_a_draft(client)
    browser.press("send", name=NAME, email=EMAIL, postal_address=HOME, subject=SUBJECT)
    letter = Letter.objects.order_by("-pk").first()
    assert letter.state == State.AWAITING, browser.page.content.decode()
    return letter


def confirm(client, letter: Letter) -> Letter:
    browser = Browser(client)
    browser.go(f"/letters/{letter.token}/confirm/")
    browser.press("confirm")
    letter.refresh_from_db()
    assert letter.is_confirmed
    return letter


def bounces_of(letter: Letter) -> str:
    return OutgoingMessage.objects.get(key=f"letter:{letter.pk}").envelope_sender


def reply(subject: str, text: str, sender: str, fields: str = "") -> bytes:
    return (
        f"{fields}From: Lead Member <{sender}>\nSubject: {subject}\n"
        f"Message-ID: <{hash((subject, text))}@needlehaven.example>\n\n{text}\n"
    ).encode()


def what_comes_back(bounced: Letter, answered: Letter) -> None:
    away = reply("Automatic reply", f"Dear {NAME}, I am out of the office.", COUNCIL)
    process(away, to=bounces_of(answered))
    process(reply(f"RE: {SUBJECT}", ANSWER, COUNCIL), to=bounces_of(answered))
    shown = reply(f"Fwd: {SUBJECT}", f"{NAME} shows: {ANSWER}", EMAIL)
    process(shown, to=OutgoingMessage.objects.get(key=answered.reference).answers_to)
    failed = f"X-Failed-Recipients: {COUNCIL}\nReturn-Path: <>\n"
    notice = f"A letter from {EMAIL} failed.\n{COUNCIL}\n 550 5.1.1 User unknown"
    bounce = reply("Mail delivery failed", notice, "mailer-daemon@kent.example", failed)
    process(bounce, to=bounces_of(bounced))


def hear_of_a_signature(client) -> None:
    """One alert confirmed and told, one confirmed and waiting, one never confirmed."""
    for slug in ("sheffield", "leeds", "barnsley"):
        client.post(f"/alerts/?council={slug}", {"email": EMAIL})
    for alert in Wish.objects.filter(council__slug__in=["sheffield", "leeds"]):
        client.post(f"/alerts/confirm/{alert.token}/")
    today = timezone.localdate()
    Signature.objects.create(
        council=Council.objects.get(slug="sheffield"),
        edition=Edition.objects.get(published_on="2012-07-09"),
        date=today,
        date_precision="day",
        source="Minutes of the council, item 7",
        source_kind=SourceKind.MINUTES,
        checked_on=today,
    )
    record_version.forget()  # another process would see it at once, this one within a second
    assert wishes.night() == {"told that it signed": 1}


def tell_staff_something(client, staff) -> None:
    """A tip, which a member of staff deals with in the admin."""
    typed = {"kind": "signed", "text": f"{TIP} {NAME}", "email": EMAIL}
    client.post("/councils/leeds/tell-us/", typed)
    task = Task.objects.get(kind="signed")
    address = f"/admin/tasks/task/{task.pk}/change/"
    assert staff.post(address, {"act": "closed", "text": OUTCOME}).status_code == 302
    page = staff.post("/admin/privacy/erasure/person/", {"email": EMAIL, "find": "1"})
    assert NAME in page.content.decode()  # whose data it is has to be seen; no word of theirs
    assert TIP not in page.content.decode()


def needles_in(data, needles=NEEDLES) -> set[str]:
    """Return which words of the person are in some data, however an email had encoded them."""
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogateescape")
    data = bytes(data).lower().replace(b"=\r\n", b"").replace(b"=\n", b"")
    return {needle for needle in needles if needle.encode() in data}


def found_in_tables(needles=NEEDLES) -> dict[str, set[str]]:
    """Look through every column of every row of every table there is."""
    places = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if value is None:
                        continue
                    data = value if isinstance(value, bytes | memoryview) else str(value)
                    if words := needles_in(data, needles):
                        places.setdefault(f"{table}.{column}", set()).update(words)
    return places
