"""The charter's text is missing, then held: one setting changes every page that mentions it."""

import pytest
from django.core.exceptions import ValidationError

from campaign.letters.composition.compose import small_print
from councils.record import record_on
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
