"""The file of suggestions: every current council and place, in few bytes."""

import pytest

from councils.record import record_on
from councils.search.gazetteer import gazetteer
from councils.search.lookup import resolve

AT_MOST = 60_000
"""Bytes of the file as it is sent."""


@pytest.fixture
def suggested(client, db):
    return lambda: client.get("/find/suggestions.json").json()


def labels(file: dict) -> list[str]:
    """Return what find.js shows of the file."""
    places = zip(file["places"].split("\n"), file["within"], strict=True)
    named = [(name, file["areas"][number]) for name, number in places]
    return [
        *file["councils"],
        *(f"{name}, {area}" if area and area != name else name for name, area in named),
    ]


def test_the_file_is_small_and_a_browser_that_has_it_is_not_sent_it_again(client, db):
    held = {"Accept-Encoding": "gzip"}
    response = client.get("/find/suggestions.json", headers=held)
    assert len(response.content) <= AT_MOST
    held["If-None-Match"] = response.headers["ETag"]
    assert client.get("/find/suggestions.json", headers=held).status_code == 304


def test_the_file_has_every_council_and_place_of_england(suggested):
    names = labels(suggested())
    assert {"Kent County Council", "Dover District Council", "Huddersfield, West Yorkshire"} <= set(
        names
    )
    assert len(names) > len(list(gazetteer())) + 300
    assert "City of Cardiff Council" not in names
    assert "Bournemouth Borough Council" not in names


def test_the_suggestions_follow_a_reorganisation_on_its_day(suggested, today_is):
    today_is("2027-03-31")
    assert "West Surrey Council" not in suggested()["councils"]
    today_is("2027-04-01")
    assert "West Surrey Council" in suggested()["councils"]
    assert "Surrey County Council" not in suggested()["councils"]


@pytest.mark.promise(9)
def test_every_suggestion_leads_to_a_council_or_to_a_choice(suggested):
    record = record_on()
    answers = {label: resolve(label, record).case for label in labels(suggested())}
    right = ("council", "choices", "divided", "county")  # London has 33
    assert [label for label, case in answers.items() if case not in right] == []
