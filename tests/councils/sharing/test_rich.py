"""A record with every kind of fact, on everything that other sites show."""

import re

import pytest

from councils.record import record_on
from tests.seen import words

pytestmark = pytest.mark.usefixtures("rich")


def test_the_totals_elsewhere_are_those_of_the_record(client):
    record = record_on()
    total = f"{record.signed} of {record.total} councils"
    assert f"there was evidence that {total.replace('of', 'of the')}" in words(
        client.get("/for-journalists/")
    )
    summed = [0, 0]
    for tally in record.regions:
        said = words(client.get(f"/press/{tally.slug}/"))
        signed, of = re.search(
            r"there was evidence that (\d+) of the (\d+) councils", said
        ).groups()
        summed[0] += int(signed)
        summed[1] += int(of)
    assert summed == [record.signed, record.total]
