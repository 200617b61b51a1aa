"""For a year after a council on record as signed ends, pages say why the count fell."""

import datetime as dt

import pytest

from councils.models import Council, Lineage
from councils.record import record_on
from councils.record.fall import fall_sentence
from councils.sharing.five_sentences import count_sentence
from tests.conftest import forget_everything
from tests.seen import words

pytestmark = [pytest.mark.django_db, pytest.mark.promise(1)]
DAY = dt.date(2026, 10, 1)


def ends(make_council, *slugs):
    for slug in slugs:
        old = Council.objects.get(slug=slug)
        Council.objects.filter(pk=old.pk).update(ends_on=DAY)
        new = make_council(f"New {old.short_name}", DAY.isoformat(), region=old.region)
        Lineage.objects.create(old=old, new=new, on=DAY, kind="replaces")
    forget_everything()


def said(day=None):
    return fall_sentence(record_on(day), "")


def test_home_chart_and_press_sentence_explain_the_fall_for_a_year(make_council, today_is, client):
    today_is("2026-11-24")
    ends(make_council, "kent")
    sentence = (
        "The number went from 32 to 31 on 1 October 2026, because Kent closed. We still show its"
        " signature, and we’ll count the council that took over once it signs."
    )
    assert said() == sentence
    assert count_sentence(record_on()).endswith(sentence)
    for address in ("/", "/councils/timeline/"):
        assert sentence in words(client.get(address))
    assert said(DAY - dt.timedelta(days=1)) == ""
    assert said(dt.date(2027, 9, 30)) == sentence
    assert said(dt.date(2027, 10, 1)) == ""
