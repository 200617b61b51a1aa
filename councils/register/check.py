"""Check the rows of the shipped register against each other.

Each check yields a sentence for each contradiction, naming both rows.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from councils.register.circles import circles
from councils.register.disclosure_control import SMALLEST, suppress_small_numbers
from councils.register.kinds import RESPONSIBLE_KINDS
from councils.register.rows import EDITIONS, CodeRow, CouncilRow, NameRow, Register

NATIONS = {"welsh": "Wales", "scottish": "Scotland", "northern_irish": "Northern Ireland"}
"""The nation of each kind of council that is not in England."""


def contradictions(councils: Iterable[CouncilRow], register: Register) -> Iterator[str]:
    """Yield a sentence for each contradiction between the rows of the files.

    ``councils`` has every row of councils.csv, those with the code of another too.
    """
    yield from _check_councils(list(councils))
    for check in CHECKS:
        yield from check(register)


def _check_councils(councils: list[CouncilRow]) -> Iterator[str]:
    for words, value in (
        ("the code", lambda c: c.code),
        ("the slug", lambda c: c.slug),
        ("the GSS code", lambda c: c.gss),
    ):
        for first, second in _doubles(councils, value):
            yield f"councils.csv: {first} and {second} both have {words} “{value(first)}”."
    responsible = [council for council in councils if council.kind in RESPONSIBLE_KINDS]
    for first, second in _doubles(responsible, lambda c: c.short_name.casefold()):
        if first.shares_a_day_with(second):
            yield (
                f"councils.csv: {first} and {second} are both called “{first.short_name}” at"
                " the same time."
            )
    for council in councils:
        yield from _check_days("councils.csv", str(council), council)
        nation = NATIONS.get(council.kind, "England")
        if council.nation != nation:
            yield f"councils.csv: {council} is {council.kind}, so its nation is {nation}."
        if (council.nation == "England") != bool(council.region):
            yield f"councils.csv: {council}: a council has a region in England and only there."


def _check_days(file: str, subject: str, row: CouncilRow | NameRow | CodeRow) -> Iterator[str]:
    if row.starts_on and row.ends_on and row.ends_on <= row.starts_on:
        yield f"{file}: {subject} ends on {row.ends_on}, not after its start on {row.starts_on}."


def _check_pointers(rows: Register) -> Iterator[str]:
    """Check that every code is a council's, and that districts, and only they, have a county."""
    for council in rows.councils.values():
        county = rows.councils.get(council.county)
        if council.county and county is None:
            yield f"councils.csv: {council} has the county “{council.county}”, which is no council."
        elif county and county.kind not in ("county", "unitary"):
            # A county that went on as a unitary council has the kind it has today.
            yield f"councils.csv: {council} has as its county {county}, which is {county.kind}."
        if (council.kind == "district") != bool(council.county):
            yield f"councils.csv: {council}: a district has a county, and no other council has one."
    for file, columns in (
        ("names", ["code"]),
        ("codes", ["code"]),
        ("lineage", ["old", "new"]),
        ("signatures", ["code"]),
        ("missing_from_care", ["code"]),
    ):
        for row in getattr(rows, file):
            for code in (getattr(row, column) for column in columns):
                if code not in rows.councils:
                    yield f"{file}.csv, line {row.line}: “{code}” is no council of councils.csv."


def _check_codes(rows: Register) -> Iterator[str]:
    for first, second in _doubles(rows.codes, lambda code: code.gss):
        yield (
            f"codes.csv: {first.gss} is given twice, to {_called(first.code, rows)} in line"
            f" {first.line} and to {_called(second.code, rows)} in line {second.line}."
        )
    today = {council.gss: council for council in rows.councils.values() if council.gss}
    for code in rows.codes:
        if code.gss in today:
            yield (
                f"codes.csv, line {code.line}: {code.gss} cannot be a former code of"
                f" {_called(code.code, rows)}: it is the code of {today[code.gss]}."
            )
        yield from _check_days("codes.csv", f"{code.gss} (line {code.line})", code)


def _check_names(rows: Register) -> Iterator[str]:
    for first, second in _doubles(rows.names, lambda n: (n.code, n.name.casefold(), n.kind)):
        yield (
            f"names.csv: lines {first.line} and {second.line} both call"
            f" {_called(first.code, rows)} “{first.name}”."
        )
    for name in rows.names:
        yield from _check_days("names.csv", f"“{name.name}” (line {name.line})", name)


def _check_lineage(rows: Register) -> Iterator[str]:
    lineage = rows.lineage
    for first, second in _doubles(lineage, lambda row: (row.old, row.new)):
        yield (
            f"lineage.csv: lines {first.line} and {second.line} both lead from"
            f" {_called(first.old, rows)} to {_called(first.new, rows)}."
        )
    for loop in circles([(row.old, row.new) for row in lineage]):
        circle = ", then ".join(_called(code, rows) for code in [*loop, loop[0]])
        yield f"lineage.csv: the lineage runs in a circle: {circle}."
    for row in lineage:
        old, new = rows.councils.get(row.old), rows.councils.get(row.new)
        if old is None or new is None or row.old == row.new:
            continue
        if row.kind == "replaces" and old.ends_on != row.on:
            yield (
                f"lineage.csv, line {row.line}: {new} takes over from {old} on {row.on}, but"
                f" there the old one ends {f'on {old.ends_on}' if old.ends_on else 'on no day'}."
            )
        if not new.is_current(row.on):
            yield (
                f"lineage.csv, line {row.line}: {new} takes over from {old} on {row.on}, a day"
                " on which it does not exist."
            )


def _check_signatures(rows: Register) -> Iterator[str]:
    for first, second in _doubles(rows.signatures, lambda row: row.key):
        yield (
            f"signatures.csv: lines {first.line} and {second.line} both say that"
            f" {_called(first.code, rows)} signed the edition of {first.edition}."
        )
    for row in rows.signatures:
        where = f"signatures.csv, line {row.line}"
        if row.edition not in EDITIONS:
            yield f"{where}: there is no edition of {row.edition}."
        if (row.precision == "unknown") != (row.date is None):
            yield f"{where}: a signature has a date, unless its precision is unknown."
        if not row.source and not row.source_url:
            yield f"{where}: nothing shows that it signed; give a source or its address."
        if row.date and row.date > row.checked_on:
            yield f"{where}: dated {row.date}, after the day it was checked, {row.checked_on}."
        if row.date and row.date < min(EDITIONS) and row.precision in ("day", "by"):
            yield f"{where}: dated {row.date}, before the charter was launched, {min(EDITIONS)}."
        council = rows.councils.get(row.code)
        if council and council.kind not in RESPONSIBLE_KINDS:
            yield f"{where}: {council} is {council.kind}, a kind that cannot sign."
        elif council and row.date and not council.is_current(row.date):
            yield f"{where}: {council} does not exist on {row.date}."


def _check_missing_from_care(rows: Register) -> Iterator[str]:
    for first, second in _doubles(rows.missing_from_care, lambda row: (row.code, row.year)):
        yield (
            f"missing_from_care.csv: lines {first.line} and {second.line} both give figures of"
            f" {_called(first.code, rows)} for {first.year}."
        )
    for row in rows.missing_from_care:
        where = f"missing_from_care.csv, line {row.line}"
        council = rows.councils.get(row.code)
        if council and council.kind not in RESPONSIBLE_KINDS:
            yield f"{where}: {council} is {council.kind}, a kind that has no child in its care."
        if suppress_small_numbers(row.code, row.year, row.figures) != row.figures:
            yield (
                f"{where}: numbers of children and of incidents under {SMALLEST} are not shown,"
                " and nothing that is calculated from them."
            )


def _doubles[Row](rows: Iterable[Row], value: Callable[[Row], object]) -> Iterator[tuple[Row, Row]]:
    """Yield each pair of rows with the same value, except empty values."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        if value(row):
            groups.setdefault(value(row), []).append(row)
    for group in groups.values():
        yield from combinations(group, 2)


def _called(code: str, rows: Register) -> str:
    return str(rows.councils.get(code, f"“{code}”"))


CHECKS = (
    _check_pointers,
    _check_names,
    _check_codes,
    _check_lineage,
    _check_signatures,
    _check_missing_from_care,
)
