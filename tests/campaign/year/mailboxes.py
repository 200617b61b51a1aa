"""Everybody's mailboxes, as the mail server fills them: what people are told is read from here."""

import email
import email.policy
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from tests.campaign.outbox.server import Post

CODE = re.compile(r"^(\d{3} \d{3}) is your code")
LETTER = re.compile(r"/letters/([a-z2-7]{26})/")
WISH = re.compile(r"/alerts/confirm/([a-z2-7]{26})/")
ANSWERS = re.compile(r"answers\+[\w-]+@[\w.]+")
KINDS = {
    "is still waiting": "reminder",
    "is your code. Your letter": "code",
    "is your code. Something changed": "asked again",
    "hasn’t been sent": "not sent",
    "couldn’t be sent": "failed",
    "We haven’t sent your letter": "given back",
    "came back": "came back",
    "We read this one": "held",
    "Your copy of your letter": "copy",
    "again": "sent again",
    "Did ": "question",
    "answered your letter": "answer",
    "A reply to your letter": "answer",
    "The links to your letters": "links",
}
"""What an email to a letter's writer is, by words of its subject; the first that fits."""


@dataclass
class Mail:
    """An email in somebody's mailbox, and when it came."""

    to: str
    at: object
    bounces_to: str
    source: bytes

    @cached_property
    def parsed(self):
        return email.message_from_bytes(self.source, policy=email.policy.default)

    @property
    def subject(self):
        return self.parsed["Subject"]

    @cached_property
    def text(self):
        return self.parsed.get_body().get_content().replace("\r\n", "\n")

    @property
    def words(self):
        return " ".join(self.text.split())

    @property
    def code(self):
        found = CODE.search(self.subject)
        return found[1].replace(" ", "") if found else ""

    @cached_property
    def kind(self):
        for words, kind in KINDS.items():
            if words in self.subject:
                return kind
        return self.subject

    @cached_property
    def letter(self):
        """The token of the letter that it is about, if it is about one."""
        found = LETTER.search(self.text)
        return found[1] if found else ""


class PostOffice(Post):
    """A mail server that keeps what it takes in mailboxes, and knows which of them are gone."""

    def __init__(self, clock):
        super().__init__(seed=36)
        self.clock = clock
        self.mailboxes = defaultdict(list)
        self.gone = set()
        self.on_accepted = self.put_away
        self.temporary = 0.03

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.gone:
            return "550 5.1.1 There is no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def put_away(self, message_id):
        sender, recipients = self.envelopes[message_id]
        for to in recipients:
            mail = Mail(to, self.clock.now, sender, self.mails[message_id])
            self.mailboxes[to].append(mail)

    def to(self, address):
        return self.mailboxes.get(address, [])
