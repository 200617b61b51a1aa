"""Sentences for the press to quote."""

import datetime as dt

import pytest

from campaign.pages.models import Organisation
from councils.models import Council
from councils.record import Record, record_on, record_version
from councils.sharing.press_sentences import (
    count_sentence,
    date_precision_sentence,
    reported_2014_sentence,
)
from tests.seen import links, words

pytestmark = pytest.mark.django_db


def london(on=None):
    record = record_on(on)
    return [row for row in record.councils if row.region == "London"]


def test_the_sentence_has_its_day_its_place_and_both_numbers(today_is):
    today_is("2026-11-24")
    record = record_on()
    assert count_sentence(record, record.region("London")) == (
        "On 24 November 2026, there was evidence that 5 of the 33 councils that run children’s"
        " services in London had signed the Runaways’ Charter. All 5 names are on The Children’s"
        " Society’s list of September 2013, and no council has confirmed its signature to Make"
        " Runaways Safe since."
    )
    assert count_sentence(record) == (
        "On 24 November 2026, there was evidence that 32 of the 153 councils that run children’s"
        " services in England had signed the Runaways’ Charter. All 32 names are on The Children’s"
        " Society’s list of September 2013, and no council has confirmed its signature to Make"
        " Runaways Safe since."
    )


def test_one_signature_is_in_the_singular_and_a_region_has_its_article(sheffield):
    sheffield.signatures.all().delete()
    Council.objects.get(code="NTY").signatures.all().delete()
    record = record_on()
    assert (
        "1 of the 12 councils that run children’s services in the North East had signed"
        in count_sentence(record, record.region("North East"))
    )


def test_the_sentence_says_how_exactly_the_days_are_known(sign):
    assert date_precision_sentence(london()) == (
        "The days of all 5 signatures are known only as “by” a day: each may be earlier."
    )
    sign(Council.objects.get(slug="camden"), "2026-11-20")
    record_version.forget()
    assert date_precision_sentence(london()) == (
        "Of these 6 signatures, 1 is known to the day and 5 are known only as “by” a day: each"
        " may be earlier."
    )


def test_there_is_no_sentence_where_nobody_signed():
    assert date_precision_sentence([]) == ""


def test_the_view_of_a_region_begins_with_the_sentence(client, today_is):
    today_is("2026-11-24")
    seen = words(client.get("/councils/?region=london"))
    said = "On 24 November 2026, there was evidence that 5 of the 33 councils"
    assert said in seen
    assert seen.index(said) < seen.index("In all of England")
    assert "The days of all 5 signatures are known only as “by” a day" in seen


def test_a_past_day_has_its_own_and_a_day_to_come_has_none(client):
    page = words(client.get("/councils/?region=london&at=2012-08-01"))
    assert "On 1 August 2012, there was evidence that 0 of the 33 councils" in page
    assert "there was evidence" not in words(client.get("/councils/?at=2027-05-01"))


def test_with_another_filter_there_is_no_sentence_that_leaves_it_out(client):
    assert "Copy this sentence" in words(client.get("/councils/?region=london"))
    page = words(client.get("/councils/?region=london&status=signed"))
    assert "Copy this sentence" not in page


def test_a_region_has_its_rows_as_files_and_the_press_contact_once_it_is_known(client):
    seen = client.get("/councils/?region=london")
    assert "/data/councils.csv?region=london" in links(seen)
    rows = client.get("/data/councils.csv?region=london").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 33
    assert "Press:" not in words(seen)
    Organisation.objects.create(pk=1, press_contact="Press desk, 020 7946 0000")
    record_version.forget()
    assert "Press: Press desk, 020 7946 0000" in words(client.get("/councils/?region=london"))


def test_a_region_is_shared_with_its_sentence_and_its_picture(client, settings, today_is):
    today_is("2026-11-24")
    page = client.get("/councils/?region=london&at=2013-09-19&view=list").content.decode()
    assert 'content="On 19 September 2013, 5 of 33 councils in London had signed' in page
    assert f"{settings.SITE_URL}/share/london.png?at=2013-09-19" in page
    assert f'href="{settings.SITE_URL}/councils/?region=london&amp;at=2013-09-19"' in page


@pytest.mark.parametrize(
    ("named", "says"),
    [
        (32, "We can name 32 from that time, so there are at least nine we can’t name."),
        (40, "We can name 40 from that time, so there is at least one we can’t name."),
        (41, "says 41 councils had signed. We can name 41 from that time."),
        (43, "says 41 councils had signed. We can name 43 from that time."),
    ],
)
def test_how_many_of_2014_can_be_named_is_true_of_any_record(named, says):
    assert says in reported_2014_sentence(Record(dt.date(2026, 11, 24), [], named_of_2014=named))
