"""A line of signatures, and a line of contacts: what each asks beyond what every line asks.

When the record, or an earlier line, says as much; which other councils it may be about; and what
is shown of it.
"""

import datetime as dt
from functools import cached_property
from typing import Any

from campaign.recording.lines import ListLine
from campaign.recording.reading import NOT_SIGNED, OF_STATUS, without_stray_spaces
from councils.council_mail import others_at, question_about
from councils.dates import PartialDate, read_date
from councils.names import folded
from councils.record import CouncilOnDay, record_on


class SignatureLine(ListLine):
    """A line that says that a council signed."""

    mendable = (
        "council",
        "date",
        "source_url",
        "source",
        "source_kind",
        "quote",
        "signed_by",
        "signed_role",
    )

    @property
    def when(self) -> PartialDate | None:
        return read_date(self.says.get("date", ""))

    @property
    def offered(self) -> list[CouncilOnDay]:
        """The councils that may be meant; of one that was not there that day, those that were."""
        council = self.called.row
        if council is None or self.when is None:
            return self.called.choices
        last = self.when.last_day
        if last is None:
            return self.called.choices
        first = self.when.first_day or last
        is_before_it = council.starts_on is not None and last < council.starts_on
        if is_before_it:
            return responsible_on(last, council.predecessors)
        is_after_it = council.ends_on is not None and first >= council.ends_on
        if is_after_it:
            return responsible_on(first, council.successors)
        return self.called.choices

    @property
    def doubts(self) -> list[str]:
        """Why it may not belong on record: other councils, and a status that is not "signed"."""
        said = super().doubts
        for title, text in self.brought:
            if OF_STATUS.search(title) and NOT_SIGNED.fullmatch(folded(text)):
                column = title.strip("?: ")
                said.append(f"“{text}” stands under {column}. Did it sign all the same?")
        return said

    def has_own_link(self, fact: Any) -> bool:
        """Whether it has a link, and another than the fact’s: "https://" may be left out."""
        link = self.says.get("source_url", "")
        return bool(link) and not fact.source_url.endswith(link)

    def adds_nothing_to(self, fact: Any) -> bool:
        """Whether a fact has a day as exact, and the line brings no other link."""
        if self.when is None or not self.when.covers(fact.when):
            return False
        return not self.has_own_link(fact)

    @property
    def record_is_as_good(self) -> bool:
        """Whether what is on record is as good as the line, or better.

        Somebody who knows more than the line says corrects the signature by hand.
        """
        if self.when is None:
            return False
        is_of_same_day = self.when == self.on_record.when
        if is_of_same_day:
            return not self.has_own_link(self.on_record)
        return not self.shows_better_day

    @property
    def shows_better_day(self) -> bool:
        """Whether it shows, by a link, another day than is on record: no later, and no vaguer."""
        assert self.when
        known = self.on_record.when
        is_later = (self.when.last_day or dt.date.max) > (known.last_day or dt.date.max)
        is_vaguer = self.when.covers(known)
        if is_later or is_vaguer:
            return False
        return bool(self.says.get("source_url"))

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        changed = super().changes
        on_record = self.on_record.when
        after = self.fact.when
        if on_record != after:
            changed.insert(0, ("Day", on_record.words, after.words))
        return changed


def responsible_on(day: dt.date, councils: list[CouncilOnDay]) -> list[CouncilOnDay]:
    """Return those that were there on a day and ran children's services: no district can sign."""
    found = []
    for council in councils:
        if council.is_responsible and council.is_current(day):
            found.append(council)
    return found


class ContactLine(ListLine):
    """A line that says how a council is reached."""

    mendable = (
        "council",
        "role",
        "channel",
        "email",
        "url",
        "address",
        "source",
        "checked_on",
    )

    @cached_property
    def other_councils(self) -> list[str]:
        """The other councils at whose own domain its address is."""
        if self.fact is None:
            return []
        return others_at(self.fact.email, self.fact.council_id, record_on())

    @property
    def said_of_other_councils(self) -> list[str]:
        if not self.other_councils:
            return []
        return [question_about(self.fact.email, self.fact.council_id, record_on())]

    @property
    def said_of_addresses(self) -> list[str]:
        """What it says of a space, and that a name beside an email address is left away."""
        said = super().said_of_addresses
        typed = self.typed.get("email") or self.typed.get("where", "")
        email = self.fact.email if self.fact else ""
        is_more = without_stray_spaces(typed).casefold() != email.casefold()
        if email and is_more:
            said.append(f"“{typed}” is read as {email}.")
        return said

    def adds_nothing_to(self, fact: Any) -> bool:
        where = self.says.get("where", "")
        return bool(where) and where in (fact.email, fact.url, fact.address)
