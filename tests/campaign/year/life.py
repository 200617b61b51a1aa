"""A year on the site, lived day by day: people, staff, the worker and every night."""

import random
from collections import Counter
from dataclasses import dataclass

from django.core.management import call_command

from campaign.inbox.process import process
from campaign.outbox.models import OutgoingMessage
from councils.models import Contact, Council, Pause
from councils.record import closed_on, record_on, record_version
from tests.campaign.year import counts, kept
from tests.campaign.year.bystanders import Complainer, Waiter
from tests.campaign.year.clock import DAY
from tests.campaign.year.promises import Promises
from tests.campaign.year.questions import QUESTIONS, some_look_at_their_letters
from tests.campaign.year.staff import Staff
from tests.campaign.year.writer import PLACES, Writer

BOUNCE = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

--=_1
Content-Type: text/plain

Your message could not be delivered: the mailbox is full.

--=_1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full

--=_1--
"""


@dataclass
class AtACouncil:
    """A letter in a council's mailbox."""

    at: object
    writer: str
    came_back: bool = False


class Year:
    """The site, its clock, and everybody who has to do with it."""

    def __init__(self, clock, post, a_day):
        self.clock = clock
        self.post = post
        self.a_day = a_day
        """How many letters are begun on a day, on average."""
        self.first_day = clock.today
        self.chance = random.Random(36)
        self.promises = Promises(self)
        self.people = []
        self.by_word = {}
        self.read_of = Counter()
        """How much of a council's mailbox was looked at."""
        self.staff = Staff(self)
        self.has_worker = True
        self.rests_until = None
        self.forgotten_at = None
        self.later = []
        self.found = []
        """What was not so, and when."""
        self.letters_written = self.nights = self.checks = self.asked_by_page = 0
        self.confirmed = []
        self.could_not_write = Counter()
        self.could_not_confirm = Counter()
        self.self_sent = Counter()
        self.sent = []
        """Every letter that a council got, in order."""
        self.days = kept.promised(self.staff.client)

    def live(self, days, plans=None):
        """Live so many days; ``plans`` say what else happens in the afternoon, by day's number."""
        first = self.clock.today
        for number in range(days):
            day = first + number * DAY
            self.night(day)
            self.morning(day)
            self.afternoon(day, (plans or {}).get(number))
            self.evening(day)
            if number % 7 == 6 or number == days - 1:
                self.check()

    # A day

    def night(self, day):
        self.clock.set(day, 3)
        self.last_night = self.clock.now
        call_command("nightly", verbosity=0, stdout=Quiet())
        self.nights += 1
        self.delivers()

    def morning(self, day):
        self.clock.set(day, 9)
        self.everybody_reads()
        if not self.is_closed:
            for _ in range(self.how_many_today()):
                self.somebody_writes()
            if self.chance.random() < 0.4:
                self.somebody_waits()
            if self.chance.random() < 0.04:
                self.somebody_complains()
        self.delivers()

    def afternoon(self, day, plan):
        self.clock.set(day, 13)
        if day.weekday() < 5:
            self.staff.works()
        if plan:
            plan()
            record_version.forget()
        self.everybody_reads()
        self.delivers()

    def evening(self, day):
        self.clock.set(day, 21)
        self.everybody_reads()
        due = [act for at, act in self.later if at.date() <= day]
        self.later = [each for each in self.later if each[0].date() > day]
        for act in due:
            self.ask(act)
        self.delivers()
        self.clock.set(day, 22)
        self.everybody_reads()

    def how_many_today(self):
        whole = int(self.a_day)
        return whole + (self.chance.random() < self.a_day - whole)

    def somebody_writes(self):
        writer = Writer(self, len(self.people))
        self.meet(writer)
        writer.writes(self.chance.choice(list(PLACES)))

    def meet(self, person):
        self.people.append(person)
        self.by_word[person.word] = person

    def somebody_waits(self):
        waiter = Waiter(self, len(self.people))
        self.meet(waiter)
        council = self.chance.choice(["hull", "devon", "leeds", "surrey"])
        row = record_on().by_slug[council]
        if record_on().responsible_for(row) is not row:
            council = "west-surrey"
        waiter.asks(council)

    def somebody_complains(self):
        complainer = Complainer(self, len(self.people))
        self.meet(complainer)
        complainer.complains()
        self.delivers()
        told = self.post.to(self.staff.email)[-1]
        assert told.subject == f"Complaint {complainer.number} came", told.subject
        assert complainer.legal_day in told.words

    def everybody_reads(self):
        for person in self.people:
            if person.is_read < len(person.mails) or person.has_a_day():
                self.ask(person.day)

    def delivers(self):
        """Let the worker do its minutes, and councils take or give back what comes."""
        if not self.has_worker:
            return
        call_command("deliver", verbosity=0, stdout=Quiet())
        self.clock.pass_by(5)
        if OutgoingMessage.objects.waiting().exists():  # what was put off is tried once more
            call_command("deliver", verbosity=0, stdout=Quiet())
            self.clock.pass_by(5)
        self.councils_get_their_mail()

    def councils_get_their_mail(self):
        for address, mails in list(self.post.mailboxes.items()):
            if not address.endswith("-council.example"):
                continue
            for mail in mails[self.read_of[address] :]:
                self.read_of[address] += 1
                self.council_gets(address, mail)

    def letters_of(self, person):
        """Return how many letters of somebody councils have."""
        return sum(letter.writer == person.word for _, letter in self.sent)

    def council_gets(self, address, mail):
        word = kept.WORD.search(mail.parsed["Reply-To"])[0].lower()
        letter = AtACouncil(mail.at, word)
        self.sent.append((address, letter))
        writer = self.by_word[word]
        writer.kept.note(writer.which, text=mail.at + self.days["text"])
        if len(self.sent) % 25 == 0:
            letter.came_back = True
            self.comes_back(mail, len(self.sent))

    def comes_back(self, mail, number):
        text = BOUNCE.format(to=mail.bounces_to, number=number, recipient=mail.to)
        process(text.replace("\n", "\r\n").encode(), mail.bounces_to)

    def at(self, when, act):
        self.later.append((when, act))

    # What everybody knows

    @property
    def is_closed(self):
        return closed_on() is not None

    @property
    def rests(self):
        """Whether email has rested lately: what was promised comes later, as pages say."""
        return self.rests_until is not None and self.clock.today <= self.rests_until

    def rest(self, days=30):
        self.rests_until = self.clock.today + days * DAY

    def was_forgotten(self, person):
        return self.forgotten_at is not None and person.began_at < self.forgotten_at

    def forget_everybody(self):
        """All that is held about people goes at once: the campaign was opened again."""
        self.forgotten_at = self.clock.now
        for person in self.people:
            person.kept.forget()
            person.is_done = True

    def keeps_quiet(self, person):
        council = Council.objects.get(slug=person.council)
        lately = Pause.objects.filter(until__gte=self.clock.today - 3 * DAY)
        return lately.filter(council=council).exists()

    def can_go(self, slug):
        record = record_on()
        row = record.by_slug[slug]
        if record.responsible_for(row) is not row:
            return False
        return Contact.objects.for_letters().filter(council_id=row.id).exists()

    def councils_mailboxes(self):
        """Return the address of each council that has got letters, by its slug."""
        found = {}
        for address, _ in self.sent:
            slug = address.partition("@")[2].removesuffix("-council.example")
            found[slug] = address
        return found

    def at_councils(self, address):
        slug = address.partition("@")[2]
        return [letter for to, letter in self.sent if to.partition("@")[2] == slug]

    def asks_for_no_letters(self, slug):
        """Whether a council's page asks for no letters today, and so says no number of them."""
        record = record_on()
        row = record.by_slug[slug]
        is_at_rest = Pause.objects.by_council(record.on).get(row.id) is not None
        return self.is_closed or is_at_rest or record.responsible_for(row) is not row

    def figures(self):
        """Return what happened, in numbers."""
        kinds = Counter(mail.kind for person in self.people for mail in person.mails)
        return {
            "letters written": self.letters_written,
            "confirmed": len(self.confirmed),
            "at councils": len(self.sent),
            "sent by hand": sum(self.self_sent.values()),
            "nights": self.nights,
            "checks": self.checks,
            "people": len(self.people),
            "emails to people": dict(kinds.most_common(20)),
            "promises kept": dict(self.promises.kept),
            "days named": self.promises.days_read,
            "read by staff": self.staff.read,
            "could not confirm": dict(self.could_not_confirm),
            "could not write": dict(self.could_not_write),
        }

    # What is asked each week

    def check(self):
        self.checks += 1
        self.staff.sign_in()
        self.ask(self.promises.check)
        for question in QUESTIONS:
            self.ask(question, self)
        self.ask(counts.all_places_agree)
        self.ask(counts.news_stands_everywhere, self.staff)
        self.ask(counts.letters_are_counted_as_they_came, self)
        self.ask(counts.the_desk_counts_what_its_lists_have, self.staff)
        some_look_at_their_letters(self)
        print(f"{self.clock.today}: {self.letters_written} letters; not so: {len(self.found)}")

    def ask(self, question, *about):
        """Ask, and go on: what is not so is found, and the test fails at the year's end."""
        try:
            question(*about)
        except AssertionError as error:
            said = str(error).partition("\n")[0]
            self.found.append(f"{self.clock.now:%d %b %Y %H:%M} {question.__name__}: {said}")
            print(self.found[-1])


class Quiet:
    """Where commands print to."""

    def write(self, text):
        pass

    def flush(self):
        pass
