"""Frames, badges and pictures need few queries, however long the record is."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Change, ChangeKind, Contact, EventKind, EvidenceLink
from tests.conftest import forget_everything

pytestmark = pytest.mark.django_db


ADDRESSES = [
    *("/embed/kent/", "/embed/kent.svg", "/embed/map/", "/embed/?council=kent"),
    *("/share/kent.png", "/councils/kent/pack/", "/councils/kent/pack.rtf"),
    *("/councils/?region=south-east", "/sitemap.xml"),
]


@pytest.mark.fault  # full-size data
def test_frames_and_pictures_need_the_same_queries_with_many_facts(
    client, kent, fifty_more, sign, add_event, add_progress
):
    def everything_happens(times):
        for number in range(times):
            day = dt.date(2014, 1, 1) + dt.timedelta(days=number)
            add_event(kent, EventKind.PROGRESS, str(day), source_url=f"https://kent.example/{day}")
            sign(kent, str(day))
            add_progress(kent, "count", on=str(day))
            Change.objects.note(kent, ChangeKind.CORRECTED, "One.", "Why.")
            EvidenceLink.objects.get_or_create(
                url=f"https://kent.example/{day}", defaults={"failures": 3, "checked_on": day}
            )

    def queries():
        counts = {}
        for address in ADDRESSES:
            forget_everything()
            with CaptureQueriesContext(connection) as counted:
                assert client.get(address).status_code == 200
            counts[address] = len(counted)
        return counts

    everything_happens(1)
    few = queries()
    everything_happens(100)
    fifty_more(sign)
    Contact.objects.create(
        council=kent, email="lead@kent.example", source="-", checked_on="2020-01-01",
        check_again_on="2020-07-01",
    )  # fmt: skip
    assert queries() == few
