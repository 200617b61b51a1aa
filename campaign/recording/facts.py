"""What a document shows as a fact of the record: a signature, or an event in our words.

``chosen`` is what somebody chose in the form, by the names of its fields (``fields.py``), with two
that the form adds: ``evidence_file``, the file as it is stored, and ``is_another_document``, where
a correction names another document. ``was`` is what the fields said of the fact before that.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from campaign.recording.document_kind import is_only_minutes
from councils.dates import PartialDate, Precision, today
from councils.models import Event, EventKind, Signature
from councils.models.dated import STAFF, DatedFact
from councils.models.logged import changed_fields
from councils.names import with_article
from councils.record import CouncilOnDay
from councils.record.status import Status


class Shows(models.TextChoices):
    """What a document shows."""

    SIGNED = "signed", "It has signed the charter"
    WILL_SIGN = "decided", "It has decided to sign, or says that it will"
    DUE = "due", "It decides on a day to come"
    REAFFIRMED = "reaffirmed", "It stands by its signature (re-affirmed)"
    NO = "no", "It says no"
    WITHDRAWN = "withdrawn", "It has withdrawn, in its own written words"
    OTHER = "other", "Something else"


EVENT_KIND_OF: dict[str, str] = {
    Shows.WILL_SIGN: EventKind.INTENDS,
    Shows.DUE: EventKind.DECISION_DUE,
    Shows.REAFFIRMED: EventKind.REAFFIRMED,
    Shows.NO: EventKind.REFUSES,
    Shows.WITHDRAWN: EventKind.WITHDRAWN,
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
    Shows.WILL_SIGN: "{} decided to sign the Runaways’ Charter.",
    Shows.DUE: "{} decides whether to sign the Runaways’ Charter.",
    Shows.REAFFIRMED: "{} stands by its signature of the Runaways’ Charter.",
    Shows.NO: "{} says that it will not sign the Runaways’ Charter.",
    Shows.WITHDRAWN: "{} wrote that it has withdrawn.",
}
"""The sentence for each, unless staff write their own."""
WE_HAVE_IT = "We have a copy of the document."
"""What is said in public of a file without any words."""
QUOTED = ' “”"'
"""What somebody types around the words of a document, and is set anew."""
OF_ANY_FACT = ("council", "source_kind", "source_url", "evidence_file")
"""The fields of the form that are columns of every fact by the same name."""
OF_A_SIGNATURE = ("signed_by", "signed_role", "note")
"""Those that are columns of a signature alone; then of an event alone."""
OF_AN_EVENT = ("council_words", "commitment", "evidence_level")


def new_fact(chosen: dict[str, Any], council_today: CouncilOnDay) -> DatedFact:
    """Make the fact, unsaved. Raises ValidationError if the record speaks against it."""
    shows = chosen["shows"]
    name = capfirst(council_today.name_in_sentence)
    if shows == Shows.SIGNED:
        return fill(Signature(), chosen)
    has_signed = council_today.status == Status.SIGNED
    if shows == Shows.REAFFIRMED and not has_signed:
        raise ValidationError(
            {
                "shows": f"There is no signature of {name} on record to re-affirm. If the document"
                " shows one, choose that."
            }
        )
    if shows == Shows.NO and has_signed:
        raise ValidationError(
            {
                "shows": f"{name} is on record as signed. If it has withdrawn in its own written"
                " words, choose that."
            }
        )
    return fill(Event(kind=EVENT_KIND_OF.get(shows) or chosen["kind"]), chosen)


def fill[Fact: DatedFact](fact: Fact, chosen: dict[str, Any]) -> Fact:
    """Set on a fact, new or on record, what the form says; it is not saved."""
    of_its_kind = OF_A_SIGNATURE if isinstance(fact, Signature) else OF_AN_EVENT
    for name in (*OF_ANY_FACT, *of_its_kind):
        setattr(fact, name, chosen[name])
    when: PartialDate = chosen["date"]
    fact.date_precision = when.precision
    fact.date = when.date
    fact.checked_on = chosen["checked"]
    if chosen.get("is_another_document"):  # who checked the document before has not read this one
        fact.checked_by = STAFF
    if "public_from" in chosen:  # not asked where the fact is public, or an officer is thanked
        fact.public_from = chosen["public_from"]
    fact.evidence_file_is_public = bool(fact.evidence_file and chosen["file_is_public"])
    fact.source = source_of(chosen)
    if isinstance(fact, Signature):
        fact.choose_edition()
        if chosen.get("confirmed_by"):
            fact.confirmed_on = today()
    elif isinstance(fact, Event):
        name = capfirst(with_article(fact.council.short_name))
        fact.text = chosen["text"] or SENTENCES[chosen["shows"]].format(name)
    return fact


def same_on_record(fact: DatedFact) -> DatedFact | None:
    """Return what is on record, or waits, and says the same as a new fact in all; None if none."""
    for other in type(fact)._default_manager.filter(council=fact.council_id, retracted_on=None):
        if changed_fields(other, fact) == ["id"]:  # a new fact has no number yet
            return other
    return None


def source_of(chosen: dict[str, Any]) -> str:
    """Return how pages name the evidence: the document's name, and its words in quotes.

    'Minutes, page 7: “The charter was signed.”'; ``WE_HAVE_IT`` for a file alone; "" for a link
    alone. "Minutes" and no more becomes "Minutes of Kent County Council".
    """
    source = chosen["source"]
    if is_only_minutes(source):
        source = f"{source} of {with_article(chosen['council'].name)}"
    quote = chosen["quote"]
    if quote:
        words = quote.strip(QUOTED)
        quote = f"“{words}”"
        if not source:
            return quote
        return f"{capfirst(source.rstrip('. '))}: {quote}"
    if not source and not chosen["source_url"]:
        return WE_HAVE_IT
    return source


NAMED_AND_QUOTED = re.compile(r"(?:(?P<name>[^“”]+): )?“(?P<quote>[^“”]+)”")


def name_and_quote(fact: DatedFact) -> tuple[str, str]:
    """Return the name of a fact's document and its words, as ``source_of`` put them together.

    Where it did not, as in the facts that the site came with, all of it is the name.
    """
    if fact.source == WE_HAVE_IT and fact.evidence_file_id:
        return "", ""
    found = NAMED_AND_QUOTED.fullmatch(fact.source)
    if found is None:
        return fact.source, ""
    name = found["name"] or ""
    quote = found["quote"]
    typed = {"source": name, "quote": quote, "council": fact.council}
    if source_of(typed) != fact.source:
        return fact.source, ""
    return name, quote


def initial_of(fact: DatedFact) -> dict[str, Any]:
    """Return a fact on record as the form shows it, to be corrected."""
    is_signature = isinstance(fact, Signature)
    typed = "unknown"
    if fact.when.precision != Precision.UNKNOWN:  # as ``read_date`` reads it back
        typed = fact.when.words.removeprefix("on ").removeprefix("in ")
    names = list(OF_ANY_FACT)
    names.remove("source_kind")  # its field begins empty, which stands for "as now"
    if is_signature:
        names += OF_A_SIGNATURE
    else:
        names += [*OF_AN_EVENT, "text"]
    source, quote = name_and_quote(fact)
    as_it_is = {name: getattr(fact, name) for name in names}
    return {
        **as_it_is,
        "source": source,
        "quote": quote,
        "shows": Shows.SIGNED if is_signature else Shows.OTHER,
        "council": fact.council.name,
        "date": typed,
        "checked": fact.checked_on,
        "public_from": fact.public_from if fact.waits else None,
        "digest": fact.evidence_file_id,
        "file_is_public": fact.evidence_file_is_public,
    }


# -- Another document takes the place of one on record -------------------------------------------


def names_another_document(was: dict[str, Any], chosen: dict[str, Any]) -> bool:
    """Whether a correction names another document than the one on record.

    A link decides by itself. Without one, the same file is the same document, and else the name.
    """
    link = chosen["source_url"]
    if link:
        return bool(link != was["source_url"])
    file = chosen["evidence_file"]
    if file and file == was["evidence_file"]:
        return False
    is_same_name = was["source"] in (chosen["source"], source_of(chosen))
    return not is_same_name


def drop_old_document(was: dict[str, Any], chosen: dict[str, Any]) -> list[str]:
    """Empty the fields that still say what they said of the old document; return their names."""
    emptied = {"source": "", "quote": "", "note": "", "evidence_file": None, "checked": today()}
    dropped = []
    for name, empty in emptied.items():
        if was.get(name) and chosen.get(name) == was[name]:
            chosen[name] = empty
            dropped.append(name)
    return dropped
