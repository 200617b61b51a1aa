"""Events that name one of the four commitments: what a council has done since it signed."""

import pytest

from councils.models import Event, EventKind
from tests.seen import words

pytestmark = pytest.mark.promise(6)


RECORD = "/admin/record/"
SHOWN = {
    "shows": "other",
    "council": "Kent",
    "kind": "progress",
    "commitment": "count",
    "evidence_level": "evidenced",
    "date": "2 June 2026",
    "text": "The council published how many children were reported missing.",
    "council_words": "We publish these numbers each June.",
    "source_kind": "council",
    "source": "The council’s own page",
    "source_url": "https://www.kent.gov.uk/missing",
    "publish": "",
}
NOT_ASKED = "has not been asked since it signed"


@pytest.fixture(autouse=True)
def november(today_is):
    today_is("2026-11-24")


@pytest.mark.promise(6)
def test_nothing_is_said_of_a_council_that_was_not_asked_since_it_signed(send, kent, add_event):
    assert NOT_ASKED in words(send(RECORD, **SHOWN))
    add_event(kent, EventKind.CONTACTED, "2012-08-01")  # before it signed
    assert NOT_ASKED in words(send(RECORD, **SHOWN))
    add_event(kent, EventKind.CONTACTED, "2026-05-01").retract("It was Essex that we asked.")
    assert NOT_ASKED in words(send(RECORD, **SHOWN))
    assert not Event.objects.filter(kind="progress").exists()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"council": "Sheffield"}, NOT_ASKED),
        ({"date": "8 July 2012"}, "launched on 9 July 2012"),
        ({"commitment": "hope"}, "This is not one of the choices"),
        ({"kind": "reply"}, "Only progress belongs to one of the four words."),
        ({"commitment": "", "evidence_level": "checked"}, "Say both which word it belongs to and"),
    ],
)
def test_impossible_progress_is_refused_with_the_reason(send, kent, add_event, answers, says):
    add_event(kent, EventKind.CONTACTED, "2026-05-01")
    assert says in words(send(RECORD, **SHOWN | answers))
    assert not Event.objects.filter(kind="progress").exists()
