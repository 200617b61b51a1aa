"""The charter's text is missing, then held: one setting changes every page that mentions it."""

import pytest
from django.core.exceptions import ValidationError

from councils.models import Signature
from councils.record import record_on
from councils.record.charter_text import letter_line
from tests.campaign.sign_up.letters_to_olu import last_letter
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


def test_pages_letters_motion_and_sign_say_whether_this_site_holds_the_text(
    client, sheffield, hold_the_text
):
    for address, says in MISSING.items():
        assert says in words(client.get(address)), address
    assert "publish what it does to count" in words(client.get("/councils/sheffield/pack/"))
    assert "We haven’t found the charter’s full text: " in letter_line(record_on(), "")
    hold_the_text()
    for address, said in MISSING.items():
        page = words(client.get(address))
        assert said not in page, address
        assert HELD in page, address
    assert "We will listen. We will act." in words(client.get("/charter/text/"))
    assert "The charter’s full text: " in letter_line(record_on(), "")


def test_nobody_can_sign_a_text_without_an_owner_who_agreed(edition):
    edition.text, edition.may_be_signed_here = "Words.", True
    with pytest.raises(ValidationError) as refused:
        edition.correct("Found.")
    assert set(refused.value.message_dict) == {"source", "owner", "agreed_by"}


@pytest.mark.promise(4)
def test_with_the_text_a_signature_gets_a_certificate_that_says_how_it_stands_today(
    client, written, record, hold_the_text, today_is
):
    today_is("2026-11-25")
    record(written("wants"), "Record that it says", **SIGNED)
    signature = Signature.objects.get(council__code="SHF")
    paper = f"/v/{signature.pk}/certificate/"
    assert paper not in last_letter() and client.get(paper).status_code == 404
    hold_the_text()
    assert "A promise made on 4 November 2026" in words(client.get(paper))
    for typed in (signature.pk, f"{signature.pk}/"):
        assert "Its status today: Signed." in words(client.get(f"/v/{typed}")), typed
    signature.retract("It was another council.")
    assert "recorded in error and taken back" in words(client.get(f"/v/{signature.pk}"))
    assert client.get(paper).status_code == 404
    assert client.get("/v/999999").status_code == 404
