"""What a council replied on record is shown before anybody writes, and before a letter goes."""

from councils.models import EventKind
from councils.record import record_version
from tests.seen import words


def test_a_reply_on_record_stands_before_the_first_screen_and_before_a_waiting_letter_goes(
    ask, client, kent, add_event, waiting
):
    assert "Kent has replied" not in words(client.get("/councils/kent/write/"))
    add_event(kent, EventKind.REPLY, "2026-11-02", text="Kent says it counts them each month.")
    record_version.forget()
    page = words(client.get("/councils/kent/write/"))
    said = "Kent has replied On 2 November 2026: Kent says it counts them each month."
    assert said in page
    assert page.index(said) < page.index("1. What matters to you?", page.index(said))
    for address in (
        f"/letters/{waiting.token}/confirm/",
        f"/councils/kent/write/{waiting.draft_token}/check/",
    ):
        assert said in words(client.get(address))
