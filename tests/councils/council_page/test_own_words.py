import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError

from campaign.asking.models import say_unanswered
from councils.models import Change
from tests.conftest import forget_everything
from tests.seen import words

SHEFFIELD = "/councils/sheffield/"
SAID = "We act on every report, and we publish what we do."


def test_a_councils_reply_stands_beside_its_status_with_its_link(client, sheffield, add_event):
    add_event(sheffield, "reply", council_words=SAID, source_url="https://www.sheffield.gov.uk/x")
    page = client.get(SHEFFIELD)
    assert f"Sheffield says, on 20 November 2026: {SAID} Its page" in words(page)


def test_a_fact_that_the_council_disputes_says_so_until_the_dispute_is_settled(
    client, sheffield, sign, today_is
):
    today_is("2026-11-01")
    signature = sign(sheffield, "2026-11-01", checked_on="2026-11-01")
    signature.dispute("The cabinet never met that day.")
    says = "The council disputes this; we are checking (since 1 November 2026)."
    assert words(client.get(SHEFFIELD)).count(says) == 2  # at the top, and in its history
    facts = json.loads(client.get("/data/signatures.json").content)["signatures"]
    assert [fact["disputed_since"] for fact in facts if fact["disputed_since"]] == ["2026-11-01"]
    with pytest.raises(ValidationError):
        signature.dispute("Again.")
    signature.settle_dispute("The minutes of 1 November show the decision.")
    forget_everything()
    assert says not in words(client.get(SHEFFIELD))
    assert [change.why for change in Change.objects.filter(council=sheffield)] == [
        "The minutes of 1 November show the decision.",
        "The cabinet never met that day.",
    ]


@pytest.mark.promise(4)
def test_a_disputed_signature_is_marked_wherever_its_status_is_shown(client, sheffield, sign):
    sign(sheffield, "2026-11-01").dispute("The cabinet never met that day.")
    forget_everything()
    page = words(client.get(SHEFFIELD))
    assert "Signed (disputed) on 1 November 2026 The council disputes this" in page
    assert "confirmed" not in page.partition("How sure are we?")[0]
    assert "Signed Sheffield (disputed)" in words(client.get("/councils/?q=sheffield&view=list"))
    body = client.get("/councils/").content.decode()
    assert "<title>Sheffield, signed (disputed) on 1 November 2026</title>" in body
    councils = json.loads(client.get("/data/councils.json").content)["councils"]
    (row,) = [row for row in councils if row["disputed_since"]]
    assert (row["slug"], row["status"]) == ("sheffield", "signed")
    assert "disputed" in client.get("/embed/sheffield.svg").content.decode()
    assert "Signed (disputed)" in words(client.get("/embed/sheffield/"))
    assert "The council has disputed this since" in words(client.get("/press/sheffield/"))
    assert "Sheffield (disputed)" in words(client.get("/councils/rotherham/"))
    assert "mark the fact as disputed wherever it’s shown" in words(client.get("/how-we-count/"))


@pytest.mark.parametrize(
    ("kind", "is_own"), [("minutes", True), ("council", True), ("news", False)]
)
def test_what_the_council_itself_published_confirms_its_signature(
    client, sheffield, sign, kind, is_own
):
    sign(sheffield, "2026-11-01", source_kind=kind)
    page = words(client.get(SHEFFIELD))
    assert ("Confirmed by the council’s own document" in page) == is_own
    assert ("hasn’t confirmed it" in page) != is_own
    entries = client.get("/feed.atom").content.decode().split("<entry>")
    (entry,) = [entry for entry in entries if "<title>Sheffield City" in entry]
    assert ("has not confirmed it" in entry) != is_own


def test_that_no_answer_came_is_shown_from_its_day_and_comes_off_at_once(
    client, sheffield, today_is
):
    says = "Asked on 1 September 2026. No answer has reached us."
    today_is("2026-11-24")
    say_unanswered(sheffield.pk, dt.date(2026, 9, 1), "Asked twice.")
    assert says in words(client.get(SHEFFIELD))
    assert says not in words(client.get(f"{SHEFFIELD}?at=2026-11-23"))
    say_unanswered(sheffield.pk, None, "The council says that it was not received.")
    forget_everything()
    assert says not in words(client.get(SHEFFIELD))
    assert [change.why for change in Change.objects.filter(council=sheffield)] == [
        "The council says that it was not received.",
        "Asked twice.",
    ]
