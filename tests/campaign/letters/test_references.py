"""How the outbox and tasks know a letter."""

import pytest

from campaign.letters.models import Letter
from campaign.letters.references import letter_id_in, reference_to
from campaign.outbox.models import OutgoingMessage


def test_a_reference_leads_back_to_its_letter():
    assert reference_to(12) == "letter:12"
    assert letter_id_in(reference_to(12)) == 12


@pytest.mark.parametrize("key", ["", "12", "letter:", "letter:x", "letter:²", "confirm:12:1"])
def test_a_key_that_is_no_reference_leads_to_no_letter(key):
    assert letter_id_in(key) is None


def test_an_email_leads_to_the_letter_it_carries_and_to_no_other(db, letter_of):
    letter, other = letter_of("accepted"), letter_of("accepted")
    assert letter != other
    assert Letter.objects.for_message(OutgoingMessage(key=letter.reference)).get() == letter
    assert not Letter.objects.for_message(OutgoingMessage(key="confirm:1:1")).exists()
