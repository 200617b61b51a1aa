"""An incoming email, once it is parsed and classified."""

from dataclasses import dataclass, field

from django.db import models

from councils.email_addresses import spellings


class MailKind(models.TextChoices):
    """What came in."""

    RECEIPT = "receipt", "a receipt: a server took it or passed it on"
    BOUNCE = "bounce", "came back: it has not arrived and will not"
    DELAYED = "delayed", "delayed: not delivered yet, still being tried"
    AUTOMATIC = "automatic", "an automatic reply"
    PERSON = "person", "from a person"


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """One incoming email, as far as it can be understood. Its addresses are in lower case."""

    kind: MailKind = MailKind.AUTOMATIC
    recipient: str = field(default="", repr=False)
    """The envelope recipient."""
    token: str = ""
    """The token in ``recipient``, if that is the envelope sender of a message of ours."""
    answers_token: str = ""
    """The token in ``recipient``, if that is an address to which a writer forwards answers."""
    sender: str = field(default="", repr=False)
    """Where a reply to it would go."""
    sender_name: str = field(default="", repr=False)
    senders: frozenset[str] = field(default=frozenset(), repr=False)
    """Every address that the email says it is from."""
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    """What a person would read."""
    attachment_names: tuple[str, ...] = field(default=(), repr=False)
    message_id: str = ""
    replied_ids: tuple[str, ...] = ()
    """Message-IDs that the email says it replies to."""
    status: str = ""
    """An enhanced status code (RFC 3463) such as "5.1.1"."""
    address_is_gone: bool = False
    """Whether a bounce says that there is no such address, not that it was refused."""
    is_delivered: bool = False
    """Whether a receipt is of the recipient's own server."""
    diagnostic: str = field(default="", repr=False)
    """What the server said in a bounce."""
    bounced_recipients: frozenset[str] = field(default=frozenset(), repr=False)
    """Recipients that a bounce names."""
    returned_ids: frozenset[str] = frozenset()
    """Message-IDs of the emails that a bounce returns."""
    envelope_id: str = field(default="", repr=False)
    """The ENVID that a report names (RFC 3461)."""
    wants_form: bool = False
    """Whether an automatic reply tells its reader to use a web form."""
    is_guess: bool = False
    """Whether an automatic reply was recognised by its words alone, and not by a header."""
    may_be_answered: bool = False
    """Whether it is safe for us to reply automatically, without starting a loop."""

    @property
    def is_bounce(self) -> bool:
        return self.kind == MailKind.BOUNCE

    def fits(self, recipient: str, message_id: str) -> bool:
        """Whether a bounce can be about a message of ours, judged by what it names.

        A bounce that names neither a recipient nor a Message-ID fits: its token is all there is.
        If a mailbox forwards its email, the bounce names another recipient; its Message-ID must
        then match.
        """
        names_nothing = not (self.bounced_recipients or self.returned_ids)
        if names_nothing or self.returns_id(message_id):
            return True
        return not self.bounced_recipients.isdisjoint(lower_spellings(recipient))

    def names(self, recipient: str, message_id: str) -> bool:
        """Whether a bounce names the message it is about, by its recipient or its Message-ID.

        A token is not enough: anybody who learns one can write "user unknown" to it.
        """
        if self.returns_id(message_id):
            return True
        diagnostic = self.diagnostic.lower()
        for spelling in lower_spellings(recipient):
            if spelling in self.bounced_recipients or spelling in diagnostic:
                return True
        return False

    def returns_id(self, message_id: str) -> bool:
        return message_id.strip("<> ") in self.returned_ids

    def is_from(self, address: str) -> bool:
        """Whether the email says that it is from an address, in any spelling."""
        return bool(address) and not self.senders.isdisjoint(lower_spellings(address))


def lower_spellings(address: str) -> set[str]:
    return {spelling.lower() for spelling in spellings(address)}
