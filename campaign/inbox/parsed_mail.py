"""An incoming email, once it is parsed and classified."""

from dataclasses import dataclass, field

from django.db import models

from campaign.email_addresses import spellings


class MailKind(models.TextChoices):
    """What came in. The first four say that a message did not arrive, and will not."""

    BAD_ADDRESS = "bad_address", "came back: the address does not work"
    GAVE_UP = "gave_up", "came back: the server gave up after trying for days"
    MAILBOX_FULL = "mailbox_full", "came back: the mailbox is full"
    REFUSED = "refused", "came back: refused by a rule or a filter"
    DELAYED = "delayed", "delayed: not delivered yet, still being tried"
    AUTO_REPLY = "auto_reply", "an automatic reply"
    ANSWER = "answer", "an answer from a person"
    FORWARDED = "forwarded", "an answer that the writer of a letter forwarded to us"
    RECEIPT = "receipt", "a receipt"
    COMPLAINT = "complaint", "a complaint of spam"
    UNREADABLE = "unreadable", "cannot be read"


BOUNCES = frozenset(
    {MailKind.BAD_ADDRESS, MailKind.GAVE_UP, MailKind.MAILBOX_FULL, MailKind.REFUSED}
)
"""Kinds that say a message has not arrived and will not."""


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """One incoming email, as far as it can be understood. Addresses are in lower case."""

    kind: MailKind
    recipient: str = field(default="", repr=False)
    """The recipient on its envelope."""
    token: str = ""
    """The token in that address, where it is an envelope sender of ours."""
    answers_token: str = ""
    """The token in it, where it is an address to which a writer forwards answers."""
    sender: str = field(default="", repr=False)
    """Where a reply to it would go."""
    sender_name: str = field(default="", repr=False)
    senders: frozenset[str] = field(default=frozenset(), repr=False)
    """Every address it says it is from."""
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    """What a person would read in it."""
    attachment_names: tuple[str, ...] = field(default=(), repr=False)
    message_id: str = ""
    replied_ids: tuple[str, ...] = ()
    """Message-IDs it says it replies to."""
    status: str = ""
    """An enhanced status code (RFC 3463) such as "5.1.1"."""
    diagnostic: str = field(default="", repr=False)
    """What the server said in a bounce."""
    bounced_recipients: frozenset[str] = field(default=frozenset(), repr=False)
    """Recipients that a bounce names."""
    returned_ids: frozenset[str] = frozenset()
    """Message-IDs of the emails that a bounce returns."""
    wants_form: bool = False
    """Whether an automatic reply sends its reader to a web form."""
    is_guess: bool = False
    """Whether only its words, and no header, say that an automatic reply is one."""
    may_be_answered: bool = False
    """Whether an automatic reply of ours could start no loop."""

    @property
    def is_bounce(self) -> bool:
        """Whether it says that a message has not arrived and will not."""
        return self.kind in BOUNCES

    def fits(self, recipient: str, message_id: str) -> bool:
        """Whether it can be about a message of ours: whatever it names must be that one.

        A bounce that names neither a recipient nor a Message-ID fits: its token is all there is.
        If a mailbox forwards its mail, the bounce names another recipient, and then the Message-ID
        tells.
        """
        if not (self.bounced_recipients or self.returned_ids):
            return True
        return self.returns_id(message_id) or not self.bounced_recipients.isdisjoint(
            lower_spellings(recipient)
        )

    def names(self, recipient: str, message_id: str) -> bool:
        """Whether a bounce shows whose it is: by the recipient it names, or the Message-ID.

        Anybody who learns a token can write "user unknown" to it.
        """
        diagnostic = self.diagnostic.lower()
        return self.returns_id(message_id) or any(
            spelling in self.bounced_recipients or spelling in diagnostic
            for spelling in lower_spellings(recipient)
        )

    def returns_id(self, message_id: str) -> bool:
        return message_id.strip("<> ") in self.returned_ids

    def is_from(self, address: str) -> bool:
        """Whether an address, however it is spelled, is one of those it says it is from."""
        return bool(address) and not self.senders.isdisjoint(lower_spellings(address))


def lower_spellings(address: str) -> set[str]:
    return {spelling.lower() for spelling in spellings(address)}
