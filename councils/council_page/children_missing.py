"""The figures of children missing from care on a council's page."""

from functools import cached_property

from councils.models import MissingFromCare
from councils.record import CouncilOnDay, Record
from councils.record.missing_from_care import missing_from_care
from councils.register.disclosure_control import NOT_PROVIDED, SYMBOLS


class ChildrenMissing:
    """The part of a ``CouncilPage`` about children in the council's care who went missing."""

    record: Record
    row: CouncilOnDay

    @cached_property
    def missing_from_care(self) -> list[MissingFromCare]:
        """The department's figures of each year that had ended, the newest first."""
        return missing_from_care(self.record).get(self.row.id, [])

    @property
    def not_provided(self) -> list[int]:
        """The years for which the council gave the department no figures."""
        years = [year.year for year in self.missing_from_care]
        return [year for year in years if (self.row.code, year) in NOT_PROVIDED]

    @property
    def symbols(self) -> list[tuple[str, str]]:
        """The department's symbols that stand in these figures, and what each means."""
        cells = {
            cell
            for year in self.missing_from_care
            for cell in (year.looked_after, year.children, year.incidents)
        }
        return [(symbol, words) for symbol, words in SYMBOLS.items() if symbol in cells]
