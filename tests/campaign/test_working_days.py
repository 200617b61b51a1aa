"""Working days in England: weekends and bank holidays do not count."""

import datetime as dt

from campaign import working_days


def test_twenty_working_days_over_christmas():
    asked = dt.date(2026, 12, 10)
    assert working_days.working_days_after(asked, 20) == dt.date(2027, 1, 12)
    assert not working_days.is_working_day(dt.date(2026, 12, 28))
    assert working_days.is_working_day(dt.date(2026, 12, 29))


def test_each_year_that_is_listed_is_whole():
    years = [day.year for day in working_days.bank_holidays()]
    assert {year: years.count(year) for year in years} == {2026: 8, 2027: 8, 2028: 8}
    assert all(day.weekday() < 5 for day in working_days.bank_holidays())
