"""Figures of children missing from care, read from the database once for each ``Record``."""

from councils.models import MissingFromCare
from councils.models.missing_from_care import is_number
from councils.record.council_on_day import CouncilOnDay
from councils.record.snapshot import Record, cached_with_record
from councils.record.status import Status

SOURCE = "Department for Education, Children looked after in England including adoptions"
SOURCE_URL = (
    "https://explore-education-statistics.service.gov.uk/find-statistics/"
    "children-looked-after-in-england-including-adoptions"
)

CAUTION = (
    "Please don’t compare years or councils. The Department for Education says users “should be"
    " cautious interpreting any figures across years or between local authorities due to differing"
    " practices”. Where a council records a child who’s away without permission as missing, its"
    " count can be up to about 10% too high. And going missing from care isn’t the same as running"
    " away."
)
"""What stands beside every figure."""

DUTY = (
    "Every council that runs children’s services has legal duties to children who go missing,"
    " whether or not it signed."
)
"""What stands wherever signing could be taken for the law."""


@cached_with_record
def missing_from_care(record: Record) -> dict[int, list[MissingFromCare]]:
    """Return the figures for years that ended by the record's day, by council id, newest first.

    ``MissingFromCare.numbers`` gives a year's figures as numbers, with None for each that is not
    shown. One query, cached with the record.
    """
    return MissingFromCare.objects.shown(record.on)


def newest_figures(record: Record, row: CouncilOnDay) -> MissingFromCare | None:
    """Return a council's newest year of which both numbers are known: in care, and missing."""
    years = missing_from_care(record).get(row.id, ())
    return next((year for year in years if None not in year.numbers[:2]), None)


def share_sentences(record: Record) -> str:
    """Say which share of the children in care the councils on record as signed look after.

    Of the newest year that most councils have figures for, and always with what that does and does
    not say; empty without figures or signatures. England is the sum of its councils here: 116,415
    for 2024. The department's own figure for England, 116,420, seems to be rounded to ten.
    """
    years = [
        (row.status == Status.SIGNED, year)
        for row in record.councils
        for year in missing_from_care(record).get(row.id, ())
    ]
    known = [year.year for _, year in years if is_number(year.looked_after)]
    if not known or not record.signed:
        return ""
    newest = max(known)
    counts = [(signed, year.numbers.looked_after) for signed, year in years if year.year == newest]
    of_year = [(signed, count) for signed, count in counts if count]
    total = sum(count for _, count in of_year)
    percent = round(100 * sum(count for signed, count in of_year if signed) / total)
    names = record.provenance
    if names.signed == names.listed:
        who = "on the 2013 list"
    else:
        who = f"that have signed, as far as we know{names.in_brackets}"
    councils = f"the {names.signed} councils" if names.signed > 1 else "the council"
    return (
        "Of all the children looked after in England at some time in the year to March"
        f" {newest}, {percent}% were looked after by {councils} {who}. That tells you how big"
        " those councils are, not how well children are doing."
    )
