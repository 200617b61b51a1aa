"""One line of a list: what it says, what it would do to the record, and what is wrong with it."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst

from campaign.recording.reading import (
    ADDRESSES,
    DAY_OR_MONTH,
    DAYS,
    EXCEL,
    day_read_otherwise,
    without_stray_spaces,
)
from councils.council_mail import domain_of_council
from councils.models.logged import changed_fields, column, in_words
from councils.record import CouncilOnDay, record_on
from councils.search.called import Called

SHOWN_WITH_OTHERS = ("date", "date_precision", "edition", "note", "checked_by", "check_again_on")
"""Fields whose change is shown with that of another, or in words of its own."""

TOTALS = re.compile(r"(?:grand |sub-?)?totals?\b", re.IGNORECASE)
"""How the first cell of a line of totals begins."""


DOUBT_OF_NAME = re.compile(r"[?*]")
"""Marks of doubt, or of a note, at the name of a council."""


class Effect(StrEnum):
    """What a line would do."""

    WRONG = "needs you"
    CHANGE = "would change what is on record"
    READ_OTHERWISE = "ready, mended or read otherwise than typed"
    NEW = "ready"
    SAME = "already on record"
    OUT = "left out"

    @property
    def can_be_taken(self) -> bool:
        """Whether the line would put something on record, as it stands."""
        return self in (Effect.NEW, Effect.READ_OTHERWISE, Effect.CHANGE)


@dataclass
class ListLine:
    """One line of a list: its form, what it would do, and whether it is ticked.

    Each of these asks what the one before it leaves open:

        twin_is_as_good     what an earlier line that is taken says is as good
        record_is_as_good   what is on record is as good (signatures alone say when)
        changes_nothing     all that is on record would stay as it is
        has_nothing_to_add  any of these three
        effect              what it would do: SAME if it has nothing to add
        is_taken            it does that: it can be recorded, and is not left unticked
        is_left_over        something that it says is not put on record: it is not taken, or it
                            is SAME and says more than what is known
    """

    number: int
    brought: list[tuple[str, str]]
    """Each of its columns as it was written, read by us or not, with its cell."""
    typed: dict[str, str]
    """What was typed of it, in the list or on its page since, by the fields of our forms."""
    says: dict[str, str]
    """The same as our forms read it: what is empty is left out."""
    form: Any
    called: Called
    """The council that was named, or why that is unclear and which may be meant."""
    on_record: Any
    """The signature or contact on record about the same, or None."""
    ticked: bool | None
    """None where nobody has said: what is new is taken then, and nothing is changed."""
    seen_doubtful: bool
    """Whether the page called it doubtful when it was ticked. A line that was plainly new then, and
    has become doubtful since, as a colleague recorded something, has to be ticked again."""
    is_mended: bool
    beside: str
    """What stands in columns that we do not read."""
    days_first: frozenset[str]
    """The columns in which another line shows that days come before months."""
    months_first: frozenset[str]
    """Those in which another line writes the month first, as Americans do, and none the day."""
    about: tuple[Any, ...]
    """What it is about: two lines with the same are twins."""
    twin: "ListLine | None"
    """An earlier line about the same, which is taken."""

    mendable: ClassVar[tuple[str, ...]]
    """The names of the fields in which it can be mended on the list's page."""

    def adds_nothing_to(self, fact: Any) -> bool:
        """Whether the fact of an earlier line says what this one says, or says it better."""
        raise NotImplementedError

    @property
    def record_is_as_good(self) -> bool:
        """Whether what is on record is as good as what it says, or better."""
        return False

    @cached_property
    def fact(self) -> Any:
        """The signature or contact that would be on record; None if its form is wrong."""
        return self.form.fact if self.form.is_valid() else None

    @cached_property
    def effect(self) -> Effect:
        if self.has_nothing_to_add:
            return Effect.SAME
        if self.ticked is False:
            return Effect.OUT
        if self.twin or not self.fact:
            return Effect.WRONG
        if self.on_record:
            return Effect.CHANGE
        if self.said_of_reading or self.is_mended:
            return Effect.READ_OTHERWISE
        return Effect.NEW

    @property
    def has_nothing_to_add(self) -> bool:
        """Whether what is on record, or in an earlier line that is taken, is as good or better."""
        if self.twin_is_as_good:
            return True
        if self.on_record is None:
            return False
        return self.record_is_as_good or self.changes_nothing

    @property
    def twin_is_as_good(self) -> bool:
        """Whether what an earlier line that is taken says is as good, or better."""
        if self.twin is None or self.twin.fact is None:
            return False
        return self.adds_nothing_to(self.twin.fact)

    @property
    def changes_nothing(self) -> bool:
        """Whether all that is on record would stay as it is."""
        return bool(self.fact) and not changed_fields(self.on_record, self.fact)

    @property
    def is_doubtful(self) -> bool:
        """Whether it changes what is on record, or there is doubt whether it belongs there."""
        return self.effect == Effect.CHANGE or bool(self.doubts)

    @property
    def is_taken(self) -> bool:
        """Whether it will be recorded: a doubtful one only if somebody ticked it."""
        if not self.effect.can_be_taken:
            return False
        if self.is_doubtful:
            return bool(self.ticked) and self.seen_doubtful
        return True

    @property
    def is_left_over(self) -> bool:
        """Whether it says something that is not put on record, such as who signed."""
        if self.effect != Effect.SAME:
            return not self.is_taken
        if self.twin_is_as_good:
            return self.says_more_than_twin
        return not self.changes_nothing

    @property
    def says_more_than_twin(self) -> bool:
        """Whether something that it says stands otherwise in its twin, which is as good.

        Its day does not count, as it is no more exact than there; nor does its council, which is
        the same, maybe by another name.
        """
        assert self.twin
        for name, text in self.says.items():
            if name not in ("council", "date") and self.twin.says.get(name) != text:
                return True
        return False

    @cached_property
    def other_councils(self) -> list[str]:
        """The other councils to whose own website its link leads: it may be about one of them.

        Empty if it leads nowhere, or to its own council’s. Several may share one website.
        """
        council = self.called.row
        site = domain_of_council(self.says.get("source_url", ""))
        if council is None or not site:
            return []
        found = []
        for other in record_on().councils:
            if other.id != council.id and domain_of_council(other.website) == site:
                found.append(other.name)
        return found

    @property
    def doubts(self) -> list[str]:
        """Why it may not belong on record, in sentences."""
        return self.said_of_other_councils

    @property
    def said_of_other_councils(self) -> list[str]:
        """What is doubtful about it, as it may be about another council."""
        return [f"The link leads to the website of {name}." for name in self.other_councils]

    @cached_property
    def said_of_reading(self) -> list[str]:
        """What somebody must see of how it was read, in sentences.

        What was read otherwise than it was typed, and what is doubtful about it.
        """
        said = []
        council = self.called.row
        name_typed = self.typed.get("council", "")
        if council and (self.called.is_guess or DOUBT_OF_NAME.search(name_typed)):
            said.append(f"“{name_typed}” is read as {council.name}.")
        said += self.doubts
        said += self.said_of_addresses
        for name in DAYS:
            typed = self.typed.get(name, "")
            day = day_read_otherwise(typed)
            # 4/5/2013 is plain where another line says 25/5/2013.
            is_plain = name in self.days_first and DAY_OR_MONTH.fullmatch(typed)
            if day and EXCEL.fullmatch(typed):
                said.append(f"“{typed}” is Excel’s number for {day}.")
            elif day and not is_plain:
                said.append(f"“{typed}” is read as {day}.")
                if name in self.months_first:
                    said.append("Another line writes the month first: which is meant?")
        return said

    @property
    def said_of_addresses(self) -> list[str]:
        """What it says of an address or a link that is read without a stray space."""
        said = []
        for name in ADDRESSES:
            typed = self.typed.get(name, "")
            read = without_stray_spaces(typed)
            if read != typed:
                said.append(f"“{typed}” is read as {read}.")
        return said

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Of each field that would change its name, what it was and what it would be."""
        on_record: Any = self.on_record
        fact: Any = self.fact
        changed = []
        for name in changed_fields(on_record, fact):
            if name not in SHOWN_WITH_OTHERS:
                title = str(capfirst(column(fact, name).verbose_name))
                changed.append((title, in_words(on_record, name), in_words(fact, name)))
        return changed

    @property
    def mark(self) -> str:
        """A mark of what is shown of it, so that nothing else is published."""
        was_shown = forms.model_to_dict(self.on_record) if self.on_record else None
        has_no_twin = self.twin is None
        seen = repr((self.says, was_shown, has_no_twin))
        return hashlib.sha256(seen.encode()).hexdigest()[:16]

    @property
    def fields_to_mend(self) -> list[forms.BoundField]:
        """Every field in which it can be mended."""
        return [self.form[name] for name in self.mendable]

    @property
    def is_of_totals(self) -> bool:
        """Whether it only sums up the lines above it, as the last row of a spreadsheet does."""
        if self.called.row:
            return False
        for _, text in self.brought:
            if text:
                return bool(TOTALS.match(text))
        return False

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields that are wrong. If the link is, so are the two others of the evidence."""
        if self.is_of_totals:
            return []
        names = list(self.form.errors)
        if "source_url" in names:
            names += ["source", "source_kind"]
        each_once = dict.fromkeys(names)
        return [self.form[name] for name in each_once if name in self.form.fields]

    @property
    def offered(self) -> list[CouncilOnDay]:
        """The councils that may be meant, to choose from in place."""
        return self.called.choices

    def title_of(self, name: str) -> str:
        """Return the name of a field with a colon, to stand before what is wrong with it."""
        if name not in self.form.fields:
            return ""
        label = str(self.form[name].label)
        return f"{label} " if label.endswith("?") else f"{label}: "

    @property
    def why(self) -> list[str]:
        """Why it cannot be recorded."""
        if self.is_of_totals:
            return ["This looks like a line of totals. Leave it out."]
        said = []
        for name, texts in self.form.errors.items():
            said.append(f"{self.title_of(name)}{texts[0]}")
        if self.twin:
            said.append(f"Line {self.twin.number} is about the same: leave one of them out.")
        return said
