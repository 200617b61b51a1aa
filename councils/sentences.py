"""Sentences about one council that its page, a letter, a motion and the press share.

Each returns a whole sentence or the part after a name, in words; "" or an empty list for what is
not known. They state what is on record, and ask nothing: that is for whoever uses them. What each
status is called, and what is asked of a council that has it, stands in ``record/status.py``.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.text import capfirst

from councils.dates import Precision, format_date
from councils.models import Event, MissingFromCare, Signature
from councils.names import join_names, lower_first, number_word, possessive
from councils.record import CouncilOnDay
from councils.record.status import Confirmation, Status
from councils.record.tallies import DAY_OF_THE_LIST, better_source, signed_words

CHARTER = "the Runaways’ Charter"
ONE_OF_THE_FIRST = "one of the first councils to sign"
"""What a source says of a council, and its page may then say."""
MOST_NAMES = 3
"""The most neighbours that a sentence names; of more it names two, and how many more."""


# Names of those who do something


def acting(row: CouncilOnDay) -> str:
    """Name a council that does something: in full where a comma would make one council of three."""
    if "," in row.short_name:
        return row.name_in_sentence
    return row.short_name_in_sentence


def capitalised(row: CouncilOnDay) -> str:
    return capfirst(acting(row))


def source_sentence(fact: Signature | Event) -> str:
    """Return a fact's source as a sentence of its own, or its address if it has no words."""
    if not fact.source:
        return fact.source_url
    return stopped(fact.source)


def stopped(words: str) -> str:
    """Return words with a full stop at their end, unless a quotation ends them with its own."""
    words = words.rstrip(".")
    if words.endswith((".”", "?”", "!”")):
        return words
    return f"{words}."


# Its signature


def is_listed_only(row: CouncilOnDay) -> bool:
    """Whether nothing but the list of 2013 says that it signed."""
    signature = row.signature
    if signature is None or row.is_confirmed:
        return False
    return bool(signature.register_key) and signature.when == DAY_OF_THE_LIST


def how_signed(row: CouncilOnDay) -> str:
    """Return how a signature is told: from the list of 2013, or with the day it is known by."""
    if is_listed_only(row):
        return signed_words([row], what=CHARTER)
    when = row.signature.when if row.signature else None
    if when is None or when.precision == Precision.UNKNOWN:
        return f"signed {CHARTER}"
    if when.precision == Precision.BY:
        return f"had signed {CHARTER} {when.words}"
    return f"signed {CHARTER} {when.words}"


def what_it_did(row: CouncilOnDay) -> str:
    """Say what a council did, or the council before it ("Kent signed … in March 2013").

    What it disputes is said to be disputed.
    """
    match row.status:
        case Status.INTENDS:
            return f"{capitalised(row)} says it will sign {CHARTER}."
        case Status.WITHDRAWN:
            return withdrew(row)
        case Status.INHERITED if row.inherited_from:
            return inherited(row, row.inherited_from)
    if row.disputed:
        return f"On our record {acting(row)} {how_signed(row)}. The council disputes that."
    source = better_source(row)
    if source and row.signature and ONE_OF_THE_FIRST in row.signature.note:
        return f"{capfirst(source[0])} calls {acting(row)} “{ONE_OF_THE_FIRST} up”."
    if row.confirmation in (Confirmation.TO_US, Confirmation.REAFFIRMED):
        return f"{capitalised(row)} {how_signed(row)}, and {row.confirmation.label}."
    return f"{capitalised(row)} {how_signed(row)}."


def withdrew(row: CouncilOnDay) -> str:
    name = capitalised(row)
    when = ""
    if row.when and row.when.precision != Precision.UNKNOWN:
        when = f" {row.when.words}"
    if row.signature is None:
        return f"{name} withdrew from {CHARTER}{when}."
    if when:
        return f"{name} {how_signed(row)}, and withdrew{when}."
    return f"{name} {how_signed(row)}, and has since withdrawn."


def inherited(row: CouncilOnDay, before: CouncilOnDay) -> str:
    since = f" in {row.starts_on.year}" if row.starts_on else ""
    return f"{capitalised(before)} {how_signed(before)}, and {acting(row)} took over{since}."


def not_found(row: CouncilOnDay, neighbours: Sequence[CouncilOnDay]) -> str:
    """Say that its signature was not found; nor one next door, if it has neighbours."""
    whose = possessive(acting(row))
    signed = [other for other in neighbours if other.status == Status.SIGNED]
    if any(not other.disputed for other in signed):
        return f"We haven’t found {whose} signature."
    if neighbours and not signed:
        return f"We haven’t found {whose} signature on {CHARTER}, or one next door."
    return f"We haven’t found {whose} signature on {CHARTER}."


def refused(row: CouncilOnDay, refusal: Event) -> str:
    """Say that a council answered that it will not sign, and when."""
    return f"{capitalised(row)} answered {refusal.when.words} that it won’t sign {CHARTER}."


# Its neighbours


class SignedNextDoor(NamedTuple):
    """The neighbours that signed and do not dispute it, by how that is known."""

    listed: list[CouncilOnDay]
    """Known by nothing but the list of 2013."""
    others: list[CouncilOnDay]


def signed_next_door(neighbours: Sequence[CouncilOnDay]) -> SignedNextDoor:
    found = SignedNextDoor([], [])
    for row in neighbours:
        if row.status != Status.SIGNED or row.disputed:
            continue
        if is_listed_only(row):
            found.listed.append(row)
        else:
            found.others.append(row)
    return found


def next_door(neighbours: Sequence[CouncilOnDay]) -> list[str]:
    """Name the neighbours that signed: those on the list of 2013, and those known otherwise."""
    listed, others = signed_next_door(neighbours)
    sentences = []
    if listed:
        sentences.append(f"{several(listed)} {signed_words(listed)}.")
    if not others:
        return sentences
    signed = "have signed"
    if len(others) == 1:
        signed = how_signed(others[0]).replace(f" {CHARTER}", "")
    also = "also" if listed else ""
    sentences.append(f"{several(others, also)} {signed}.")
    return sentences


def several(rows: Sequence[CouncilOnDay], how_many: str = "") -> str:
    """Name neighbours and say where they are: "Kent and Surrey, both next door,"."""
    names = [acting(row) for row in rows]
    if not how_many:
        how_many = {1: "", 2: "both"}.get(len(names), "all")
    if len(names) > MOST_NAMES:
        names = [*names[:2], f"{number_word(len(names) - 2)} more"]
    where = f"{how_many} next door".lstrip()
    return f"{capfirst(join_names(names))}, {where},"


def status_of_several(rows: Sequence[CouncilOnDay]) -> str:
    """Return the status that some councils share, as it stands inside a sentence."""
    if rows[0].status == Status.SIGNED and all(is_listed_only(row) for row in rows):
        return "signed by September 2013"
    return lower_first(rows[0].plain_status_words)


# Children missing from its care


def missing_from_its_care(name: str, year: MissingFromCare) -> str:
    """Say how many children in a council's care went missing in a year, without the full stop.

    ``year`` has both numbers: those looked after, and those of them who went missing.
    """
    numbers = year.numbers
    return (
        f"Of the {numbers.looked_after:,} children {name} looked after at some time in the year to"
        f" March {year.year}, {numbers.children:,} went missing"
    )


def times_in_all(year: MissingFromCare) -> str:
    """Return how often they went missing, to follow that sentence; "" if it is not known."""
    if not year.numbers.incidents:
        return ""
    return f", {year.numbers.incidents:,} times in all"


# What happens next, and what happened


def it_ends(row: CouncilOnDay) -> str:
    """Say when others replace a council, and who; "" where that is not known."""
    if not row.successors or row.ends_on is None:
        return ""
    heirs = [acting(other) for other in row.successors]
    replace = "replaces" if len(heirs) == 1 else "replace"
    return f"On {format_date(row.ends_on)} {join_names(heirs)} {replace} {row.name_in_sentence}."


def it_starts(row: CouncilOnDay, before: Sequence[CouncilOnDay]) -> str:
    """Say when a council starts and from whom it takes over."""
    day = format_date(row.starts_on) if row.starts_on else ""
    from_whom = ""
    if before:
        from_whom = f" from {join_names([acting(other) for other in before])}"
    return f"{capitalised(row)} takes over children’s services{from_whom} on {day}."


def it_closed(row: CouncilOnDay, after: Sequence[CouncilOnDay]) -> list[str]:
    """Say whether a council that has closed had signed, and who took over."""
    if row.signature is None:
        told = f"We haven’t found its signature on {CHARTER}."
    elif row.has_withdrawn:
        told = f"{capitalised(row)} {how_signed(row)}, and then withdrew."
    else:
        told = f"{capitalised(row)} {how_signed(row)}, and we keep showing its signature."
    if not after:
        return [told]
    names = capfirst(join_names([other.name_in_sentence for other in after]))
    comma = "," if ", and " in names else ""
    return [told, f"{names}{comma} took over."]
