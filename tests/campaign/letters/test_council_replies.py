"""What a council replied on record is shown before anybody writes, and before a letter goes."""

from campaign.letters.models import Letter
from councils.models import EventKind
from councils.record import record_version
from tests.seen import words


def test_a_reply_on_record_is_shown_before_writing_and_before_confirming(
    ask, client, kent, add_event, waiting
):
    assert "Kent has replied" not in words(client.get("/councils/kent/write/", follow=True))
    add_event(kent, EventKind.REPLY, "2026-11-02", text="Kent says it counts them each month.")
    record_version.forget()
    page = words(client.get("/councils/kent/write/", follow=True))
    reply = "Kent has replied On 2 November 2026: Kent says it counts them each month."
    assert reply in page
    assert page.index(reply) < page.index("Why it matters to you")
    for address in (
        f"/letters/{waiting.token}/confirm/",
        f"/councils/kent/write/{waiting.draft_token}/check/",
    ):
        assert reply in words(client.get(address))


def test_a_draft_takes_up_the_reply_on_record(ask, kent, add_event):
    add_event(kent, EventKind.REPLY, "2026-11-02", text="Kent counts them.")
    record_version.forget()
    ask()
    opening = Letter.objects.latest("pk").text.split("\n\n")[1]
    assert opening.startswith("Thank you for the answer that you gave on 2 November 2026. I live")
    assert "Runaways’ Charter" in opening
