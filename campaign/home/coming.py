"""What comes next: news that staff publish, and from the record decisions due and changes.

Nothing is invented, and an old list is never shown as news: if little happens, little is shown.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst

from campaign.pages.news import NewsItem
from councils.dates import format_date
from councils.decisions.ahead import decisions_ahead
from councils.models import Event, EventKind
from councils.names import join_names
from councils.record import CouncilOnDay, Record
from councils.sharing.press_sentences import reported_2014_sentence

NEW_FOR = dt.timedelta(days=365)
"""How long a signature or a confirmation counts as new."""
AHEAD = dt.timedelta(days=540)
"""How far ahead a day on which councils end or begin is announced."""
MOST_OF_A_KIND = 2
"""The most cards about decisions, and the most about new signatures."""
MOST = 6
"""The most cards in all."""
MOST_NAMES = 4
"""The most councils that a card names; for more it gives their number."""


class NextCard(NamedTuple):
    """One card: what happens, what it means, and a link."""

    heading: str
    words: str
    link: str
    url: str


def next_cards(record: Record) -> list[NextCard]:
    """Return at most six cards, the most urgent first."""
    cards = list(
        chain(
            islice(news(record), MOST_OF_A_KIND),
            islice(decisions(record), MOST_OF_A_KIND),
            islice(new_signatures(record), MOST_OF_A_KIND),
            islice(confirmations(record), 1),
            islice(changes_of_councils(record), 1),
        )
    )[: MOST - 1]
    cards += unnamed(record)
    if len(cards) % 3 != 0:  # fill a row of three
        cards += next_mark(record)
    return cards


def news(record: Record) -> Iterator[NextCard]:
    """Yield the news of the last twelve months that staff published, the newest first."""
    items = NewsItem.objects.public(record.on).filter(day__gt=record.on - NEW_FOR)
    for item in items[:MOST_OF_A_KIND]:
        yield NextCard(item.title, item.summary, f"Read “{item.title}”", item.get_absolute_url())


def decisions(record: Record) -> Iterator[NextCard]:
    """Yield the decisions that are due, the soonest first."""
    for decision in decisions_ahead(record):
        row = decision.row
        yield NextCard(
            f"{capfirst(row.short_name_in_sentence)} {decision.decides(record.on)}",
            "Letters before then help most.",
            f"Write to {row.short_name_in_sentence}",
            row.url,
        )


def new_signatures(record: Record) -> Iterator[NextCard]:
    """Yield the signatures of the last twelve months, the newest and best dated first."""
    new = [
        (row, row.signature)
        for row in record.councils
        if row.status == "signed" and row.signature and is_new(row.signature.counts_from, record)
    ]
    new.sort(key=lambda pair: pair[1].date_precision != "day")
    new.sort(key=lambda pair: pair[1].counts_from, reverse=True)
    for row, _ in new:
        name = row.short_name_in_sentence
        yield NextCard(
            f"{capfirst(name)} is on record as signed",
            f"It signed {row.when_words}. Thank it, and ask what comes next.",
            f"See {name}",
            row.url,
        )


def confirmations(record: Record) -> Iterator[NextCard]:
    """Yield the councils that confirmed their signature in the last twelve months."""
    signed_long_ago = [
        (row, row.signature)
        for row in record.councils
        if row.is_confirmed and row.signature and not is_new(row.signature.counts_from, record)
    ]
    reaffirmed = days_reaffirmed(record) if signed_long_ago else {}
    confirmed = []
    for row, signature in signed_long_ago:
        days = [signature.confirmed_on, reaffirmed.get(row.id)]
        day = max((day for day in days if day and day <= record.on), default=None)
        if day and is_new(day, record):
            confirmed.append((day, row))
    for day, row in sorted(confirmed, key=lambda each: each[0], reverse=True):
        name = row.short_name_in_sentence
        yield NextCard(
            f"{capfirst(name)} has confirmed its signature",
            f"It did so on {format_date(day)}.",
            f"See {name}",
            row.url,
        )


def days_reaffirmed(record: Record) -> dict[int, dt.date]:
    """Return the last day of the past twelve months on which each council re-affirmed, by id."""
    new = Event.objects.counting(record.on).filter(
        kind=EventKind.REAFFIRMED, counted_from__gt=record.on - NEW_FOR
    )
    return {event.council_id: event.counts_from for event in new.order_by("counted_from", "pk")}


def changes_of_councils(record: Record) -> Iterator[NextCard]:
    """Yield the next days on which councils end or begin."""
    responsible = [
        row for row in record.all_councils if row.is_responsible and row.nation == "England"
    ]
    days = {day for row in responsible for day in (row.starts_on, row.ends_on) if day}
    for day in sorted(day for day in days if record.on < day <= record.on + AHEAD):
        ends = [row for row in responsible if row.ends_on == day]
        begins = [row for row in responsible if row.starts_on == day]
        last_day = format_date(day - dt.timedelta(days=1))
        begin, ask = ("begins", "it") if len(begins) == 1 else ("begin", "them")
        if ends:
            heading = f"{capfirst(named(ends))} {'ends' if len(ends) == 1 else 'end'} on {last_day}"
            when = "the next day"
        else:
            heading, when = f"{capfirst(named(begins))} {begin}", f"on {format_date(day)}"
        request = f"Ask {ask} to begin with the charter."
        tracker = reverse("councils:tracker")
        link, url = "See the map of that day", f"{tracker}?at={day.isoformat()}"
        if len(ends) == 1:
            request = f"Ask {named(ends)} to tell {ask} about the charter."
            link, url = f"Write to {named(ends)}", ends[0].url
        words = "Ask the councils to come to begin with the charter."
        if begins:
            words = f"{capfirst(named(begins))} {begin} {when}. {request}"
        yield NextCard(heading, words, link, url)


def unnamed(record: Record) -> list[NextCard]:
    """Return the card that asks for the 2014 signatures still unidentified, if there are any."""
    if not record.not_named:
        return []
    return [
        NextCard(
            "Is your council missing?",
            reported_2014_sentence(record),
            "Do you know one? Tell us",
            reverse("page", args=["about"]) + "#contact",
        )
    ]


def next_mark(record: Record) -> list[NextCard]:
    """Return the card about the next round share of all councils, if there is one."""
    if record.milestone is None:
        return []
    return [
        NextCard(
            f"{record.milestone.more} more make {record.milestone.words}",
            f"{record.milestone.at} of {record.total} is the next mark. The map shows whom to ask.",
            f"See all {record.total} councils",
            reverse("councils:tracker"),
        )
    ]


def is_new(day: dt.date, record: Record) -> bool:
    return day > record.on - NEW_FOR


def named(rows: list[CouncilOnDay]) -> str:
    """Return the names of a few councils, as they are in a sentence, or the number of many."""
    if len(rows) > MOST_NAMES:
        return f"{len(rows)} councils"
    return join_names([row.short_name_in_sentence for row in rows])
