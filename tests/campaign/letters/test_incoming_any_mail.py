"""Every email about a letter is accepted: one that fails would be delivered again for days."""

import pytest

from campaign.arrivals import process
from campaign.inbox.models import IncomingMessage
from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from tests.campaign.inbox.damage import ODD, damaged, given
from tests.campaign.inbox.mails import FOLDER
from tests.campaign.letters.conftest import TO_US

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies

MAIL = sorted(FOLDER.glob("*.eml"))
cuts = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(ODD)), max_size=6)


def as_it_was():
    """Undo what the email before this one changed."""
    OutgoingMessage.objects.exclude(purpose="letter").delete()
    IncomingMessage.objects.all().delete()
    Letter.objects.update(state=State.ACCEPTED, bounced_at=None)


@given(path=st.sampled_from(MAIL), cuts=cuts)
def test_a_damaged_email_about_a_letter_is_accepted(sent_letter, path, cuts):
    as_it_was()
    to = "bounces+t0kenofthelettertosheffield@bounces.runaways.example"
    assert process(damaged(path.read_bytes(), cuts), to)
    assert process(damaged(path.read_bytes(), cuts), TO_US)
