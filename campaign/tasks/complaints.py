"""A complaint: its days, and what whoever complained is told."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from campaign.ledger import ledger
from campaign.outbox.models import OutgoingMessage
from campaign.pages.our_emails import email_to
from campaign.purposes import Purpose
from campaign.staff import accounts, emails
from campaign.tasks.kinds import TaskAct, TaskKind
from campaign.tasks.row import TaskRow
from campaign.tasks.steps import TaskStep
from campaign.working_days import working_days_after
from councils.dates import format_date, today

ACKNOWLEDGED_WITHIN = 2
"""Working days within which a person acknowledges a complaint."""
ANSWERED_WITHIN = 20
"""Working days within which whoever complained has our answer."""
PERSONAL_DATA_WITHIN = dt.timedelta(days=30)
"""The legal time limit for acknowledging a complaint about personal data."""
MAX_COMPLAINT = 5000
"""Maximum characters kept of a complaint."""


class Complaint(TaskRow):
    """A task that may be a complaint, with a number, and days by which it is answered.

    Its sender is told each. Who is not content gets a second look by somebody else.
    """

    class Meta(TaskRow.Meta):
        abstract = True

    def receive_complaint(self, about_personal_data: bool = False) -> None:
        """Save it as a complaint that came today, with its days."""
        on = today()
        self.kind = TaskKind.COMPLAINED
        self.due_on = working_days_after(on, ACKNOWLEDGED_WITHIN)
        self.answer_on = working_days_after(on, ANSWERED_WITHIN)
        self.legal_on = on + PERSONAL_DATA_WITHIN if about_personal_data else None
        with transaction.atomic():
            self.save()
            ledger.record(ledger.Noted.COMPLAINTS, f"{self.pk:026}")
            self.tell_staff_of_complaint()

    def tell_staff_of_complaint(self) -> None:
        """Email whoever answers complaints that it came, with its days and none of its words."""
        assert self.due_on and self.answer_on
        days = [
            f"Say who has it by {format_date(self.due_on)}, by taking it.",
            f"Answer it by {format_date(self.answer_on)}.",
        ]
        if self.legal_on:
            days.append(
                "It is about personal data: by law its sender must know by"
                f" {format_date(self.legal_on)} that it has arrived."
            )
        emails.to_staff(
            accounts.carers(),
            f"Complaint {self.number} came",
            "\n".join([*days, "", f"{settings.SITE_URL}{self.desk_url}"]),
            f"complaint-came:{self.pk}",
        )

    @property
    def is_answered(self) -> bool:
        """Whether closing it sends our answer to somebody."""
        return self.is_complaint and bool(self.email)

    @property
    def is_acknowledged(self) -> bool:
        """Whether its sender has been told already that somebody has it."""
        return OutgoingMessage.objects.filter(key__startswith=f"complaint:{self.pk}:").exists()

    @property
    def acknowledgement(self) -> str:
        """What its sender reads once somebody has it."""
        assert self.answer_on
        return (
            "We’ve got your complaint, and one person here is looking into it. You’ll have our"
            f" answer by {format_date(self.answer_on)}. If you want to add anything, reply to this"
            " email."
        )

    @property
    def first_answer_on(self) -> dt.date | None:
        """The day by which we answer as it was when it came; None unless it is another by now."""
        if not TaskStep.objects.filter(task=self.pk, act=TaskAct.REOPENED).exists():
            return None
        first = working_days_after(timezone.localdate(self.created_at), ANSWERED_WITHIN)
        return None if first == self.answer_on else first

    def days_from_opening_again(self) -> dict[str, dt.date]:
        """Return its days as they count anew from today.

        The law’s day stays: it is for saying that the complaint has arrived, which it did once.
        """
        anew = working_days_after(today(), ANSWERED_WITHIN)
        return {"answer_on": anew, "due_on": anew}

    def answers_sent(self) -> int:
        """Return how many answers have gone: another one each time it was opened again."""
        answers = OutgoingMessage.objects.filter(key__startswith=f"complaint:{self.pk}:answered")
        return answers.count()

    def send_answer(self, outcome: str) -> None:
        before = self.answers_sent()
        key = f"answered-{before + 1}" if before else "answered"
        self.write_back(key, self.answer_to(outcome))

    def answer_to(self, outcome: str) -> str:
        """Give the outcome, and say what to do if that is not enough."""
        looked = "looked again" if self.answers_sent() else "looked"
        further = (
            " You can also complain to the Information Commissioner’s Office: https://ico.org.uk/"
            if self.legal_on
            else ""
        )
        return (
            f"We’ve {looked} into your complaint {self.number}. This is what we found:\n\n"
            f"{outcome}\n\nIf you don’t think that’s right, reply to this email or write to us"
            f" here: {settings.SITE_URL}{reverse('complaints:complain')}. Someone else here will"
            f" take a second look.{further}"
        )

    def write_back(self, key: str, text: str) -> None:
        """Queue an email to whoever complained, once per key."""
        OutgoingMessage.objects.queue(
            Purpose.COMPLAINT,
            f"complaint:{self.pk}:{key}",
            self.email,
            self.email_with(text),
            subject=self,
            on_behalf=self.email,
        )

    def email_with(self, text: str) -> EmailMessage:
        """Return an email to whoever complained, as it would go."""
        subject = f"Your complaint {self.number}"
        return email_to(self.email, subject=subject, text=text, to_visitor=True)
