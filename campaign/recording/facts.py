"""What a document shows as a fact of the record: a signature, or an event in our words."""

import re
from typing import Any

from django.contrib.admin.models import ADDITION
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from campaign.sign_up.models import SignUp
from councils.dates import PartialDate, Precision, today
from councils.models import Event, EventKind, EvidenceLevel, Role, Signature, SourceKind
from councils.models.dated import DatedFact
from councils.names import with_article
from councils.record import CouncilOnDay

type HistoryLine = tuple[DatedFact, str, int]
"""A line in the admin's history: about what, what was done, and whether that added it."""


class Shows(models.TextChoices):
    """What a document shows."""

    SIGNED = "signed", "It has signed the charter"
    DECIDED = "decided", "It has decided to sign, or says that it will"
    DUE = "due", "It decides on a day to come"
    REAFFIRMED = "reaffirmed", "It stands by its signature (re-affirmed)"
    NO = "no", "It says no"
    OTHER = "other", "Something else"


SIGNING_ROLES = (
    *(Role.LEADER.label, Role.LEAD_MEMBER.label, Role.DIRECTOR.label),
    *("Chief Executive", "Mayor"),
)
DOCUMENTS = (
    "Minutes of the Cabinet",
    "Minutes of the Council",
    "Agenda of the Cabinet",
    "Agenda of the Council",
    "The council’s website",
    "A letter from the council to us",
)
"""What is offered while somebody types who signed, and what the document is called."""
KINDS: dict[str, str] = {
    Shows.DECIDED: EventKind.INTENDS,
    Shows.DUE: EventKind.DECISION_DUE,
    Shows.REAFFIRMED: EventKind.REAFFIRMED,
    Shows.NO: EventKind.DECIDED,
}
"""The kind of event that records it; what is missing is a signature, or staff choose the kind."""
OTHER_KINDS = (
    EventKind.CONTACTED,
    EventKind.REPLY,
    EventKind.PROGRESS,
    EventKind.DECIDED,
)
"""The kinds of event that "something else" can be."""
SENTENCES: dict[str, str] = {
    Shows.DECIDED: "{Name} decided to sign the Runaways’ Charter.",
    Shows.DUE: "{Name} decides {when} whether to sign the Runaways’ Charter.",
    Shows.REAFFIRMED: "{Name} stands by its signature of the Runaways’ Charter.",
    Shows.NO: "{Name} says that it will not sign the Runaways’ Charter.",
}
"""The sentence for each, unless staff write their own."""
RE_SIGNED = "It re-affirmed the signature of {before}, the council before it."
WE_HAVE_IT = "We have a copy of the document."
"""What is said in public of a file without any words."""
PAGE_AND_QUOTE = re.compile(
    r"(?:(?:^|, )page [^:“]+)?(?:(?:^|: )“.*”)?$", re.IGNORECASE | re.DOTALL
)
"""What ``source_of`` adds to the name of a document."""


def fact_of(chosen: dict[str, Any], row: CouncilOnDay) -> DatedFact:
    """Make the fact, unsaved. Raises ValidationError if the record speaks against it."""
    if chosen["shows"] == Shows.SIGNED:
        return signature_of(chosen)
    if chosen["shows"] == Shows.REAFFIRMED and row.status != "signed":
        if row.status == "inherited" and row.inherited_from:
            note = RE_SIGNED.format(before=row.inherited_from.name_in_sentence)
            return signature_of(chosen, note)
        raise ValidationError(
            {
                "shows": f"There is no signature of {row.name_in_sentence} on record to re-affirm."
                " If the document shows that it signed, choose that."
            }
        )
    if chosen["shows"] == Shows.NO and row.status == "signed":
        raise ValidationError(
            {
                "shows": f"{capfirst(row.name_in_sentence)} is on record as signed. If it has"
                " withdrawn in its own written words, open that signature and select Withdraw."
            }
        )
    if chosen["shows"] == Shows.REAFFIRMED:
        must_be_since_it_signed(chosen["when"], row)
    event = Event(kind=KINDS.get(chosen["shows"]) or chosen["kind"])
    fill(event, chosen)
    event.text = chosen["text"] or our_sentence(chosen["shows"], event)
    event.council_words = chosen["quote"] if chosen["shows"] == Shows.NO else ""
    if chosen["shows"] == Shows.OTHER:
        set_words(event, chosen)
    refuse_duplicate(event)
    return event


def set_words(event: Event, chosen: dict[str, Any]) -> None:
    """Set the council's own words, and which of the four words of the charter it is about."""
    event.council_words, event.commitment = chosen["council_words"], chosen["commitment"]
    shown = EvidenceLevel.EVIDENCED if event.source_url else EvidenceLevel.STATED
    event.evidence_level = chosen["evidence_level"] or (shown if event.commitment else "")


def note_asked(message: SignUp) -> list[HistoryLine]:
    """Record that our form asked the council what it does, and that it told us.

    Nothing is said of a council that was not asked.
    """
    name, told = message.council.short_name, f"From the council’s message: {message}."
    lines: list[HistoryLine] = []
    for kind, text in (
        (EventKind.CONTACTED, f"Our form for councils asked {name} what it has done since it"
                              " signed."),
        (EventKind.REPLY, f"{name} told us what it has done since it signed."),
    ):  # fmt: skip
        event = Event(
            council=message.council,
            kind=kind,
            text=text,
            date_precision=Precision.DAY,
            date=today(),
            source=f"A message from the council’s {message.role}.",
            source_kind=SourceKind.COUNCIL,
            checked_on=today(),
        )
        event.record()
        lines.append((event, told, ADDITION))
    return lines


def our_sentence(shows: str, event: Event) -> str:
    """Return our own sentence for an event, or "" for something else."""
    name = capfirst(with_article(event.council.short_name))
    return SENTENCES.get(shows, "").format(Name=name, when=event.when.words)


def signature_of(chosen: dict[str, Any], note: str = "") -> Signature:
    signature = Signature(
        signed_by=chosen["signed_by"],
        signed_role=chosen["signed_role"],
        note=note or chosen["note"],
        confirmed_on=today() if chosen.get("confirmed_by") else None,
    )
    fill(signature, chosen)
    signature.choose_edition()
    return signature


def change(fact: DatedFact, chosen: dict[str, Any]) -> None:
    """Set on a fact on record what was changed in the form; it is not saved.

    Our own sentence names the day and the council, so it follows them.
    """
    shows = shown_by_fact(fact)
    ours = our_sentence(shows, fact) if isinstance(fact, Event) else ""
    fill(fact, chosen)
    if isinstance(fact, Signature):
        fact.choose_edition()
        fact.signed_by, fact.signed_role = chosen["signed_by"], chosen["signed_role"]
        fact.note = chosen["note"]
    elif isinstance(fact, Event):
        typed = "" if chosen["text"] == ours else chosen["text"]
        fact.text = typed or our_sentence(shows, fact) or fact.text
        if shows == Shows.OTHER:
            set_words(fact, chosen)


def fill(fact: DatedFact, chosen: dict[str, Any]) -> None:
    """Set the fields that every dated fact has."""
    when: PartialDate = chosen["when"]
    fact.council = chosen["council"]
    fact.date_precision, fact.date = when.precision, when.date
    fact.source_kind, fact.source_url = chosen["source_kind"], chosen["source_url"]
    fact.source = source_of(chosen)
    fact.checked_on = chosen["checked"]
    if "public_from" in chosen:
        fact.public_from = chosen["public_from"]
    fact.evidence_file = chosen["evidence_file"]
    fact.evidence_file_is_public = bool(fact.evidence_file and chosen["file_is_public"])
    if not (fact.source or fact.source_url):
        fact.source = WE_HAVE_IT


def source_of(chosen: dict[str, Any]) -> str:
    """Return the evidence as pages show it: what it is, the page, and the line that says it."""
    page = f"page {chosen['page']}" if chosen["page"] else ""
    place = capfirst(", ".join(part for part in (chosen["source"].rstrip(". "), page) if part))
    if not chosen["quote"]:
        return place if page else chosen["source"]
    quote = f"“{chosen['quote'].strip(' “”"')}”"
    return f"{place}: {quote}" if place else quote


def name_of_document(source: str) -> str:
    """Return what a document is called, without the page and the line of ``source_of``."""
    return "" if source == WE_HAVE_IT else PAGE_AND_QUOTE.sub("", source)


def refuse_duplicate(event: Event) -> None:
    """Raise ValidationError if the same event is on record: a form was sent twice, perhaps."""
    same = Event.objects.unretracted().filter(
        council=event.council, kind=event.kind, date=event.date, text=event.text
    )
    if same.exists():
        raise ValidationError(f"This is on record already: {event}.")


def shown_by_fact(fact: DatedFact) -> str:
    """Return what the form says of a fact on record."""
    if isinstance(fact, Signature):
        return Shows.SIGNED
    if not isinstance(fact, Event):
        return Shows.OTHER
    kinds = {kind: shows for shows, kind in KINDS.items()}
    shows = kinds.get(fact.kind, Shows.OTHER)
    says_no = fact.council_words or fact.text == our_sentence(Shows.NO, fact)
    return Shows.OTHER if shows == Shows.NO and not says_no else shows


def as_typed(when: PartialDate) -> str:
    """Return a date as it is typed into the form, so that it reads back the same."""
    if when.precision == Precision.UNKNOWN:
        return "unknown"
    return when.words.removeprefix("on ").removeprefix("in ")


def must_be_since_it_signed(when: PartialDate, row: CouncilOnDay) -> None:
    """Raise ValidationError for a re-affirmation from before the signature on record."""
    signed = row.when.first_day if row.when else None
    if signed and when.last_day and when.last_day < signed:
        raise ValidationError(
            {"date": f"That is before the signature on record, {row.when_words}."}
        )


def must_be_ahead(when: PartialDate) -> None:
    """Raise ValidationError unless a decision can still be to come."""
    if when.last_day is None:
        raise ValidationError("Give the day, or at least the month, of the decision.")
    if when.last_day < today():
        raise ValidationError(
            f"That day is past ({when.words}). If you know what was decided, choose that above."
        )


def must_not_be_ahead(when: PartialDate, otherwise: str = "") -> None:
    """Raise ValidationError for a day that has not come, with what to do ``otherwise``."""
    first = when.first_day or when.last_day  # “by” a day names that day alone
    if first and first > today():
        raise ValidationError(f"This day has not come yet ({when.words}). {otherwise}".strip())
