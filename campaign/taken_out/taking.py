"""Take words out of texts, at once and wherever they stand, and again after a restore.

The ledger's line of each text is on the disk before the text is gone: a keyed hash, without words.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from campaign.ledger import ledger
from campaign.ledger.ledger import Noted
from campaign.outbox.mime import readable
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.staff import accounts, emails
from campaign.staff.models import AuditEntry
from campaign.taken_out.places import (
    Text,
    Why,
    all_texts,
    cut_short,
    has_any,
    in_order,
    plain,
    said_of,
    strings_in,
    without,
)
from councils.dates import today
from councils.models import Change, DraftList, Event, Signature

FACTS = (Signature, Event)
PUBLISHED = (Signature, Event, Change)
"""Models whose rows say in the open data that words were taken out."""
IN_AN_EMAIL = "Words in it were taken out elsewhere."
"""Why a queued email waits for a person."""


def where_they_stand(words: str, user: User | None = None) -> list[Text]:
    """Return every text with these words that a user may change, in the order of the places."""
    needle = plain(words)
    texts = list(all_texts(user))
    found = [text for text in texts if text.shows_any([needle])]
    cut = cut_in_the_log(found, needle)
    if not cut:
        return found
    return [text for text in texts if text.shows_any([needle, *cut])]


def cut_in_the_log(found: Iterable[Text], needle: str) -> list[str]:
    """Return the beginnings that the log quotes of texts whose words it cuts in two."""
    beginnings = []
    for text in found:
        for part in text.shown:
            beginning = cut_short(part, needle)
            if beginning:
                beginnings.append(beginning)
    return beginnings


def take_out(texts: list[Text], words: str, why: Why, by: User) -> None:
    """Take words out of texts, with all that stands in each; tell the administrators."""
    needle = plain(words)
    needles = [needle, *cut_in_the_log(texts, needle)]
    texts = in_order(texts)
    with transaction.atomic():
        for text in texts:
            text.read_anew()
        record_in_the_ledger(texts, why)
        empty(texts, needles, said_of(why, today()))
        waiting = hold_emails(words)
        about = in_one_line(texts)
        AuditEntry.objects.record(AuditEntry.Kind.REDACTED, by, f"{why.label}: {about}")
        tell_administrators(about, why, by, waiting)


def record_in_the_ledger(texts: Iterable[Text], why: Why) -> None:
    names = [f"{why} {text.identity}" for text in texts]
    ledger.note(Noted.REDACTED, *names)


def empty(texts: list[Text], needles: list[str], said: str) -> None:
    """Put the sentence in place of texts; facts come first, as their lines are mended by them."""
    known: list[str] = []
    for text in texts:
        if text.place.model in FACTS:
            known += [part for part in strings_in(text.value) if has_any(part, needles)]
        text.replace(without(text, needles, known, said))
        mark(text.row)


def mark(row: Any) -> None:
    """Say in the data that words were taken out of a row."""
    if isinstance(row, PUBLISHED):
        type(row)._base_manager.filter(pk=row.pk).update(redacted_at=timezone.now())


def hold_emails(words: str) -> int:
    """Have queued emails with these words wait for a person; return how many. No letter does."""
    held = 0
    for message in OutgoingMessage.objects.waiting().exclude(purpose=Purpose.LETTER):
        subject, text = readable(bytes(message.content))
        if has_any(f"{subject} {text}", [plain(words)]):
            held += message.hold(IN_AN_EMAIL)
    return held


def in_one_line(texts: list[Text]) -> str:
    """Say without any word of theirs which texts they were: "event 12, change 40 and 41"."""
    names: dict[str, list[str]] = {}
    for text in texts:
        numbers = names.setdefault(str(text.place.model._meta.verbose_name), [])
        if str(text.row.pk) not in numbers:
            numbers.append(str(text.row.pk))
    said = []
    for name, numbers in names.items():
        said.append(f"{name} {', '.join(numbers)}")
    return "; ".join(said)


def tell_administrators(about: str, why: Why, by: User, waiting: int) -> None:
    more = ""
    if waiting:
        more = f"\n\nEmails that wait with the same words: {waiting}. Send or cancel each, under"
        more += " Emails we sent."
    emails.to_staff(
        accounts.administrators(),
        "Words were taken out",
        f"""{by} took words out of: {about}. The reason: {why.label}.

The words are not in this email, nor in the audit log. If this was wrong, talk to {by}: the words \
are gone, and only a backup has them.{more}""",
    )


# -- After a restore -------------------------------------------------------------------------------


def take_out_again(hashes: ledger.Hashes) -> int:
    """Take out again what the ledger names; return of how many texts.

    Nobody knows the words any more, so the whole text goes, and of a list all its lines.
    """
    done = 0
    known: list[str] = []
    named = named_texts(hashes)
    for text, _ in named:
        text.read_anew()
    for text, sentence in named:
        said = text.in_its_place(sentence)
        if any(said in part for part in text.shown):
            continue  # taken out that day: the restore was run twice, or its backup has it
        if text.place.model in FACTS:
            known += text.shown
        text.replace(restored(text, known, said))
        mark(text.row)
        done += 1
    return done


def named_texts(hashes: ledger.Hashes) -> list[tuple[Text, str]]:
    """Return the texts that the ledger names, in the order of the places.

    Each is with what stands in its place.
    """
    found = []
    for text in all_texts():
        sentence = sentence_for(text, hashes)
        if sentence:
            found.append((text, sentence))
    return found


def sentence_for(text: Text, hashes: ledger.Hashes) -> str:
    """Return what stands in place of a text, with the day of then; "" if no line names it."""
    for why in Why:
        day = ledger.day_of(Noted.REDACTED, f"{why} {text.identity}", hashes)
        if day:
            return said_of(why, day)
    return ""


def restored(text: Text, known: list[str], said: str) -> Any:
    """Return what stands in place of a whole text; a line of the log keeps what is of no fact."""
    if text.place.model is DraftList and text.field == "lines":
        return []
    line = str(text.value)
    if text.field == "what":
        for whole in sorted(known, key=len, reverse=True):
            line = line.replace(whole, said)
    return said if line == text.value else line
