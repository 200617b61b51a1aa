"""What an address of a file may ask for, and what it is told otherwise."""

import csv
import io

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(client):
    def of(address):
        text = client.get(address).content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    return of


def test_signatures_can_be_had_for_one_region_on_any_day(rows):
    kept = rows("/data/signatures.csv?region=south-east")
    councils = {row["code"]: row["region"] for row in rows("/data/councils.csv")}
    assert len(kept) == 6
    assert {councils[row["council"]] for row in kept} == {"South East"}
    assert rows("/data/signatures.csv?region=south-east&at=2012-07-10") == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/data/councils.csv?regoin=london", "This file doesn’t know “regoin”."),
        ("/data/signatures.csv?day=2013-09-19", "This file doesn’t know “day”. It takes at and"),
        ("/data/signatures.csv?status=signed", "It takes at and region."),
        ("/data/events.csv?region=london", "It takes none."),
    ],
)
def test_a_parameter_that_a_file_does_not_know_is_refused_by_name(client, address, says):
    answer = client.get(address)
    assert answer.status_code == 400
    assert says in answer.content.decode()


@pytest.mark.parametrize("tracker", ["utm_source=x", "UTM_Campaign=y", "fbclid=z", "_gl=1"])
def test_what_others_add_to_follow_people_is_ignored(client, rows, tracker):
    assert len(rows(f"/data/signatures.csv?{tracker}")) == 32


def test_a_region_has_its_count_over_time_as_a_chart_with_its_numbers(client):
    page = client.get("/press/south-east/").content.decode()
    assert (
        'aria-label="0 on 9 July 2012, 1 from 3 December 2012, 6 from 19 September 2013, of 19'
        in page
    )
    assert "<td>19 September 2013</td><td>6</td>" in page
