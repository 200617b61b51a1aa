"""What staff do: they read letters, answer complaints, check addresses, pause and close."""

import re

from django.contrib.auth.models import User
from django.test import Client

from campaign.outbox.models import MailSettings
from campaign.staff import roles
from campaign.supporters.models import Update
from campaign.tasks.models import Task
from councils.models import AskedBy, Contact, Council, Pause
from councils.models.contact import next_check
from councils.record import record_version
from tests import cast
from tests.campaign.year.clock import DAY
from tests.seen import fields, words

PASSWORD = "a long enough password"
HELD = "/admin/letters/read/"
CLOSING = "/admin/closing/"


class Staff:
    """Ada, an administrator, who also reads letters, answers complaints and keeps the record."""

    def __init__(self, year):
        self.year = year
        self.email = "ada@runaways.example"
        user = User(username=self.email, email=self.email)
        user.set_password(PASSWORD)
        roles.give(user, "administrator")
        self.user = user
        self.client = Client(REMOTE_ADDR="192.0.2.1")
        self.read = 0
        self.given_back = 0
        self.recorded = {}
        """The councils whose signature was recorded, by name."""
        self.leaves = set()
        """Councils whose address she does not check again."""

    def sign_in(self):
        self.client.force_login(self.user)

    def works(self):
        """Do the work of a weekday; of a Monday also the week's."""
        self.sign_in()
        self.reads_letters()
        self.answers_complaints()
        if self.year.clock.today.weekday() == 0:
            self.checks_addresses()
        record_version.forget()

    def reads_letters(self):
        page = self.client.get(HELD)
        waiting = re.findall(r'name="letters" value="(\d+)"', page.content.decode())
        for letter in waiting:
            self.read += 1
            typed = {"letters": [letter], "why": ""}
            if self.read % 6 == 0:
                typed |= {"decline": "", "why": "it asks for something else"}
                self.given_back += 1
            else:
                typed["send"] = ""
            self.client.post(HELD, typed)

    def answers_complaints(self):
        for task in Task.objects.open().complaints():
            address = task.desk_url
            if task.taken_by is None:
                shown = self.client.post(address, {"act": "taken"})
                self.client.post(address, fields(shown) | {"act": "taken"})
            elif task.created_at < self.year.clock.now - 10 * DAY:
                shown = self.client.post(
                    address, {"act": "look", "answer": "We have put it right."}
                )
                self.client.post(address, fields(shown) | {"act": "closed"})

    def checks_addresses(self):
        """Look again at those that are due within six weeks, or at which email fails."""
        for contact in Contact.objects.due_soon() | Contact.objects.exclude(delivery_problem=""):
            if contact.council.slug in self.leaves:
                continue
            if contact.delivery_problem:
                contact.email = f"new-{contact.email}"
            contact.checked_on = self.year.clock.today
            contact.check_again_on = next_check(contact.checked_on, contact.council_id)
            contact.update()

    # Now and then

    def records_a_signature(self, slug):
        council = Council.objects.get(slug=slug)
        cast.sign(council, f"{self.year.clock.today - DAY}")
        self.recorded[council.name] = slug
        record_version.forget()

    def pauses(self, slug, days, asked_by=AskedBy.US):
        today = self.year.clock.today
        Pause(
            council=Council.objects.get(slug=slug), asked_by=asked_by, starts_on=today,
            until=today + days * DAY, reason="Something terrible has happened there.",
        ).update()  # fmt: skip
        record_version.forget()

    def pauses_all_email(self, paused):
        MailSettings.current().pause(paused)

    def writes_an_update(self):
        now = self.year.clock.now
        Update.objects.create(
            subject=f"What you can do in {now:%B}", text="Ask your councillor, please.",
            tested_at=now, approved_at=now, approved_by=self.user,
        )  # fmt: skip

    def sets_the_day_to_close(self, day):
        self.sign_in()
        typed = {"day": f"{day.isoformat()}", "close": "", "own_password": PASSWORD}
        page = words(self.client.post(CLOSING, typed, follow=True))
        assert "You set the day on which the campaign closes" in page, page
        record_version.forget()

    def opens_again(self):
        self.sign_in()
        typed = {"why": "The day was a slip.", "open_again": "", "own_password": PASSWORD}
        page = words(self.client.post(CLOSING, typed, follow=True))
        assert "opened again on" in page, page
        record_version.forget()
