"""Five sentences on a council that a journalist may quote, each with its source.

Each stands alone: it names the council and its day. Facts of 2013 that nobody has looked at again
say so.
"""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst

from councils.council_page.page import CouncilPage
from councils.dates import format_date
from councils.models.dated import DatedFact
from councils.names import join_names, lower_first
from councils.record import Provenance
from councils.record.missing_from_care import SOURCE, SOURCE_URL
from councils.record.status import STATUSES

DFE = f"{SOURCE}, Open Government Licence v3.0"
NOT_CHECKED_SINCE = "not checked since"

LISTED = (
    "The evidence that {name} signed is a list of 2013; the council has not confirmed it since."
)
LISTED_AND_CONFIRMED = (
    "The evidence that {name} signed is a list of 2013; the council has confirmed it since."
)
NOT_LISTED = (
    "{Name} is not in the list of 32 councils published in September 2013, nor in anything else"
    " that Make Runaways Safe has found."
)
BEGAN = "{Name} began on {day}. Nothing that Make Runaways Safe has found says that it has signed."
RETRACTED = (
    "Make Runaways Safe had recorded a signature of {name}, and took it back on {day}: the mistake"
    " was its own, not the council’s."
)


class Sentence(NamedTuple):
    """A sentence to quote, with the line that says where it is from and when it was checked."""

    text: str
    source: str
    url: str = ""


def five_sentences(page: CouncilPage) -> list[Sentence]:
    """Return the sentences on a council that exists on the day of a page's record."""
    return [status(page), evidence(page), region(page), neighbours(page), figures(page)]


def status(page: CouncilPage) -> Sentence:
    row, day = page.row, format_date(page.record.on)
    name = row.name_in_sentence
    text = STATUSES[row.status].press.format(
        day=day,
        name=name,
        Name=capfirst(name),
        when=row.when_words,
        before=row.inherited_from.name_in_sentence if row.inherited_from else "",
    )
    return Sentence(f"{text.replace(' .', '.')} {page.disputed}".strip(), *checked(page))


def evidence(page: CouncilPage) -> Sentence:
    """Say where the status comes from: from the list of 2013, from elsewhere, or from nothing."""
    row, name = page.row, page.row.name_in_sentence
    facts = {"name": name, "Name": capfirst(name)}
    if page.evidence is None and page.retracted and page.retracted.retracted_on:
        facts["day"] = format_date(page.retracted.retracted_on)
        text = RETRACTED.format(**facts)
    elif page.evidence is None and row.starts_on:
        text = BEGAN.format(day=format_date(row.starts_on), **facts)
    elif page.evidence is None:
        text = NOT_LISTED.format(**facts)
    elif row.status == "signed" and Provenance.of([row]).listed:
        text = (LISTED_AND_CONFIRMED if row.is_confirmed else LISTED).format(**facts)
    else:
        kind = lower_first(page.evidence.fact.get_source_kind_display())
        text = f"What is on record about {name} rests on this kind of evidence: {kind}."
    return Sentence(text, *checked(page))


def checked(page: CouncilPage) -> tuple[str, str]:
    """Return the source of a council's status, when it was checked, and its address."""
    if page.evidence is None:
        return f"Make Runaways Safe, the record of {format_date(page.record.on)}", own(page.row.url)
    fact: DatedFact = page.evidence.fact
    since = page.confirmed_by or NOT_CHECKED_SINCE
    prefix = "confirmed " if page.confirmed_by else ""
    source = fact.source.rstrip(".")
    return f"{source}; checked on {format_date(fact.checked_on)}; {prefix}{since}", fact.source_url


def region(page: CouncilPage) -> Sentence:
    tally = page.record.region(page.row.region)
    text = tally.sentence_on(page.record.on) if tally else ""
    return Sentence(text, record_of(page.record.on), own(page.region_url))


def neighbours(page: CouncilPage) -> Sentence:
    """Say how many of the councils that border it are on record as signed, and which."""
    name, total = page.row.short_name_in_sentence, len(page.neighbours)
    councils = "1 council" if total == 1 else f"{total} councils"
    if not total:
        text = f"{capfirst(name)} has no neighbour on land."
    elif total == len(page.signed_neighbours) == 1:
        age = Provenance.of(page.neighbours).in_brackets
        neighbour = capfirst(page.neighbours[0].short_name_in_sentence)
        text = f"{neighbour}, the one council that borders {name}, is on"
        text += f" record as having signed the Runaways’ Charter{age}."
    elif not page.signed_neighbours:
        none = "It is not" if total == 1 else "None of them is"
        text = f"{capfirst(name)} borders {councils} that run{'s' if total == 1 else ''}"
        text += f" children’s services. {none} on record as having signed the Runaways’ Charter."
    else:
        names = join_names([row.short_name_in_sentence for row in page.signed_neighbours])
        are = "is" if len(page.signed_neighbours) == 1 else "are"
        age = Provenance.of(page.neighbours).in_brackets
        text = f"Of the {councils} that border{'s' if total == 1 else ''} {name}, {names}"
        text += f" {are} on record as having signed the Runaways’ Charter{age}."
    return Sentence(
        text, f"{record_of(page.record.on)}; areas drawn from postcodes", own(page.row.url)
    )


def figures(page: CouncilPage) -> Sentence:
    """Give the newest figures of children missing from its care, with the caution they need."""
    name, years = page.row.name_in_sentence, page.missing_from_care
    if not years:
        text = f"No figures of children missing from the care of {name} are published."
        return Sentence(text, DFE, SOURCE_URL)
    newest = years[0]
    children, looked_after = newest.numbers.children, newest.numbers.looked_after
    if children is None or looked_after is None:
        text = (
            f"The Department for Education gives no figure of children missing from the care of"
            f" {name} for the year to March {newest.year}."
        )
    else:
        text = (
            f"In the year to March {newest.year}, {children:,} of the {looked_after:,} children in"
            f" the care of {name} went missing at least once; councils record this differently, so"
            " the figures do not rank them."
        )
    return Sentence(
        text, f"{DFE}; loaded on {format_date(newest.loaded_on)}; {NOT_CHECKED_SINCE}", SOURCE_URL
    )


def record_of(day: dt.date) -> str:
    return f"Make Runaways Safe, the record of {format_date(day)}, CC BY 4.0"


def own(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
