"""What a child, a friend, a neighbour or a teacher types on a telephone, and a voicemail says."""

from pathlib import Path

import pytest

from campaign.inbox.process import process
from campaign.tasks.models import Task, TaskKind
from councils.safeguarding.call_for_help import lines_of
from tests.campaign.safeguarding.conftest import LEAD, TO_US, plain, sent_to

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

SAID = lines_of(Path(__file__).with_name("typed_in_a_hurry.txt"))


@pytest.mark.parametrize("text", SAID)
def test_what_is_typed_in_a_hurry_is_heard(text):
    process(plain(text), TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    assert len(sent_to(LEAD)) == 1
