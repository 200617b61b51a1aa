"""The charter's text is missing, then held: one setting changes every page that mentions it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from campaign.letters.composition.compose import small_print
from campaign.pages.models import Opening
from councils.models import Signature
from councils.record import record_on
from tests.campaign.sign_up.letters_to_olu import last_letter
from tests.conftest import forget_everything
from tests.seen import words

MISSING = {
    "/charter/": "We looked for the charter’s own words and couldn’t find them.",
    "/for-councils/": "We don’t have the charter’s full text",
    "/for-councillors/": "We don’t have the charter’s full text",
    "/councils/sheffield/pack/": "say in public whether it signed the charter before",
    "/sign/?council=sheffield": "So if your council signs now, it signs its own copy.",
    "/charter/text/": "We looked for the charter’s own words and couldn’t find them.",
}
HELD = "the charter in full. It belongs to The Owner, and"
SIGNED = {"shows": "signed", "text": "", "date": "4 November 2026",
          "source_url": "https://democracy.sheffield.gov.uk/7"}  # fmt: skip
NEEDS_COPY = "A new signature needs the council’s own copy"


def test_pages_letters_motion_and_sign_say_whether_this_site_holds_the_text(
    client, sheffield, hold_the_text
):
    for address, says in MISSING.items():
        assert says in words(client.get(address)), address
    assert "publish what it does to count" in words(client.get("/councils/sheffield/pack/"))
    small = small_print(record_on().by_slug["sheffield"])
    assert "It hasn’t found the charter’s full text." in small
    hold_the_text()
    for address, said in MISSING.items():
        page = words(client.get(address))
        assert said not in page, address
        assert HELD in page, address
    assert "We will listen. We will act." in words(client.get("/charter/text/"))
    assert "The charter’s full text: " in small_print(record_on().by_slug["sheffield"])


def test_nobody_can_sign_a_text_without_an_owner_who_agreed(edition):
    edition.text, edition.may_be_signed_here = "Words.", True
    with pytest.raises(ValidationError) as refused:
        edition.correct("Found.")
    assert set(refused.value.message_dict) == {"source", "owner", "agreed_by"}


def test_without_the_text_a_new_signature_needs_the_councils_own_copy(written, record, today_is):
    today_is("2026-11-25")
    sign_up = written("wants")
    assert NEEDS_COPY in words(record(sign_up, "Record that it says", **SIGNED))
    record(sign_up, "Record that it says", own_copy="on", **SIGNED)
    signature = Signature.objects.get(council=sign_up.council)
    assert "showed us its own copy" in signature.note
    assert "certificate" not in last_letter()


def test_what_a_council_signed_since_this_site_opened_is_new(written, record, today_is):
    Opening.current().open(by="ada@example.org", now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    today_is("2026-11-25")
    sign_up = written("signed", day="4 November", evidence="Minutes")
    assert NEEDS_COPY in words(record(sign_up, "Record a signature", **SIGNED))
    record(sign_up, "Record a signature", **SIGNED | {"date": "19/9/2013"})
    assert Signature.objects.get(council=sign_up.council).when.words == "on 19 September 2013"


@pytest.mark.promise(4)
def test_with_the_text_a_signature_gets_a_certificate_that_says_how_it_stands_today(
    client, written, record, hold_the_text, today_is
):
    today_is("2026-11-25")
    hold_the_text()
    record(written("wants"), "Record that it says", **SIGNED)
    forget_everything()
    signature = Signature.objects.get(council__code="SHF")
    assert f"/v/{signature.pk}/certificate/" in last_letter()
    paper = words(client.get(f"/v/{signature.pk}/certificate/"))
    assert "A promise made on 4 November 2026" in paper
    assert "It doesn’t say how well services work, or that any child is safe." in paper
    for typed in (signature.pk, f"{signature.pk}/"):
        assert "Its status today: Signed." in words(client.get(f"/v/{typed}")), typed
    signature.retract("It was another council.")
    forget_everything()
    assert "recorded in error and taken back" in words(client.get(f"/v/{signature.pk}"))
    assert client.get(f"/v/{signature.pk}/certificate/").status_code == 404
    assert client.get("/v/999999").status_code == 404
