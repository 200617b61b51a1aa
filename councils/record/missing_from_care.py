"""Figures of children missing from care, read from the database once for each ``Record``."""

from councils.models import MissingFromCare, YearlyFigures
from councils.record.snapshot import Record, cached_with_record
from councils.register.disclosure_control import is_number

SOURCE = "Department for Education, Children looked after in England including adoptions"
SOURCE_URL = (
    "https://explore-education-statistics.service.gov.uk/find-statistics/"
    "children-looked-after-in-england-including-adoptions"
)


@cached_with_record
def missing_from_care(record: Record) -> dict[int, list[YearlyFigures]]:
    """Return the figures for years that ended by the record's day, by council id, newest first.

    ``YearlyFigures.numbers`` gives a year's figures as numbers, with None for each that is not
    shown. One query, cached with the record.
    """
    return MissingFromCare.objects.shown(record.on)


def share_sentences(record: Record) -> str:
    """Say which share of the children in care the councils on record as signed look after.

    Of the newest year that most councils have figures for, and always with what that does and does
    not say; empty without figures or signatures. England is the sum of its councils here: 116,415
    for 2024. The department's own figure for England, 116,420, seems to be rounded to ten.
    """
    years = [
        (row.status == "signed", year)
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
        who = (
            f"The {names.signed} councils named in 2013"
            if names.signed > 1
            else "The council named in 2013"
        )
    else:
        who = f"The councils on record as having signed{names.in_brackets}"
    return (
        f"{who} looked after {percent}% of the children in care in England (year to March"
        f" {newest}). That says how large they are, not how well children fare."
    )
