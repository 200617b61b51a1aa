"""What is said of a status, wherever it is spoken of."""

import pytest

from campaign.letters.composition.wordings import PATTERNS
from councils.record.status import CURRENT_STATUSES, STATUSES

pytestmark = pytest.mark.promise(4)


@pytest.mark.parametrize("code", CURRENT_STATUSES)
def test_every_status_a_council_can_have_has_its_words_everywhere(code):
    status = STATUSES[code]
    said = (status.button, status.councillors, status.council, status.press)
    assert all((*said, status.message, *status.badge))
    assert code in PATTERNS
