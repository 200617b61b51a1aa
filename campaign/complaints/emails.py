"""The emails to people who complain: one function for each."""

from django.conf import settings
from django.urls import reverse

from campaign.complaints.models import Complaint
from campaign.outbox.models import OutgoingMessage
from campaign.outbox.subjects import subject_line
from campaign.pages.email_footer import with_footer
from campaign.purposes import Purpose
from councils.dates import format_date


def send(complaint: Complaint, key: str, text: str) -> None:
    """Queue an email to the person who complained, once per key."""
    subject = subject_line(f"Your complaint {complaint.number}")
    OutgoingMessage.objects.queue(
        Purpose.COMPLAINT,
        f"complaint:{complaint.pk}:{key}",
        complaint.email,
        with_footer(complaint.email, subject, text),
        on_behalf=complaint.email,
        subject=complaint,
    )


def acknowledge(complaint: Complaint) -> None:
    """Say that the complaint has arrived, and that one person is dealing with it."""
    send(
        complaint,
        "acknowledged",
        "We’ve got your complaint, and one person here is looking into it. You’ll have our answer"
        f" by {format_date(complaint.answer_by)}. If you want to add anything, reply to this"
        " email.",
    )


def answer(complaint: Complaint) -> None:
    """Give the outcome, and say what to do if that is not enough."""
    further = (
        " You can also complain to the Information Commissioner’s Office: https://ico.org.uk/"
        if complaint.is_about_personal_data
        else ""
    )
    send(
        complaint,
        "answered",
        f"We’ve looked into your complaint {complaint.number}. This is what we found:\n\n"
        f"{complaint.outcome}\n\nIf you don’t think that’s right, reply to this email or write to"
        f" us here: {settings.SITE_URL}{reverse('complaints:complain')}. Someone else here will"
        f" take a second look.{further}",
    )
