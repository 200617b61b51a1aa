"""Ed looks after email: he pauses it, resumes it, and settles a letter that is unsure."""

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.outbox.models import MailSettings, MessageState, OutgoingMessage
from tests.browser.screens import follow

pytestmark = pytest.mark.browser


@pytest.fixture
def unsure(transactional_db):
    """Queue a letter whose connection broke after its text was sent."""
    mail = EmailMessage("Please sign", "Please sign.", None, ["leader@kent.example"])
    message = OutgoingMessage.objects.queue("letter", "letter:0", "leader@kent.example", mail)
    now = timezone.now()
    OutgoingMessage.objects.update(
        state=MessageState.UNSURE, data_started_at=now, outcome_at=now, attempts=1
    )
    return message


def test_ed_pauses_and_resumes_all_email_on_the_front_page(sign_in, size):
    page = sign_in("administrator", size)
    with page.expect_navigation():
        page.get_by_role("button", name="Pause all email").click()
    assert page.get_by_text("Off: no email goes out").is_visible()
    assert MailSettings.current().paused
    with page.expect_navigation():
        page.get_by_role("button", name="Let email leave again").click()
    assert not MailSettings.current().paused
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_ed_settles_an_unsure_letter(sign_in, unsure):
    page = sign_in("administrator")
    follow(page, "1 email of which we’re not sure that it was sent")
    follow(page, f"{unsure.pk}: a letter to a council")
    page.get_by_label("Action").select_option(label="It was sent")
    with page.expect_navigation():
        page.get_by_role("button", name="Run").click()
    assert page.get_by_text("1 marked as sent.").is_visible()
    unsure.refresh_from_db()
    assert unsure.state == MessageState.ACCEPTED
