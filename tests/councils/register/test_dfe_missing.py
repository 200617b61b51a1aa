"""Children missing from care: the department's file read, loaded and shown with its warning.

missing_figures.csv beside this file has the department's form and numbers of our own.
"""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from councils.models import Change, ChangeKind, Council, MissingFromCare
from tests.seen import words

pytestmark = pytest.mark.promise(8)


FILE = Path(__file__).parent / "missing_figures.csv"
CAVEAT = (
    "users “should be cautious interpreting any figures across years or between local authorities"
    " due to differing practices”."
)
NOT_RUNNING_AWAY = "going missing from care isn’t the same as running away."


@pytest.fixture(autouse=True)
def no_figures_yet(db):
    """Start without figures, while other tests start from those that ship."""
    MissingFromCare.objects.all().delete()


@pytest.fixture
def file(tmp_path):
    """Return a function that writes the file with some words replaced by others."""

    def written(*changes, name="figures.csv"):
        text = FILE.read_text(encoding="utf-8-sig")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def load(path=FILE):
    out = StringIO()
    call_command("load_missing_figures", str(path), stdout=out)
    return out.getvalue()


def figures(code):
    rows = MissingFromCare.objects.filter(council__code=code).order_by("year")
    return [(row.year, row.looked_after, row.children, row.percent, row.incidents) for row in rows]


# Reading


def test_each_council_and_year_is_loaded_with_its_symbols(db):
    assert "figures of councils (7) for the years to 2021 to 2024." in load()
    assert figures("SRY") == [(2023, "100", "12", "12", "34"), (2024, "1101", "13", "1", "35")]
    assert figures("NYE") == [(2024, "682", "c", "c", "c")]
    assert figures("CBD") == [(2024, "653", "k", "k", "k")]
    assert figures("RUT") == [(2024, "x", "low", "u", "x")]


@pytest.mark.promise(8)
def test_numbers_under_ten_and_figures_calculated_from_them_are_suppressed(db, file):
    small = ("during the year,12", "during the year,9"), ("year,1007", "year,8")
    load(file(*small))
    assert figures("SRY")[0] == (2023, "100", "c", "c", "c")
    assert figures("CMA")[0][:2] == (2023, "c")
    surrey = Council.objects.get(code="SRY")
    shown = MissingFromCare.objects.shown(dt.date(2023, 4, 1))[surrey.pk]
    assert shown[0].numbers == (100, None, None, None)


# What is refused


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Surrey,E10000030", "Atlantis,E10009999", "Atlantis (E10009999) is not in the register"),
        ("Surrey,E10000030", "Dover,E07000108", "Dover (E07000108) is not in the register"),
        ("incidents during the year,34", "incidents during the year,soon", "four figures (soon)"),
        ("2023,Rep", "23/24,Rep", "Surrey, “23/24”: not a year"),
        (
            "Surrey,E10000030,Number of",
            "Surrey,E10000030,Sum of",
            "Surrey, “2023”: not a year with",
        ),
        ("new_la_code", "code", "no column named new_la_code"),
        ("Local authority", "LA", "It has no line about children missing from care"),
    ],
)
def test_a_wrong_file_is_refused_as_a_whole_with_the_reason(db, file, old, new, says):
    path = file((old, new))
    with pytest.raises(CommandError) as refused:
        load(path)
    assert says in str(refused.value)
    assert "Nothing was added" in str(refused.value)
    assert not MissingFromCare.objects.exists()


# Loading again


def test_a_corrected_figure_makes_a_line_about_its_council(db, file):
    load()
    said = load(file(("incidents during the year,34", "incidents during the year,36")))
    line = Change.objects.get(kind=ChangeKind.CORRECTED)
    assert line.council.code == "SRY"
    assert line.why == "The Department for Education’s file figures.csv."
    assert line.what in said
    assert line.what == (
        "Children missing from care, year ending March 2023. Missing incidents: was “34”, now “36”."
    )
    assert figures("SRY")[0] == (2023, "100", "12", "12", "36")


# What is shown


@pytest.fixture
def page(client, db, today_is):
    today_is("2026-11-24")
    return lambda slug, **asked: client.get(f"/councils/{slug}/", asked)


def test_figures_are_shown_by_year_with_the_departments_warning(page):
    load()
    seen = words(page("surrey"))
    for said in ("2024 1,101 13 35 2023 100 12 34", CAVEAT, NOT_RUNNING_AWAY,
                 "copied on 24 November 2026"):  # fmt: skip
        assert said in seen


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("north-yorkshire", "c : not shown, to protect confidentiality: by the department"),
        ("cumberland", "k : would round to zero, but is not zero."),
        ("cumbria", "2023 1,007 107 641"),
        ("hackney", "2021 616 x x"),  # a zero that means "not provided"
        ("hackney", "No figure is given for 2021."),
    ],
)
def test_a_symbol_is_shown_and_explained_and_a_closed_council_keeps_its_years(page, slug, says):
    load()
    assert says in words(page(slug))


def test_a_page_shows_the_years_that_had_ended_and_in_which_the_council_existed(page):
    load()
    assert "2024 1,101" not in words(page("surrey", at="2024-03-30"))
    assert "2024 1,101" in words(page("surrey", at="2024-03-31"))
    figures = words(page("cumberland")).split("figures, year by year")[1].split("Source:")[0]
    assert "2023" not in figures
