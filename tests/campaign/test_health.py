"""For balancers and monitors."""

import pytest

from campaign.release import VERSION
from councils.models import PostcodeEdition, RecordVersion
from councils.postcodes.store import forget_index


@pytest.fixture
def health(client, db):
    return lambda: client.get("/health/")


def test_health_is_well_with_a_database_and_postcodes(health, postcodes):
    response = health()
    assert response.status_code == 200
    body = response.json()
    assert body["well"] is True
    assert (body["database"], body["postcodes"]) == ("well", "well")
    assert body["version"] == VERSION


def test_health_says_when_there_are_no_postcodes(health):
    response = health()
    assert response.status_code == 503
    body = response.json()
    assert body["well"] is False
    assert (body["database"], body["postcodes"]) == ("well", "not well")


def test_postcodes_that_cannot_be_read_are_not_well(health, postcodes, caplog):
    PostcodeEdition.objects.update(data=b"rubbish", sha256="0")
    forget_index()
    assert health().json()["postcodes"] == "not well"


def test_a_database_without_the_version_of_the_record_is_not_well(health, postcodes):
    RecordVersion.objects.all().delete()
    response = health()
    assert response.status_code == 503
    assert response.json()["database"] == "not well"


def test_health_says_when_it_looked_and_is_never_cached(health, today_is):
    response = health()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["at"]


def test_a_process_is_alive_while_it_answers_whatever_else_is_wrong(client):
    response = client.get("/health/live/")  # without any database
    assert response.status_code == 200
    assert response.content == b"alive\n"


@pytest.mark.parametrize("address", ["/health/", "/health/live/"])
def test_monitors_get_an_answer_over_plain_http(client, db, postcodes, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/health/", "/health/live/"])
def test_health_checks_refuse_a_post(client, db, address):
    assert client.head(address).status_code in (200, 503)
    assert client.post(address).status_code == 405
