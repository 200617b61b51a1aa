"""The neighbours on a council's page."""

from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from councils.map import drawing
from councils.record import CURRENT_STATUSES, CouncilOnDay, Provenance, Record


class Neighbours:
    """The part of a ``CouncilPage`` about the councils that share a border with its council."""

    record: Record
    row: CouncilOnDay

    @cached_property
    def picture(self) -> SafeString:
        """Where the council is on the map of England, as a small picture."""
        return drawing.small_hexagons(self.record, self.row)

    @cached_property
    def neighbours(self) -> list[CouncilOnDay]:
        """The councils that share a border on land with it, by name."""
        return drawing.neighbours(self.record, self.row)

    @cached_property
    def signed_neighbours(self) -> list[CouncilOnDay]:
        return [row for row in self.neighbours if row.status == "signed"]

    @property
    def how_many_neighbours_signed(self) -> str:
        """Say how many of its neighbours signed: "1 of its 3 neighbours", "Its one neighbour"."""
        signed, total = len(self.signed_neighbours), len(self.neighbours)
        if signed < total:
            return f"{signed} of its {total} neighbours"
        return {1: "Its one neighbour", 2: "Both its neighbours"}.get(
            total, f"All its {total} neighbours"
        )

    @property
    def neighbours_by_status(self) -> list[tuple[str, list[CouncilOnDay]]]:
        """Its neighbours grouped by status, in the order of the legend."""
        return [
            (status, rows)
            for status in CURRENT_STATUSES
            if (rows := [row for row in self.neighbours if row.status == status])
        ]

    @property
    def neighbours_sentence(self) -> str:
        """Say how many neighbours it has, and how many of them are on record as signed."""
        name, total = capfirst(self.row.short_name_in_sentence), len(self.neighbours)
        if not total:
            return f"{name} has no neighbour on land."
        if not self.signed_neighbours:
            if total == 1:
                return f"{name} has 1 neighbour. It is not on record as signed."
            return f"{name} has {total} neighbours. None of them is on record as signed."
        are = "is" if len(self.signed_neighbours) == 1 else "are"
        age = Provenance.of(self.neighbours).in_brackets
        return f"{self.how_many_neighbours_signed} {are} on record as signed{age}."
