"""What one can ask a council for, and its page’s buttons."""

from functools import cached_property
from typing import NamedTuple

from django.urls import reverse

from councils.council_page.on_day import CouncilOnPage
from councils.record import CouncilOnDay
from councils.record.snapshot import pause_of
from councils.record.status import Status
from councils.sentences import acting

MOST_BUTTONS = 2
"""How many successors have a button each."""


class Button(NamedTuple):
    """Where a main button leads, and its words."""

    address: str
    words: str
    is_letter: bool = False
    is_quiet: bool = False


def letter_button(row: CouncilOnDay, words: str, *, quiet: bool = False) -> Button:
    return Button(write_url(row), words, True, quiet)


def alert_button(row: CouncilOnDay) -> Button:
    address = f"{reverse('supporters:alerts')}?council={row.slug}"
    return Button(address, f"Hear when {acting(row)} signs", is_quiet=True)


def write_url(row: CouncilOnDay) -> str:
    return reverse("letters:write", args=[row.slug])


class AskedOnPage(CouncilOnPage):
    """A council with what one can ask it for."""

    @property
    def can_be_asked(self) -> bool:
        """Whether its page, or that of a council that begins soon, asks for a letter now."""
        if self.at or self.pause:
            return False
        return any(button.is_letter for button in self.buttons)

    @cached_property
    def buttons(self) -> list[Button]:
        """What one can do first: write to it, or to those that take over.

        A council to come takes letters once its first members are elected; until then one can ask
        to hear of it.
        """
        if self.row.status == Status.FORMING:
            return self.buttons_before_it_starts
        if self.row.status == Status.FORMER:
            return self.buttons_after_it_closed
        if not self.is_current:
            return []
        if not self.ends_soon:
            return [letter_button(self.row, self.row.text.button.format(acting(self.row)))]
        if len(self.successors) > MOST_BUTTONS:
            return [Button(reverse("councils:find"), "Ask the new councils")]
        if self.asks_successors:
            return [letter_button(row, f"Ask {acting(row)}") for row in self.successors]
        buttons = [letter_button(self.row, f"Ask {acting(self.row)} to pass it on")]
        for row in self.successors:
            buttons.append(alert_button(row))
        return buttons

    @property
    def buttons_before_it_starts(self) -> list[Button]:
        if self.row.may_be_asked_early(self.record.on):
            return [letter_button(self.row, f"Ask {acting(self.row)} to sign from the start")]
        buttons = [alert_button(self.row)._replace(is_quiet=False)]
        for old in self.related:
            if old.status.is_current and not self.is_paused(old):
                buttons.append(letter_button(old, f"Ask {acting(old)} to pass it on", quiet=True))
        return buttons

    @property
    def buttons_after_it_closed(self) -> list[Button]:
        after = [row for row in self.related if row.status.is_current]
        if len(after) > MOST_BUTTONS or any(map(self.is_paused, after)):
            return [Button(reverse("councils:find"), "Find the council that took over")]
        return [letter_button(row, row.text.button.format(acting(row))) for row in after]

    def is_paused(self, row: CouncilOnDay) -> bool:
        """Whether letters to a council wait: no other council's page asks for one then."""
        return pause_of(self.record, row) is not None

    @property
    def offers_a_choice(self) -> bool:
        """Whether its buttons lead to several councils, one of which is the visitor's."""
        return [button.is_letter for button in self.buttons].count(True) > 1

    @cached_property
    def asks_successors(self) -> bool:
        """Whether its buttons lead to the councils that take over: all have members already."""
        if not self.ends_soon or any(map(self.is_paused, self.successors)):
            return False
        return all(row.may_be_asked_early(self.record.on) for row in self.successors)
