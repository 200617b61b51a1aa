"""Five sentences on a council that a journalist may quote, each with its source.

Each stands alone: it names the council, its day and us. Facts that nobody has looked at again say
so.
"""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst

from councils.dates import format_date
from councils.map.areas import neighbours as neighbours_of
from councils.models import Signature
from councils.names import join_names, lower_first, number_word
from councils.record import CouncilOnDay, Record, Tally
from councils.record.fall import fall_sentence
from councils.record.missing_from_care import SOURCE, SOURCE_URL, missing_from_care, newest_figures
from councils.record.status import STATUSES, Confirmation, Status
from councils.record.tallies import better_source, signed_words, told_alike
from councils.sentences import CHARTER, missing_from_its_care, stopped
from councils.sharing.pictures import regional_tally

DFE = f"{SOURCE}, Open Government Licence v3.0"
US = "Make Runaways Safe"

LIST = "The Children’s Society’s list of September 2013"
NOT_LISTED = (
    "{Name} isn’t on The Children’s Society’s list of 32 councils from September 2013, or in"
    " anything else that Make Runaways Safe has found."
)
BEGAN = "{Name} started on {day}. Make Runaways Safe has found nothing that says it has signed."
OUR_MISTAKE = (
    "Make Runaways Safe listed a signature by {name} and took it off on {day}. The mistake was the"
    " website’s, not the council’s."
)


class Sentence(NamedTuple):
    """A sentence to quote, with the line that says where it is from and when that was read."""

    text: str
    source: str
    url: str = ""


def count_sentence(record: Record, region: Tally | None = None) -> str:
    """Return the count on the record's day with its provenance, to stand alone in a newspaper.

    If the count fell within the last year because a council ended, it says so.
    """
    count = (region or record.country).sentence_on(record.on)
    return f"{count} {fall_sentence(record, region.name if region else '')}".strip()


def five_sentences(record: Record, row: CouncilOnDay) -> list[Sentence]:
    """Return the sentences on a council that exists on the day of a record."""
    return [
        status(record, row),
        evidence(record, row),
        region(record, row),
        neighbours(record, row),
        figures(record, row),
    ]


def status(record: Record, row: CouncilOnDay) -> Sentence:
    name, before = row.name_in_sentence, row.inherited_from
    text = STATUSES[row.status].press.format(
        day=format_date(record.on),
        name=name,
        Name=capfirst(name),
        when=row.when_words,
        Before=capfirst(before.name_in_sentence) if before else "",
        signed=signed_words([row], US, CHARTER),
    )
    since = row.fact.disputed_on if row.disputed and row.fact else None
    disputed = f"The council has disputed this since {format_date(since)}." if since else ""
    read = read_on(record, row, better_source(row))
    return Sentence(f"{text.replace(' .', '.')} {disputed}".strip(), *read)


def evidence(record: Record, row: CouncilOnDay) -> Sentence:
    """Say where the status comes from: from the list of 2013, from elsewhere, or from nothing."""
    name = row.name_in_sentence
    source = read_on(record, row)
    if row.fact is None:
        return Sentence(why_not(row), *source)
    kind = lower_first(row.fact.get_source_kind_display())
    if row.inherited_from:
        what = f"{row.inherited_from.name_in_sentence} signed"
    elif row.status.rests_on_a_signature:
        what = f"{name} signed"
    else:
        what = f"{name} said so"
    if isinstance(row.fact, Signature) and row.fact.is_as_shipped:
        better = better_source(row)
        kind = f"{LIST} and {better[0]}" if better else LIST
    text = f"The evidence that {what} is {kind}."
    return Sentence(f"{text} {says_the_council(row)}".strip(), *source)


BY_THE_COUNCIL = {
    Confirmation.TO_US: f"The council has confirmed it to {US}.",
    Confirmation.REAFFIRMED: "The council has re-affirmed it since.",
    Confirmation.SHOWN: "The council’s own papers show it.",
    Confirmation.NONE: f"The council hasn’t confirmed it to {US}.",
}
"""What a council itself says of its signature, by how it stands behind it."""


def says_the_council(row: CouncilOnDay) -> str:
    """Say what the council itself says of the fact its status rests on; "" for nothing."""
    if row.disputed:
        return "The council disputes it."
    if row.status == Status.SIGNED:
        return BY_THE_COUNCIL[row.confirmation]
    return ""


def why_not(row: CouncilOnDay) -> str:
    """Say why there is no evidence: it was our mistake, the council is new, or none was found."""
    name = row.name_in_sentence
    ours = Signature.objects.filter(council_id=row.id).exclude(retracted_on=None)
    retracted = ours.order_by("retracted_on").last()
    if retracted and retracted.retracted_on:
        return OUR_MISTAKE.format(name=name, day=format_date(retracted.retracted_on))
    if row.starts_on:
        return BEGAN.format(Name=capfirst(name), day=format_date(row.starts_on))
    return NOT_LISTED.format(Name=capfirst(name))


def read_on(
    record: Record, row: CouncilOnDay, better: tuple[str, str] | None = None
) -> tuple[str, str]:
    """Return the source of a council's status, when it was read, and its address.

    ``better`` is what tells the day more closely, for a sentence that gives it.
    """
    if row.fact is None:
        return record_of(record.on), own(row.url)
    confirmed = row.fact.confirmed_on if isinstance(row.fact, Signature) else None
    since = f"confirmed on {format_date(confirmed)}" if confirmed else "not checked since"
    read = f"Read on {format_date(row.fact.checked_on)}, {since}"
    source, address = better or (row.fact.source, row.fact.source_url)
    return f"{stopped(capfirst(source))} {read}", address


def region(record: Record, row: CouncilOnDay) -> Sentence:
    tally = regional_tally(record, row)
    address = f"{reverse('councils:tracker')}?region={tally.slug}"
    return Sentence(tally.sentence_on(record.on), record_of(record.on), own(address))


def neighbours(record: Record, row: CouncilOnDay) -> Sentence:
    """Say which of the councils that border it have signed, as far as is known."""
    name = row.short_name_in_sentence
    beside = neighbours_of(record, row)
    signed = [other for other in beside if other.status == Status.SIGNED]
    told = [
        f"{join_names([o.short_name_in_sentence + o.disputed for o in rows])} {words}"
        for words, rows in told_alike(signed, US, CHARTER)
    ]
    if not beside:
        text = f"{capfirst(name)} has no neighbour on land."
    elif signed:
        borders = f"It borders {name}." if len(signed) == 1 else f"They border {name}."
        text = f"{capfirst('; '.join(told))}. {borders}"
    elif len(beside) == 1:
        text = (
            f"One council that runs children’s services borders {name}. {US} has found no signature"
            " from it."
        )
    else:
        text = (
            f"{capfirst(number_word(len(beside)))} councils that run children’s services border"
            f" {name}. {US} has found no signature from any of them."
        )
    return Sentence(text, f"{record_of(record.on)}; areas drawn from postcodes", own(row.url))


def figures(record: Record, row: CouncilOnDay) -> Sentence:
    """Give the newest figures of children who went missing from care, and what they can't say."""
    name = row.name_in_sentence
    years = missing_from_care(record).get(row.id)
    if not years:
        text = (
            f"No figures of children who went missing while {name} looked after them are published."
        )
        return Sentence(text, DFE, SOURCE_URL)
    known = newest_figures(record, row)
    newest = known or years[0]
    if known is None:
        text = (
            "The Department for Education gives no figure of children who went missing while"
            f" {name} looked after them in the year to March {newest.year}."
        )
    else:
        text = (
            f"{missing_from_its_care(name, known)} at least once. Councils record this differently,"
            " so the figures can’t be used to rank them."
        )
    read = f"{DFE}. Read on {format_date(newest.loaded_on)}, not checked since"
    return Sentence(text, read, SOURCE_URL)


def record_of(day: dt.date) -> str:
    return f"Make Runaways Safe, {format_date(day)}, CC BY 4.0"


def own(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
