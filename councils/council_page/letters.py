"""Letters on a council's page: where to start one, how it is delivered, how many were sent."""

from functools import cached_property

from django.conf import settings
from django.urls import reverse

from councils.models import Channel, Contact, DailyLetterCount, LettersSent
from councils.record import CouncilOnDay, Record
from councils.record.paused_letters import Pause, pause_of

HOW_A_LETTER_GOES = {
    Channel.EMAIL: "About two minutes. We deliver it.",
    Channel.WEB_FORM: "Write it in two minutes, then send it through the form on the council’s"
    " website.",
    Channel.POST: "Write it in two minutes, then print it and post it.",
    None: "Write it in two minutes, then send it from your own mail or print it. We have no checked"
    " address yet.",
}
"""The text under the button, by contact channel; None if there is no checked contact."""
TO_TEST_MAILBOX = (
    "Test: your letter goes to the test mailbox, not to the council. We have no checked address"
    " yet."
)
"""The text for a council without a contact on a site that is tried out, which sends no email."""


class Letters:
    """The part of a ``CouncilPage`` that is about letters to its council."""

    record: Record
    row: CouncilOnDay

    @property
    def write_url(self) -> str:
        return reverse("letters:write", args=[self.row.slug])

    @property
    def pause(self) -> Pause | None:
        """The pause of the letters to it, if there is one."""
        return pause_of(self.record, self.row)

    @cached_property
    def how_a_letter_goes(self) -> str:
        """Say how long a letter takes, and how it reaches the responsible council."""
        addressee = self.record.responsible_for(self.row) or self.row
        channels = Contact.objects.channels_of_letters(addressee.id, self.record.on)
        for channel in (Channel.EMAIL, Channel.WEB_FORM, Channel.POST):
            if channel in channels:
                return HOW_A_LETTER_GOES[channel]
        is_tried_out = settings.DEBUG and not settings.SMTP
        return TO_TEST_MAILBOX if is_tried_out else HOW_A_LETTER_GOES[None]

    @cached_property
    def letters(self) -> LettersSent:
        return DailyLetterCount.objects.sent_to(self.row.id, self.record.on)
