"""The switches of the site: a notice, a pre-election period, and how each stands."""

import pytest

from campaign.outbox.models import MailSettings, OutgoingMessage
from campaign.pages.models import Notice
from councils.models import Pause
from tests.seen import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(client, django_user_model):
    user = django_user_model.objects.create_superuser("maya@example.org")
    client.force_login(user)
    return client


def test_a_notice_stands_on_every_page_from_its_first_day_to_its_last(maya, client, today_is):
    today_is("2026-11-24")
    typed = {"text": "Our telephone is out of order.", "url": "", "starts_on": "2026-11-25"}
    page = maya.post("/admin/pages/notice/add/", typed | {"until": "2026-11-23"})
    assert "The last day lies before the first." in words(page)
    assert maya.post("/admin/pages/notice/add/", typed | {"until": "2026-11-26"}).status_code == 302
    for day, is_shown in (("24", False), ("25", True), ("26", True), ("27", False)):
        today_is(f"2026-11-{day}")
        for address in ("/", "/need-help/", "/councils/kent/"):
            assert ("telephone is out of order" in words(client.get(address))) is is_shown
    assert Notice.objects.count() == 1


def test_before_an_election_our_requests_wait_and_peoples_letters_go(kent, today_is):
    Pause.objects.create(
        council=kent,
        holds="questions",
        starts_on="2026-11-25",
        until="2026-11-26",
        reason="there are elections",
    )
    today_is("2026-11-24")
    for purpose, council in (("letter", "KEN"), ("ask", "KEN"), ("ask", "SHF")):
        OutgoingMessage.objects.create(
            key=f"{purpose}:{council}", purpose=purpose, to_council=True, content=b"x",
            due_at="2026-11-01T00:00Z",
            recipient="to@council.example", council=council,
        )  # fmt: skip
    due = {}
    for day in ("24", "25", "26", "27"):
        today_is(f"2026-11-{day}")
        due[day] = set(
            OutgoingMessage.objects.sendable(MailSettings.current()).values_list("key", flat=True)
        )
    assert due["24"] == due["27"] == {"letter:KEN", "ask:KEN", "ask:SHF"}
    assert due["25"] == due["26"] == {"letter:KEN", "ask:SHF"}
