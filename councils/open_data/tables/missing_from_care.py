"""missing_from_care: one row for each council and year that the department gives figures of."""

from collections.abc import Iterable

from councils.models import YearlyFigures
from councils.open_data.tables.columns import Column, Table, code_of_council, council_code
from councils.open_data.tables.facts import COUNCIL_NAME
from councils.record import Record
from councils.record.missing_from_care import CAUTION, missing_from_care
from councils.register.disclosure_control import FIGURES, SYMBOLS


def rows(record: Record) -> Iterable[YearlyFigures]:
    """Return the figures by the council's code, the newest year of each first."""
    figures = missing_from_care(record)
    return [
        year
        for council_id in sorted(figures, key=lambda council_id: record.by_id[council_id].code)
        for year in figures[council_id]
    ]


def symbol(year: YearlyFigures, record: Record) -> str | None:
    """Return the symbol of the first figure that is not shown, or None where all are."""
    cells = [getattr(year, name) for name in FIGURES]
    return next((cell for cell in cells if cell in SYMBOLS), None)


MISSING_FROM_CARE: Table[YearlyFigures] = Table(
    name="missing_from_care",
    title="Children missing from care",
    description="One row for each council and year, of children it looked after at some time in"
    f" the year. {CAUTION} Numbers under ten are left out, as are"
    " those that the department leaves out; an empty number is never a zero. Years that had not"
    " ended on the day asked for are not in it.",
    primary_key=("council", "year"),
    columns=(
        council_code(
            "council",
            "The council: its code in register. A council that has closed keeps its years.",
            code_of_council,
            required=True,
        ),
        COUNCIL_NAME,
        Column(
            "year", "The year that ended on 31 March of this one.", type="integer", required=True
        ),
        Column(
            "looked_after",
            "Children in its care at any time in the year. Empty: not shown.",
            lambda year, record: year.numbers.looked_after,
            "integer",
        ),
        Column(
            "children",
            "How many of them had a missing incident in the year. Empty: not shown.",
            lambda year, record: year.numbers.children,
            "integer",
        ),
        Column(
            "percent",
            "The same as a percentage, as the department gives it. Empty: not shown.",
            lambda year, record: year.numbers.percent,
            "number",
        ),
        Column(
            "incidents",
            "How many missing incidents they had in the year. Empty: not shown.",
            lambda year, record: year.numbers.incidents,
            "integer",
        ),
        Column(
            "not_shown",
            "Why a number is empty, the first where there are several. c: to protect"
            " confidentiality, or under ten; k and low: it would round to zero; u: of low"
            " reliability; x: not available; z: not applicable.",
            symbol,
            allowed_values=tuple(SYMBOLS),
        ),
    ),
    items=rows,
)
