"""A draft of the fact that a council's answer may show. A person reads, checks and records it."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from campaign.asking.models import Ask, AskKind
from campaign.inbox.auto_reply import unquoted
from councils.dates import MONTHS, RECORD_BEGINS, PartialDate, format_local_date, read_date, today
from councils.models import Role, SourceKind

MONTH_NAMES = "|".join(f"{month[:3]}[a-z]*" for month in MONTHS)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{MONTH_NAMES})\.?,?\s+20\d\d\b"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-]20\d\d\b|\b20\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
SIGNATORY = re.compile(
    r"\b(lead member[^,.\n]{0,40}|cabinet member[^,.\n]{0,40}|director of children[^,.\n]{0,20}"
    r"|leader of the council|chief executive|mayor)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Draft:
    """What an answer may show, and the addresses of forms that are filled in with it."""

    summary: str
    source: str
    forms: dict[str, str]
    """By what a button says: the address of a form."""


def draft_of(ask: Ask, text: str, task: int | None = None) -> Draft:
    """Return a draft from the days and roles that an answer names, but not what it quotes."""
    own = unquoted(text)
    when, role = first_day(own), signatory(own)
    came_on = format_local_date(ask.ended_at or timezone.now())
    source = (
        f"The answer of the council’s {Role(ask.role).label.lower()} to our question, received on"
        f" {came_on}."
    )
    found = [
        f"a day: {when.words}" if when else "no day that we could read",
        f"a role: {role}" if role else "no role that we know",
    ]
    fact = (
        "that it confirms the signature on record"
        if ask.kind == AskKind.CONFIRM
        else "a signature, if the answer says that it signed"
    )
    return Draft(
        summary=f"Draft: {fact}. The answer names {found[0]}, and {found[1]}. Read it, check it,"
        " and record what it shows.",
        source=source,
        forms=forms(ask, when, role, source, came_on, task),
    )


def first_day(text: str) -> PartialDate | None:
    """Return the first date in a text on which the charter can have been signed, or None."""
    for match in DATE.finditer(text):
        when = read_date(match[0])
        first = when.first_day if when else None
        if when and first and RECORD_BEGINS <= first <= today():
            return when
    return None


def signatory(text: str) -> str:
    match = SIGNATORY.search(text)
    return " ".join(match[0].split()) if match else ""


def forms(
    ask: Ask, when: PartialDate | None, role: str, source: str, came_on: str, task: int | None
) -> dict[str, str]:
    """Return the recording screen's address, filled in for a signature and for a reply.

    With the task of the answer, its words stand beside the form, and publishing closes it.
    """
    shared = {
        **({"task": str(task)} if task else {}),
        "council": ask.council.name,
        "source_kind": SourceKind.COUNCIL,
        "source": source,
    }
    signed = {"shows": "signed", "date": when.words if when else "", "signed_role": role}
    replied = {
        "shows": "other",
        "kind": "reply",
        "date": came_on,
        "text": f"{ask.council.short_name} answered our question about the record.",
    }
    return {
        words: f"{reverse('admin:record')}?{urlencode({**shared, **fields})}"
        for words, fields in (("Record a signature", signed), ("Record what it replied", replied))
    }
