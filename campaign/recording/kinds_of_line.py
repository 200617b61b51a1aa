"""A line of signatures and a line of contacts: when what is on record is as good as either."""

import datetime as dt
from functools import cached_property
from typing import Any

from campaign.recording.lines import ListLine
from councils.council_mail import others_at, question_about
from councils.dates import PartialDate, read_date
from councils.record import CouncilOnDay, record_on


class SignatureLine(ListLine):
    """A line that says that a council signed."""

    mended_in = (
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
        return read_date(self.cells.get("date", ""))

    @property
    def offered(self) -> list[CouncilOnDay]:
        """The councils that may be meant; of one that was not there that day, those that were."""
        row = self.called.row
        if row is None or self.when is None:
            return self.called.choices
        first = self.when.first_day or self.when.last_day
        last = self.when.last_day
        if last and row.starts_on and last < row.starts_on:
            return [old for old in row.predecessors if old.is_current(last)]
        if first and row.ends_on and first >= row.ends_on:
            return [new for new in row.successors if new.is_current(first)]
        return self.called.choices

    def has_own_link(self, fact: Any) -> bool:
        """Whether it has a link, and another than the fact’s: "https://" may be left out."""
        link = self.cells.get("source_url", "")
        return bool(link) and not fact.source_url.endswith(link)

    def is_said_by(self, fact: Any) -> bool:
        """Whether a fact has a day as exact, and the line brings no other link."""
        if self.when is None or not self.when.covers(fact.when):
            return False
        return not self.has_own_link(fact)

    @property
    def is_no_better_than_record(self) -> bool:
        """Whether it would make no better what is on record: that it has the same, or says less.

        Of the same day, a line is better by a link of its own. Of another day, it must be no later
        and no vaguer, and have a link. Somebody who knows more corrects the signature by hand.
        """
        when = self.when
        if when is None:
            return False
        was = self.on_record.when
        if when == was:
            return not self.has_own_link(self.on_record)
        is_later = (when.last_day or dt.date.max) > (was.last_day or dt.date.max)
        is_vaguer = when.covers(was)
        has_link = bool(self.cells.get("source_url"))
        return is_later or is_vaguer or not has_link

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        changed = super().changes
        on_record = self.on_record.when
        after = self.fact.when
        if on_record != after:
            changed.insert(0, ("Day", on_record.words, after.words))
        return changed


class ContactLine(ListLine):
    """A line that says how a council is reached."""

    mended_in = (
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
    def elsewhere(self) -> list[str]:
        """The other councils at whose own domain its address is."""
        if self.fact is None:
            return []
        return others_at(self.fact.email, self.fact.council_id, record_on())

    @property
    def said_of_elsewhere(self) -> list[str]:
        if not self.elsewhere:
            return []
        return [question_about(self.fact.email, self.fact.council_id, record_on())]

    def is_said_by(self, fact: Any) -> bool:
        where = self.cells.get("where", "")
        return bool(where) and where in (fact.email, fact.url, fact.address)
