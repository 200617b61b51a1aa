"""The emails to people who complain: one function for each."""

from django.conf import settings
from django.urls import reverse

from campaign.complaints.models import Complaint
from campaign.outbox.models import OutgoingMessage
from campaign.outbox.subjects import subject_line
from campaign.pages.email_footer import with_footer
from campaign.purposes import Purpose


def send(complaint: Complaint, key: str, text: str) -> None:
    """Queue an email to the person who complained, once per key."""
    subject = subject_line(f"Your complaint {complaint.number}")
    OutgoingMessage.objects.queue(
        Purpose.COMPLAINT,
        f"{complaint.key}:{key}",
        complaint.email,
        with_footer(complaint.email, subject, text),
        on_behalf=complaint.email,
        about=complaint.key,
    )


def acknowledge(complaint: Complaint) -> None:
    """Say that the complaint has arrived, and that one person is dealing with it."""
    send(
        complaint,
        "acknowledged",
        f"We have your complaint, and a person here is looking into it. Its number is"
        f" {complaint.number}. We will write again when we know the outcome. You can reply to this"
        " email.",
    )


def answer(complaint: Complaint) -> None:
    """Give the outcome, and say what to do if that is not enough."""
    further = (
        " You can also complain to the Information Commissioner’s Office: https://ico.org.uk/."
        if complaint.is_about_personal_data
        else ""
    )
    send(
        complaint,
        "answered",
        f"We have looked into your complaint {complaint.number}. This is the outcome:\n\n"
        f"{complaint.outcome}\n\nIf you think that this is not right, reply to this email, or write"
        f" again: {settings.SITE_URL}{reverse('complaints:complain')}{further}",
    )
