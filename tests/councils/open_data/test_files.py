"""The record as files: the same councils and totals as the pages, for any day."""

import csv
import io
import json

import pytest

from councils.models import Council, EventKind
from tests.seen import words

DAYS = ["2012-07-09", "2013-09-19", "2020-06-01", "2022-06-01", "2024-01-01", "2027-04-01"]


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


@pytest.mark.parametrize("day", DAYS)
def test_there_is_a_row_for_each_council_that_the_total_counts(client, data, rows, day):
    found = data(at=day)
    assert found["as_at"] == day
    assert len(found["councils"]) == found["total"] == len(rows(at=day))
    signed = [council for council in found["councils"] if council["status"] == "signed"]
    assert len(signed) == found["signed"]
    page = words(client.get("/councils/", {"at": day}))
    assert f"{found['signed']} of {found['total']} councils" in page


def test_a_council_is_described_as_on_its_page(data, settings):
    kent = one(data()["councils"], "kent")
    assert kent["code"] == "KEN"
    assert kent["gss"] == "E10000016"
    assert kent["kind"] == "county"
    assert kent["region"] == "South East"
    assert kent["status"] == "signed"
    assert kent["signed_on"] == "../2012-12-03"
    assert kent["evidence"].startswith("http")
    assert kent["url"] == f"{settings.SITE_URL}/councils/kent/"
    sheffield = one(data()["councils"], "sheffield")
    assert sheffield["status"] == "not_signed"
    assert sheffield["signed_on"] is None
    assert sheffield["evidence"] is None


def test_every_status_has_its_code(data, kent, sheffield, sign, add_event):
    sign(Council.objects.get(slug="cumbria"), "2014-05-05")
    add_event(kent, EventKind.WITHDRAWN)
    add_event(sheffield, EventKind.INTENDS)
    councils = data()["councils"]
    assert one(councils, "kent")["status"] == "withdrawn"
    assert one(councils, "sheffield")["status"] == "intends"
    assert one(councils, "cumberland")["status"] == "inherited"
    assert one(councils, "cumberland")["signed_on"] is None
    statuses = {council["status"] for council in councils}
    assert statuses == {"not_signed", "intends", "signed", "inherited", "withdrawn"}


def test_a_past_day_has_the_names_of_that_day_and_no_council_of_another(rows):
    assert one(rows(at="2013-09-19"), "north-yorkshire")["name"] == "North Yorkshire County Council"
    today = rows()
    assert one(today, "north-yorkshire")["name"] == "North Yorkshire Council"
    assert not {row["slug"] for row in today} & {"cumbria", "east-surrey", "dover", "cardiff"}


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


@pytest.mark.parametrize("file", ["csv", "json"])
@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("yesterday", "We can’t read that date. Write it like"),
        ("2013-02-30", "We can’t read that date."),
        ("2013\x00", "We can’t read that date."),
        ("2012-07-08", "so our list starts then."),
        ("9999-12-31", "That’s too far ahead"),
    ],
)
def test_a_wrong_day_is_said_in_plain_english(client, db, file, day, says):
    response = client.get(f"/data/councils.{file}", {"at": day})
    assert response.status_code == 400
    assert says in response.content.decode()
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_facts_can_be_filtered_by_region(client, db, form):
    file = client.get(f"/data/signatures.{form}", {"region": "london"}).content.decode()
    assert "Barnet" in file
    assert "Kent" not in file


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("signatures.csv?region=mercia", "That is none of the nine regions."),
        ("lineage.csv?region=london", "so you can’t get it for one region."),
        ("signatures.csv?status=signed", "This file has no status: take “status” out of the"),
        ("councils.csv?status=Signed", "there is no such status in this file. Choose one of these"),
        ("events.csv?at=2013-09-19", "This file is of today alone"),
    ],
)
def test_a_filter_that_a_file_cannot_have_is_refused_in_plain_english(client, db, address, says):
    response = client.get(f"/data/{address}")
    assert response.status_code == 400
    assert says in response.content.decode()


def test_the_councils_stand_in_the_order_that_the_page_names(client, rows):
    names = [row["short_name"] for row in rows()]
    assert names == sorted(names)
    assert "By short_name, from A to Z." in words(client.get("/data/"))
    assert "Each list is from A to Z." in words(client.get("/councils/"))
