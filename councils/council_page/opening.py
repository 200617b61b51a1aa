"""The opening of a council’s page: two or three sentences, without a figure."""

from councils.council_page.asking import AskedOnPage
from councils.record.status import Status
from councils.sentences import (
    it_closed,
    it_ends,
    it_starts,
    next_door,
    not_found,
    refused,
    what_it_did,
)


def opening_of(page: AskedOnPage) -> list[str]:
    """Return the sentences on a page's council, by its status."""
    row = page.row
    if row.status == Status.FORMER:
        return it_closed(row, page.related)
    if row.status == Status.FORMING:
        return without_empty([it_starts(row, page.related), what_to_ask(page)])
    ends = end_of(page)
    ask = what_to_ask(page)
    if row.status != Status.NOT_SIGNED and page.ends_soon:
        # It is asked for something else, after that is said.
        return without_empty([what_it_did(row), ends, ask])
    if row.status != Status.NOT_SIGNED:
        return without_empty([what_it_did(row), ask, ends])
    if page.ends_soon:
        return without_empty([ends, ask])
    beside = next_door(page.signed_neighbours)
    if row.refusal:
        return without_empty([*beside, refused(row, row.refusal), ends])
    return without_empty([*beside, not_found(row, page.neighbours), ends])


def without_empty(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


def what_to_ask(page: AskedOnPage) -> str:
    """Return what one can ask the council, or those that take over; "" for nothing."""
    row = page.row
    if not page.can_be_asked:
        return ""
    if row.status == Status.FORMING and row.may_be_asked_early(page.record.on):
        return "You can write to it now."
    if row.status == Status.FORMING:
        return "You can’t write to it from here yet."
    if page.ends_soon and page.asks_successors:
        return "You can write to them now."
    if page.ends_soon:
        return "Ask it to pass the charter on."
    return row.text.ask.format(row.short_name_in_sentence)


def end_of(page: AskedOnPage) -> str:
    """Say when a council ends; "" on another day, and once that is past."""
    last_day = page.row.last_day
    if page.at or last_day is None or last_day < page.record.on:
        return ""
    return it_ends(page.row)
