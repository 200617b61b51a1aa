"""People who write no letter: who wait for a council to sign, and who complain."""

import re

from tests.campaign.year.clock import DAY
from tests.campaign.year.kept import end_of_day
from tests.campaign.year.mailboxes import WISH
from tests.campaign.year.person import Person
from tests.seen import words


class Waiter(Person):
    """Somebody who asks to be told when a council signs, and perhaps for updates."""

    def __init__(self, year, number):
        super().__init__(year, number)
        self.confirms = self.chance.random() < 0.7
        self.renews = self.chance.random() < 0.6
        self.stops = self.chance.random() < 0.1
        self.wants_updates = self.chance.random() < 0.4
        self.waits_since = None

    def asks(self, council):
        self.council = council
        address = f"/alerts/?council={council}"
        typed = {"email": self.email}
        self.asked_for = ["signing"]
        heading = words(self.reads(address))
        if self.wants_updates:
            self.asked_for.append("updates")
        if "has signed already" in heading:
            self.asked_for = ["updates"]
        if "updates" in self.asked_for:
            typed["updates"] = "on"
        answer = self.client.post(address, typed)
        assert "Check your email" in words(answer), words(answer)[:300]
        self.waits_for_a_yes(self.year.clock.now)

    def waits_for_a_yes(self, asked_at):
        for kind in self.asked_for:
            self.kept.note(kind, name=end_of_day(asked_at + self.year.days["unconfirmed"]))

    def day(self):
        for mail in self.new_mails():
            self.year.promises.mail(self, mail)
            found = WISH.search(mail.text)
            asks_again = "still want" in mail.subject
            is_wanted = self.renews if asks_again else self.confirms
            if found and not asks_again:
                self.waits_for_a_yes(mail.at)
            if "is now listed" in mail.subject or "has closed" in mail.subject:
                self.is_told(mail)
            elif found and is_wanted and not self.year.is_closed:
                self.says_yes(found[1], asks_again, mail)
            elif self.stops and self.waits_since and mail.parsed["List-Unsubscribe"]:
                self.says_stop(mail)

    def says_yes(self, token, asks_again, mail):
        self.client.post(f"/alerts/confirm/{token}/")
        now = self.year.clock.now
        days = self.year.days
        self.waits_since = now
        for kind in self.asked_for:
            if asks_again and kind == "updates" and "emails about" not in mail.subject:
                continue
            kept = days["people"]
            if kind == "updates":
                kept = days["updates"] + days["answer"]
            self.kept.note(kind, name=now + kept)

    def says_stop(self, mail):
        stop = mail.parsed["List-Unsubscribe"].strip("<>").partition("/alerts/")[2]
        answer = self.client.post(f"/alerts/{stop}", {"all": ""})
        assert "Done. No more of these emails" in words(answer), words(answer)[:300]
        self.kept.forget()
        self.is_done = True

    def is_told(self, mail):
        self.kept.note("signing", name=mail.at + self.year.days["told"])
        if "campaign" in mail.subject or "has closed" in mail.subject:
            self.kept.note("updates", name=mail.at + self.year.days["told"])
        self.is_done = True


class Complainer(Person):
    """Somebody who complains about how their data was used."""

    def complains(self):
        typed = {
            "text": f"I got an email that I did not ask for, {self.secret}.",
            "name": f"Olu {self.word.title()}",
            "email": self.email,
            "is_about_personal_data": "on",
        }
        said = words(self.client.post("/complaints/", typed))
        self.number = re.search(r"Its number is (\d{4}-\d+)", said)[1]
        self.legal_day = re.search(r"By law we must tell you by (\d+ \w+ \d{4})", said)[1]
        self.answer_by = re.search(r"and by (\d+ \w+ \d{4}) you’ll have", said)[1]
        until_answered = self.year.clock.now + 400 * DAY
        self.kept.note("complaint", name=until_answered, text=until_answered)
        self.is_answered = False

    def day(self):
        for mail in self.new_mails():
            if "This is what we found" in mail.words:
                until = mail.at + self.year.days["people"]
                self.kept.note("complaint", name=until, text=until)
                self.is_answered = True
