"""The record as files: the same councils and totals as the pages, for any day."""

import csv
import io
import json

import pytest

from councils.models import Council, EventKind, MissingFromCare
from tests.seen import words


@pytest.fixture
def data(client, db):
    """Return a function that fetches the JSON of a day."""
    return lambda **asked: json.loads(client.get("/data/councils.json", asked).content)


@pytest.fixture
def rows(client, db):
    """Return a function that fetches the rows of a day's CSV."""

    def read(**asked):
        text = client.get("/data/councils.csv", asked).content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    return read


def one(councils, slug):
    return next(council for council in councils if council["slug"] == slug)


def test_a_council_is_described_as_on_its_page(data, settings, add_event):
    add_event(Council.objects.get(slug="sheffield"), EventKind.INTENDS)
    kent, sheffield = (one(data()["councils"], slug) for slug in ("kent", "sheffield"))
    assert kent["evidence"].startswith("http")
    expected = {
        "code": "KEN",
        "gss": "E10000016",
        "kind": "county",
        "region": "South East",
        "status": "signed",
        "signed_on": "../2012-12-03",
        "url": f"{settings.SITE_URL}/councils/kent/",
    }
    assert expected.items() <= kent.items()
    assert {"status": "intends", "signed_on": None, "evidence": None}.items() <= sheffield.items()


def test_a_past_day_has_the_names_of_that_day_and_no_council_of_another(rows):
    assert one(rows(at="2013-09-19"), "north-yorkshire")["name"] == "North Yorkshire County Council"
    today = rows()
    assert one(today, "north-yorkshire")["name"] == "North Yorkshire Council"
    assert not {row["slug"] for row in today} & {"cumbria", "east-surrey", "dover", "cardiff"}


@pytest.mark.parametrize(
    ("councils", "percent"), [(["kent"], 100), (["kent", "sheffield"], 75), (["sheffield"], 0)]
)
def test_the_share_of_children_in_care_is_of_those_whose_councils_gave_a_number(
    client, db, councils, percent
):
    MissingFromCare.objects.exclude(council__slug__in=councils).delete()
    MissingFromCare.objects.filter(council__slug="kent").update(looked_after="3000")
    MissingFromCare.objects.filter(council__slug="sheffield").update(looked_after="1000")
    assert f"{percent}% were looked after by the 32 councils" in words(client.get("/data/"))


@pytest.mark.promise(8)
@pytest.mark.parametrize("sign_of_a_formula", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula_in_a_spreadsheet(rows, kent, sign, sign_of_a_formula):
    formula = f'{sign_of_a_formula}HYPERLINK("http://evil.example")'
    sign(kent, source=formula)
    assert one(rows(), "kent")["evidence"] == f"'{formula}"


@pytest.mark.parametrize("file", ["csv", "json", "geojson"])
def test_scripts_of_any_site_may_read_the_files(client, db, file):
    headers = client.get(f"/data/councils.{file}").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Link"] == '</data/>; rel="describedby"'


def test_the_licence_and_attribution_are_in_the_file_and_on_its_page(client, data):
    found = data()
    assert "open-government-licence" in found["licence"]
    page = words(client.get("/data/"))
    for part in found["attribution"].split(". ")[1:4]:
        assert part.rstrip(".") in page


def test_the_csv_opens_correctly_in_a_spreadsheet(client, db):
    response = client.get("/data/councils.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith("\ufeffcode,".encode())


def test_the_filtered_list_is_the_filtered_file(rows):
    asked = {"region": "london", "status": "signed", "kind": "london", "q": "ba"}
    assert {row["short_name"] for row in rows(**asked)} == {"Barking and Dagenham", "Barnet"}


def test_a_region_may_be_written_as_on_pages(client, db):
    written = client.get("/data/signatures.csv", {"region": "Yorkshire and The Humber"})
    assert (
        written.content
        == client.get("/data/signatures.csv", {"region": "yorkshire-and-the-humber"}).content
    )
    assert b"Bradford" in written.content and b"Kent" not in written.content


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("councils.csv?at=yesterday", "We can’t read that date. Write it like"),
        ("councils.json?at=2013%00", "We can’t read that date."),
        ("councils.csv?at=2012-07-08", "so our list starts then."),
        ("councils.json?at=9999-12-31", "That’s too far ahead"),
        ("councils.csv?region=mercia", "There is no such region. There are: north-east, "),
        ("councils.csv?q=" + "a" * 101, "A council’s name has at most 100 letters"),
        ("lineage.csv?region=london", "can’t be had in part like that. It takes none."),
        ("events.csv?at=2013-09-19", "This file is of today alone"),
    ],
)
def test_a_day_or_filter_that_a_file_cannot_have_is_refused_in_plain_english(
    client, db, address, says
):
    response = client.get(f"/data/{address}")
    assert response.status_code == 400
    assert says in response.content.decode()
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_councils_stand_in_the_order_that_the_page_names(client, rows):
    names = [row["short_name"] for row in rows()]
    assert names == sorted(names)
    assert "By short_name, from A to Z." in words(client.get("/data/"))
    assert "Each list is from A to Z." in words(client.get("/councils/"))


@pytest.mark.promise(2)
def test_no_signature_is_possible_before_the_charter(client, sheffield, sign):
    sign(sheffield, "2012-07-09", date_precision="year")
    rows = client.get("/data/signatures.json").json()["signatures"]
    (row,) = [row for row in rows if row["council_name"] == "Sheffield City Council"]
    assert row["earliest"] == "2012-07-09"
