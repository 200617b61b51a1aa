"""A council in two or three sentences, at the top of its page.

A part that is not known is left out. A figure of children missing from care never stands between
a signature and a question about it: under a signature it stands apart.
"""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.utils.text import capfirst

from councils.dates import PartialDate, Precision, format_date
from councils.names import join_names, lower_first, possessive
from councils.record import CouncilOnDay
from councils.record.status import STATUSES
from councils.sharing.press_sentences import number_word

if TYPE_CHECKING:
    from councils.council_page.page import CouncilPage

CHARTER = "the Runaways’ Charter"
ON_THE_LIST = f"on the 2013 list of councils that signed {CHARTER}"
LIST = PartialDate(Precision.BY, dt.date(2013, 9, 19))
"""The date of a signature that is known from the list of 2013 alone."""
ONE_OF_THE_FIRST = "one of the first councils to sign"
"""What a source says of a council, and its page may then say."""


class Opening(NamedTuple):
    """The sentences, one to a line, and the one that stands apart."""

    lines: list[str]
    apart: str = ""


def of(page: "CouncilPage") -> Opening:
    """Return the sentences on a page's council, by its status."""
    row, care = page.row, care_sentence(page)
    if row.status == "former":
        return Opening(closed(page))
    if row.status == "forming":
        return Opening(begins(page))
    told = [*next_door(page), not_found(page)] if row.status == "not_signed" else [own(page)]
    if page.ends_soon and row.ends_on:
        last_day = format_date(row.ends_on - dt.timedelta(days=1))
        end = f"{name(row)} ends on {last_day}, and {takeover(page.successors)}."
        ask = ["Ask yours to sign from the start."] if page.can_be_asked else []
        if row.status == "not_signed":
            return Opening([*filter(None, [care]), end, *ask])
        return Opening([*told, end, *ask], care)
    if row.status == "not_signed":
        return Opening([*filter(None, [care]), *told])
    if page.can_be_asked:
        told.append(STATUSES[row.status].ask.format(row.short_name_in_sentence))
    return Opening(told, care)


def care_sentence(page: "CouncilPage") -> str:
    """Return the newest figure of children missing from its care; empty if none is published."""
    if page.newest_figures is None:
        return ""
    looked_after, children, year = page.newest_figures
    return (
        f"Of the {looked_after:,} children {page.row.short_name_in_sentence} looked after at some"
        f" time in the year to March {year}, {children:,} went missing."
    )


def own(page: "CouncilPage") -> str:
    """Say what a council did, or the council before it."""
    row = page.row
    if row.status == "intends":
        return f"{name(row)} says it will sign {CHARTER}."
    if row.status == "withdrawn":
        when = row.when.words if row.when and row.when.precision != Precision.UNKNOWN else ""
        if row.signature is None:
            return f"{name(row)} withdrew from {CHARTER} {when}".rstrip() + "."
        withdrew = f"withdrew {when}" if when else "has withdrawn"
        return f"{name(row)} {signed(row)}, and {withdrew}."
    if row.status == "inherited" and row.inherited_from:
        since = f" in {row.starts_on.year}" if row.starts_on else ""
        return f"{name(row.inherited_from)} {signed(row.inherited_from)}, and" + (
            f" {row.short_name_in_sentence} took over{since}."
        )
    if row.signature and ONE_OF_THE_FIRST in row.signature.note:
        return f"{name(row)} was {ONE_OF_THE_FIRST} {CHARTER}."
    is_confirmed = page.last_confirmed and not page.disputed
    confirmed = ", and has confirmed it to us" if is_confirmed else ""
    return f"{name(row)} {signed(row)}{confirmed}."


def signed(row: CouncilOnDay) -> str:
    """Return how a signature is told: from the list of 2013, or with the day it is known by."""
    if is_listed_only(row):
        return f"is {ON_THE_LIST}"
    when = row.signature.when if row.signature else None
    known = when and when.precision != Precision.UNKNOWN
    return f"signed {CHARTER} {when.words}" if when and known else f"signed {CHARTER}"


def is_listed_only(row: CouncilOnDay) -> bool:
    fact = row.signature
    return bool(fact and fact.register_key and fact.when == LIST and not row.is_confirmed)


def next_door(page: "CouncilPage") -> list[str]:
    """Name the neighbours that signed: those on the list of 2013, and those known otherwise."""
    rows = [row for row in page.signed_neighbours if not row.disputed]
    listed = [row for row in rows if is_listed_only(row)]
    others = [row for row in rows if not is_listed_only(row)]
    sentences = []
    if listed:
        are = "is" if len(listed) == 1 else "are"
        sentences.append(f"{several(listed)} {are} {ON_THE_LIST}.")
    if len(others) == 1:
        sentences.append(f"{several(others)} {signed(others[0])}.")
    elif others:
        sentences.append(f"{several(others)} have signed {CHARTER}.")
    return sentences


def status_of_several(rows: list[CouncilOnDay]) -> str:
    """Return the status that some councils share, as it stands inside a sentence."""
    if rows[0].status == "signed" and all(map(is_listed_only, rows)):
        return "signed by September 2013"
    return lower_first(rows[0].plain_status_words)


def several(rows: list[CouncilOnDay]) -> str:
    """Name one or two neighbours, or two and how many more, and say where they are."""
    names = [row.short_name_in_sentence for row in rows[:2]]
    if len(rows) <= 2:
        return f"{capfirst(join_names(names))}, next door,"
    return f"{capfirst(', '.join(names))} and {number_word(len(rows) - 2)} more, all next door,"


def not_found(page: "CouncilPage") -> str:
    whose = possessive(page.row.short_name_in_sentence)
    if any(not row.disputed for row in page.signed_neighbours):
        return f"We haven’t found {whose} signature."
    beside = ", or one next door" if page.neighbours and not page.signed_neighbours else ""
    return f"We haven’t found {whose} signature on {CHARTER}{beside}."


def begins(page: "CouncilPage") -> list[str]:
    """Say when a council starts and from whom it takes over."""
    row = page.row
    day = format_date(row.starts_on) if row.starts_on else ""
    old = join_names([other.short_name_in_sentence for other in page.related])
    from_whom = f" from {old}" if old else ""
    ask = ["Ask it to sign from the start."] if page.can_be_asked else []
    return [f"{name(row)} takes over children’s services{from_whom} on {day}.", *ask]


def closed(page: "CouncilPage") -> list[str]:
    """Say whether a council that has closed had signed, and who took over."""
    row = page.row
    told = f"We haven’t found its signature on {CHARTER}."
    if row.signature:
        then = "then withdrew" if row.has_withdrawn else "we keep showing its signature"
        told = f"{name(row)} {signed(row)}, and {then}."
    over = [f"{capfirst(takeover(page.related, by_name=True))}."] if page.related else []
    return [told, *over]


def takeover(rows: list[CouncilOnDay], by_name: bool = False) -> str:
    """Say how many new councils take over, or which one; of a closed council, which took over."""
    names = join_names([row.short_name_in_sentence for row in rows])
    if by_name:
        return f"{names} took over"
    if len(rows) == 1:
        return f"{names} takes over"
    return f"{number_word(len(rows))} new councils take over"


def name(row: CouncilOnDay) -> str:
    return capfirst(row.short_name_in_sentence)
