"""What a mail that came in turned out to be."""

from dataclasses import dataclass, field

from django.db import models


class Kind(models.TextChoices):
    """What came in. The first four say that a message did not arrive, and will not."""

    PERMANENT = "permanent", "came back: the address does not work"
    TEMPORARY = "temporary", "came back: given up after trying for days"
    FULL = "full", "came back: the mailbox is full"
    POLICY = "policy", "came back: refused by a rule or a filter"
    DELAYED = "delayed", "on its way: not delivered, still being tried"
    AUTO_REPLY = "auto_reply", "an automatic reply"
    ANSWER = "answer", "an answer from a person"
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

    Addresses are lower-case. ``recipient`` is the one on its envelope and ``token`` the one in
    that, "" where there is none. ``status`` is an enhanced code (RFC 3463) such as "5.1.1", ""
    where none is given. ``text`` is what a person would read in it, and ``said`` what a server said
    in a bounce. ``about`` and ``about_ids`` are the recipients and Message-IDs that a bounce names.
    ``attachments`` are files of an answer that may be passed on, ``left_out`` names of others.
    """

    kind: Kind
    recipient: str = field(default="", repr=False)
    token: str = ""
    status: str = ""
    said: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    sender_name: str = field(default="", repr=False)
    message_id: str = ""
    replies_to: tuple[str, ...] = ()
    about: frozenset[str] = field(default=frozenset(), repr=False)
    about_ids: frozenset[str] = frozenset()
    wants_form: bool = False
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
        return recipient.lower() in self.about or message_id.strip("<> ") in self.about_ids
