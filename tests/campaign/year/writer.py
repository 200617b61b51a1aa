"""Whoever writes a letter: each has a mailbox, a plan, and only the site's own pages and forms.

A word of each person's name and one of their letter stand nowhere else: so whatever is kept of them
is found in the database by these words (``kept.py``).
"""

import re

from tests.campaign.letters.conftest import Browser
from tests.campaign.year.clock import DAY
from tests.campaign.year.kept import end_of_day
from tests.campaign.year.person import Person
from tests.campaign.year.promises import as_day
from tests.seen import links, words

COUNCIL = re.compile(r"/councils/([\w-]+)/(?:\?|$)")
TOOK_OVER = re.compile(r'name="council" value="([\w-]+)"')
AGAIN_ON = re.compile(r"If there’s no answer by (\d+ \w+ \d{4})")
CONFIRMED = ("Thank you", "You’ve written to", "is waiting", "We read this one", "Your letter to")
GONE = {
    "Handed to our mail service": True,
    "The council’s mail server took it": True,
    "hasn’t gone": False,
    "couldn’t be sent": False,
    "We haven’t sent your letter": False,
    "It waits its turn": False,
    "It’s next to go": False,
}
"""What a letter's page says of it, and whether the council has it then."""
PLACES = {
    "Canterbury": "kent", "CT1 1AA": "kent", "Sheffield": "sheffield", "S1 2HH": "sheffield",
    "Guildford": "surrey", "Woking": "surrey", "Leeds": "leeds", "Exeter": "devon", "Hull": "hull",
}  # fmt: skip
"""What people type in the box, and the council that it leads to in September 2026."""
PLANS = {
    "by the code": 40,
    "by the link": 18,
    "after the reminder": 10,
    "on the last day": 6,
    "changes it first": 5,
    "never": 10,
    "not me": 2,
    "leaves a draft": 4,
    "clears it": 2,
    "has no mailbox": 3,
}
"""What becomes of a letter in its writer's hands, of a hundred."""
AFTERWARDS = {"waits": 70, "stops it": 4, "deletes it": 6, "asks for links": 5, "looks often": 15}
SAYS = {"yes": 30, "no": 30, "not_yet": 25, "": 15}
"""What a writer says when asked whether the council answered."""


def pick(chance, table):
    return chance.choices(list(table), list(table.values()))[0]


class Writer(Person):
    """Somebody who writes a letter, and perhaps a second one."""

    def __init__(self, year, number):
        super().__init__(year, number)
        self.plan = pick(self.chance, PLANS)
        self.afterwards = pick(self.chance, AFTERWARDS)
        self.says = pick(self.chance, SAYS)
        self.browser = Browser(self.client)
        self.page = ""
        """The address of the letter's own page, once an email has named it."""
        self.confirmed_on = None
        self.is_done = False
        self.question_came_on = None
        self.again_on = None
        self.said = ""
        self.wrote_again = False
        self.sent_it_herself = False
        self.council = ""
        self.has_a_link = self.chance.random() < 0.04
        """Whether there is a link in their own line, so that a person reads the letter first."""
        if self.plan == "has no mailbox":
            year.post.gone.add(self.email)

    # Writing

    def writes(self, place):
        """Go from the box to the letter, and ask for the email that confirms it."""
        council = self.council = self.find(place)
        write = f"/councils/{council}/write/"
        page = self.reads(f"/councils/{council}/")
        if write not in links(page):
            self.year.could_not_write[council] += 1
            self.is_done = True
            return
        self.browser.go(write)
        self.promises()
        if self.chance.random() < 0.15:
            self.browser.press("words", own_line=self.line, topics=["talk"])
            self.browser.press("words", text=self.own_text())
            self.drafted()
        if self.plan == "leaves a draft":
            self.browser.press("words", own_line=self.line)
            self.drafted()
            self.is_done = True
            return
        self.sends()

    def find(self, place):
        """Return the council to which the box leads; where it asks, the one that is meant."""
        answer = self.client.post("/find/", {"q": place}, follow=True)
        leads = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
        found = COUNCIL.match(leads)
        if found:
            return found[1]
        offered = [found[1] for found in map(COUNCIL.match, links(answer)) if found]
        assert offered, (place, words(answer))
        return PLACES[place] if PLACES[place] in offered else offered[0]

    @property
    def line(self):
        said = f"It matters to our family, {self.secret}, and I would like to hear what you do."
        if self.has_a_link:
            return f"{said} See www.our-family.example."
        return said

    def own_text(self):
        greeting = re.search(r"Dear [^\n<]+", self.browser.page.content.decode())[0]
        return f"{greeting}\n\n{self.line} Please tell me who looks for a child.\n\nThank you."

    @property
    def which(self):
        """Which of their letters they are about."""
        return "second" if self.wrote_again else "first"

    def sends(self, **typed):
        """Sign the letter, and go on to send it; by hand, where we have no address."""
        markup = self.browser.page.content.decode()
        who = {"name": f"Ann {self.word.title()}", "postal_address": "High Street"}
        if 'name="own_line"' in markup:
            who["own_line"] = self.line
        self.year.clock.pass_by(2)
        if 'name="email"' not in markup:
            self.sends_it_herself(who)
            return
        self.browser.press("send", **who, **typed, email=self.email)
        seen = words(self.browser.page)
        assert "Check your email" in seen, (self.plan, seen[:900])
        self.year.letters_written += 1
        self.promises()
        waits = end_of_day(self.year.clock.now + self.year.days["unconfirmed"])
        self.kept.note(self.which, name=waits, text=waits)
        if self.plan == "clears it":
            self.browser.press("clear", address=f"{self.browser.base}clear/")
            self.kept.forget()
            self.is_done = True

    def sends_it_herself(self, who):
        self.browser.press("yourself", **who)
        assert "send" in words(self.browser.page).lower()
        self.browser.press("sent", address=f"{self.browser.base}sent/")
        self.year.letters_written += 1
        self.sent_it_herself = True
        self.year.self_sent[self.council] += 1
        self.is_done = True
        self.drafted()

    def drafted(self):
        until = self.year.clock.now + self.year.days["draft"]
        self.kept.note("draft", name=until, text=until)

    def promises(self):
        """Note what the page says that will come."""
        self.year.promises.read(self, self.browser.address, self.browser.page)
        found = AGAIN_ON.search(words(self.browser.page))
        if found:
            self.again_on = as_day(found[1])

    # Reading what came

    def day(self):
        """Do what is to be done today."""
        for mail in self.new_mails():
            self.year.promises.mail(self, mail)
            if mail.letter:
                self.page = f"/letters/{mail.letter}/"
            self.keeps(mail)
            act = getattr(self, f"on_{mail.kind.replace(' ', '_')}", None)
            if act:
                act(mail)
        if self.wants_to_write_again():
            self.writes_again()

    def keeps(self, mail):
        """Note how long an email says that something is kept."""
        days = self.year.days
        if mail.kind in ("code", "asked again") and not self.is_done:
            waits = end_of_day(mail.at + days["unconfirmed"])
            self.kept.note(self.which, name=waits, text=waits)
        elif mail.kind in ("not sent", "given back", "failed"):
            over = mail.at + days["text"]
            self.kept.note(self.which, text=over)
            if not self.confirmed_on:
                self.kept.note(self.which, name=over)

    def has_a_day(self):
        return self.wants_to_write_again()

    def on_code(self, mail):
        if self.wrote_again or self.plan == "by the code":
            self.by_code(mail)
        elif self.plan == "by the link":
            self.by_link()
        elif self.plan == "not me":
            self.browser.go(f"{self.page}confirm/")
            self.browser.press("confirm", not_me="1", address=f"{self.page}confirm/")
            self.kept.forget()
            self.is_done = True
        elif self.plan == "changes it first":
            self.plan = "by the code"
            self.changes_it()
        elif self.plan == "on the last day":
            self.year.at(mail.at + 7 * DAY, self.by_link)

    on_asked_again = on_code

    def changes_it(self):
        """Change the words of the letter, and go on to send it: the first code is good no more."""
        self.browser.go(self.browser.base)
        self.chooses_who_gets_it()
        if 'name="own_line"' in self.browser.page.content.decode():
            self.browser.press("words")
        self.sends(text=f"{self.own_text()}\n\nPlease do, {self.secret}.")

    def chooses_who_gets_it(self):
        """Where the council has ended meanwhile, go on with the first that took over."""
        found = TOOK_OVER.search(self.browser.page.content.decode())
        if found:
            self.browser.press("", council=found[1])
            self.council = found[1]

    def on_reminder(self, mail):
        if self.plan == "after the reminder":
            self.by_link()

    def by_code(self, mail):
        before = self.browser.page
        self.browser.press("code", code=mail.code, address=f"{self.browser.base}code/")
        self.confirmed(words(self.browser.page), before)

    def by_link(self):
        """Open the link of the email, and select its one button."""
        page = self.browser.go(f"{self.page}confirm/")
        seen = words(page)
        if "was cancelled" in seen or "You confirmed this" in seen or "There is no letter" in seen:
            return
        if "We can’t send it after all" in seen:
            self.year.could_not_confirm[self.council] += 1
            return
        status = re.search(r'name="status" value="(\w+)"', page.content.decode())
        self.browser.press("confirm", status=status[1] if status else None)
        self.confirmed(words(self.browser.page), page)

    def confirmed(self, seen, before):
        """See whether it is confirmed, by what the page says."""
        if "This campaign has closed" in seen:
            return
        if "We can’t" in seen or "checked address" in seen:
            self.year.could_not_confirm[self.council] += 1
            return
        if "Something changed at" in seen:
            self.year.asked_by_page += 1
            return
        if "Did you mean" in seen or "runs children’s services" in seen:
            self.year.could_not_confirm[self.council] += 1
            return
        good = (
            "Thank you",
            "You’ve written to",
            "is waiting",
            "We read this one",
            "Your letter to",
        )
        assert any(each in seen for each in good), (self.plan, seen[:500], words(before)[:300])
        now = self.year.clock.now
        days = self.year.days
        self.confirmed_on = now
        self.year.confirmed.append(self)
        self.kept.note(self.which, name=now + days["people"], text=now + days["text at most"])

    def on_copy(self, mail):
        if self.afterwards == "stops it":
            self.browser.go(self.page)
            self.browser.press("cancel", address=f"{self.page}cancel/")
            if "was cancelled" in words(self.browser.page):
                self.stopped = True
                over = self.year.clock.now + self.year.days["text"]
                self.kept.note(self.which, text=over)
        elif self.afterwards == "deletes it":
            self.year.at(self.year.clock.now + 5 * DAY, self.deletes)
        elif self.afterwards == "asks for links":
            self.client.post("/letters/lost/", {"email": self.email})

    stopped = False

    def deletes(self):
        """Delete the letter on its page: what is held of them goes at once."""
        if self.is_done or self.year.is_closed:
            return
        self.browser.go(self.page)
        self.browser.press("delete", address=f"{self.page}delete/")
        assert "This letter was deleted" in words(self.browser.page), words(self.browser.page)[:400]
        self.kept.forget()
        self.is_done = True

    def on_question(self, mail):
        self.question_came_on = self.year.clock.today
        self.answers()

    def answers(self):
        if not self.says or self.year.is_closed:
            return
        page = self.browser.go(self.page)
        if page.status_code != 200:
            return
        self.said = self.says
        self.browser.press("answered", answered=self.says)
        self.promises()

    def wants_to_write_again(self):
        """Whether the day that their page has named has come."""
        if self.wrote_again or self.is_done or self.said not in ("no", "not_yet"):
            return False
        if self.year.is_closed:
            return False
        return self.again_on is None or self.year.clock.today >= self.again_on

    def writes_again(self):
        """Select the button that was promised, and send the second letter."""
        page = self.browser.go(self.page)
        if page.status_code in (404, 410):
            self.is_done = True
            return
        assert "Write once more" in words(page), (self, words(page)[:900])
        self.browser.press("write-again")
        self.wrote_again = True
        self.council = self.browser.base.split("/")[2]
        self.chooses_who_gets_it()
        self.year.clock.pass_by(2)
        self.plan = "by the code"
        self.drafted()
        self.sends()

    def looks(self):
        """Open the letter's page: it must say what is so."""
        page = self.reads(self.page)
        said = words(page)
        if page.status_code in (404, 410):
            is_gone = not self.kept.may_be_held(True, self.year.clock.now)
            assert is_gone or self.year.is_closed, self
            return
        letters = 2 if self.wrote_again else 1
        went = self.year.letters_of(self) >= letters
        for words_of_it, is_gone in GONE.items():
            if words_of_it in said:
                assert went == is_gone, (self, words_of_it, said[:400])
