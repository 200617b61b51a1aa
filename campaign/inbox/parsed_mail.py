"""What a mail that came in turned out to be."""

from dataclasses import dataclass, field

from django.db import models

from campaign.email_addresses import spellings


class Kind(models.TextChoices):
    """What came in. The first four say that a message did not arrive, and will not."""

    PERMANENT = "permanent", "came back: the address does not work"
    TEMPORARY = "temporary", "came back: given up after trying for days"
    FULL = "full", "came back: the mailbox is full"
    POLICY = "policy", "came back: refused by a rule or a filter"
    DELAYED = "delayed", "on its way: not delivered, still being tried"
    AUTO_REPLY = "auto_reply", "an automatic reply"
    ANSWER = "answer", "an answer from a person"
    SHOWN = "shown", "an answer that the writer of a letter showed us"
    RECEIPT = "receipt", "a receipt"
    COMPLAINT = "complaint", "a complaint of spam"
    UNKNOWN = "unknown", "cannot be read"


BOUNCES = frozenset({Kind.PERMANENT, Kind.TEMPORARY, Kind.FULL, Kind.POLICY})
"""Kinds that say a message has not arrived."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. ``name`` is its own, without a path; ``content`` is decoded."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail that came in, as far as it can be understood.

    Addresses are lower-case. ``recipient`` is the one on its envelope; ``token`` is the one in it
    where it is an envelope sender of ours, and ``answers_token`` where it is an address that a
    writer forwards answers to, else "". ``senders`` are all addresses that it says it is from.
    ``status`` is an enhanced code (RFC 3463) such as "5.1.1", ""
    where none is given. ``text`` is what a person would read in it, and ``said`` what a server said
    in a bounce. ``about`` and ``about_ids`` are the recipients and Message-IDs that a bounce names.
    ``is_a_guess`` says of an automatic reply that no field of it says so, only its words.
    ``attachments`` are files of an answer that may be passed on, ``left_out`` names of others.
    """

    kind: Kind
    recipient: str = field(default="", repr=False)
    token: str = ""
    answers_token: str = ""
    status: str = ""
    said: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    sender_name: str = field(default="", repr=False)
    senders: frozenset[str] = field(default=frozenset(), repr=False)
    message_id: str = ""
    replies_to: tuple[str, ...] = ()
    about: frozenset[str] = field(default=frozenset(), repr=False)
    about_ids: frozenset[str] = frozenset()
    wants_form: bool = False
    is_a_guess: bool = False
    may_be_answered: bool = False
    attachments: tuple[Attachment, ...] = ()
    left_out: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_bounce(self) -> bool:
        """Whether it says that a message has not arrived and will not."""
        return self.kind in BOUNCES

    def fits(self, recipient: str, message_id: str) -> bool:
        """Whether it can be about a message of ours: what it names must name that one.

        A bounce that names neither a recipient nor a Message-ID is let through: its token is all
        there is. A mailbox that passes mail on has its bounces name another recipient, and then
        the Message-ID tells.
        """
        if not (self.about or self.about_ids):
            return True
        return not any_spelling(recipient).isdisjoint(self.about) or self.names_id(message_id)

    def names(self, recipient: str, message_id: str) -> bool:
        """Whether a bounce shows whose it is: by the recipient it returns, or the Message-ID.

        Anybody who learns a token can write "user unknown" to it.
        """
        said = self.said.lower()
        return self.names_id(message_id) or any(
            one in self.about or one in said for one in any_spelling(recipient)
        )

    def names_id(self, message_id: str) -> bool:
        return message_id.strip("<> ") in self.about_ids

    def is_from(self, address: str) -> bool:
        """Whether an address, however it is spelled, is one of those it says it is from."""
        return bool(address) and not any_spelling(address).isdisjoint(self.senders)


def any_spelling(address: str) -> set[str]:
    return {one.lower() for one in spellings(address)}
