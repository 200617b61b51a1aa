"""Working days in England: Monday to Friday, without bank holidays.

``bank_holidays.csv`` lists them. Source: https://www.gov.uk/bank-holidays, England and Wales; the
days were worked out by its rules, and compared with the package ``holidays`` on 26 November 2026.
Add the next year when GOV.UK publishes it. Until then its holidays count as working days.
"""

import csv
import datetime as dt
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "bank_holidays.csv"
SATURDAY = 5


@cache
def bank_holidays() -> dict[dt.date, str]:
    """Return the names of the bank holidays that are known, by day."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {dt.date.fromisoformat(row["day"]): row["name"] for row in csv.DictReader(file)}


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays()


def working_days_after(day: dt.date, number: int) -> dt.date:
    """Return the day ``number`` working days after ``day``, which itself does not count."""
    while number:
        day += dt.timedelta(days=1)
        number -= is_working_day(day)
    return day
