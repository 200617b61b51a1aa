"""Talk to the mail server step by step, so that each failure has a known stage.

``smtplib.SMTP.data`` raises one error for a connection lost before the server can have taken an
email, and for one lost after it had all of it. The first may be retried, the second must not be.
So the content and the final dot are sent apart here.
"""

import re
import select
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import format_datetime, make_msgid
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone

from campaign.outbox.mime import serialise
from campaign.outbox.models import MessageState, Outcome, OutgoingMessage

SIGN_IN_FIRST = {503, 530, 534, 535, 538}
"""Codes that tell us to sign in, or that the server lost its state: not about one email."""
NO_SUCH_PARAMETER = {501, 504, 555}
"""Codes with which a server rejects the options of an address (RFC 5321, 3461)."""
ABOUT_US = re.compile(
    r"\brelay(ing)?\b.{0,20}\b(denied|prohibited|not (permitted|allowed))|\b(not|unable to) relay\b"
    r"|\byour account\b|\bclient host\b|\bnot authenticated\b|\bauthentication (is )?required\b"
    r"|\bsender( address)? (rejected|denied|not (verified|allowed))",
    re.IGNORECASE,
)
"""Words about us in a rejected recipient: many servers reject a client only at that stage."""
CHUNK = 65536
"""Bytes sent per timeout, so that a long email may take longer on a slow connection."""
PATIENCE = 10
"""Timeouts allowed for the reply to the final dot (RFC 5321 recommends minutes)."""
KEPT_OPEN = 20
"""Seconds for which an idle connection is kept; servers hang up after a minute or so."""


class UnreachableError(Exception):
    """No email can be given to the server at present."""


class NotSentError(Exception):
    """The server did not take the email: ``outcome`` says why."""

    def __init__(self, outcome: Outcome):
        super().__init__(outcome.said)
        self.outcome = outcome


class Server:
    """A connection, encrypted and signed in; for one email at a time.

    ``server`` is settings.SMTP, ``name`` our name in EHLO. Raises UnreachableError.
    """

    def __init__(self, server: dict[str, Any], name: str):
        self.timeout = server["timeout"]
        where = f"{server['host']}:{server['port']}"
        try:
            self.smtp = connect(server, name)
        except smtplib.SMTPResponseException as error:
            if error.smtp_code < 0:
                raise UnreachableError(f"{where}: The server does not speak SMTP.") from error
            raise UnreachableError(f"{where} said: {words(*error.args)}") from error
        except smtplib.SMTPException as error:
            raise UnreachableError(f"{where}: {error}") from error
        except OSError as error:
            raise UnreachableError(f"{where} cannot be reached: {error}") from error
        except UnicodeError as error:
            raise UnreachableError("The user name and password must be ASCII.") from error
        self.used_at = time.monotonic()
        self.is_welcome = True
        """Whether the last sender was taken; if not, the server refuses us, not a message."""

    @property
    def is_open(self) -> bool:
        return self.smtp.sock is not None

    def is_fresh(self) -> bool:
        """Whether the connection can be used once more."""
        if not self.smtp.sock or time.monotonic() - self.used_at > KEPT_OPEN:
            return False
        # Unasked, a server says only 421, or hangs up: either can be read here.
        return not select.select([self.smtp.sock], [], [], 0)[0]

    def envelope(self, message: OutgoingMessage) -> None:
        """Give the server the sender and the recipient. Raises NotSentError.

        For a letter to a council, request notices of delivery where the server offers them (DSN,
        RFC 3461).
        """
        self.used_at = time.monotonic()
        self.is_welcome = False
        sender_options = []
        recipient_options = []
        if message.to_council and self.smtp.has_extn("dsn"):
            sender_options = ["RET=HDRS", f"ENVID={message.envelope_id}"]
            recipient_options = ["NOTIFY=SUCCESS,FAILURE,DELAY"]
        code, said = self.address(self.smtp.mail, message.envelope_sender, sender_options)
        if code // 100 != 2:
            raise NotSentError(Outcome(MessageState.DEFERRED, said))
        self.is_welcome = True
        code, said = self.address(self.smtp.rcpt, message.recipient, recipient_options)
        if code // 100 == 5 and (code in SIGN_IN_FIRST or ABOUT_US.search(said)):
            self.is_welcome = False
            raise NotSentError(Outcome(MessageState.DEFERRED, said))
        self.expect(2, code, said)

    def content(self, content: bytes) -> Outcome:
        """Give it the text and the final dot, after which only a reply tells what happened."""
        self.expect(3, *self.command(self.smtp.docmd, "DATA"))
        data = re.sub(rb"(?m)^\.", b"..", dated(content))
        try:
            for start in range(0, len(data), CHUNK):
                self.smtp.send(data[start : start + CHUNK])
        except OSError as error:
            raise self.lost(error) from error
        try:
            self.smtp.send(b".\r\n")
            self.set_timeout(PATIENCE * self.timeout)
            code, text = self.smtp.getreply()
            self.set_timeout(self.timeout)
        except OSError as error:
            self.close()
            lost = "The connection broke after the content, while the server’s answer to its end"
            return Outcome(MessageState.UNSURE, f"{lost} was awaited: {error}")
        said = words(code, text)
        if code // 100 == 2:
            return Outcome(MessageState.ACCEPTED, said)
        if code // 100 not in (4, 5):
            self.close()
            return Outcome(MessageState.UNSURE, f"It answered the content with “{said}”.")
        return refusal(code, said)

    def address(
        self, command: Callable[..., tuple[int, bytes]], address: str, options: list[str]
    ) -> tuple[int, str]:
        """Send an address with options, or without them if the server rejects them after all."""
        code, said = self.command(command, address, options)
        if options and code in NO_SUCH_PARAMETER:
            code, said = self.command(command, address)
        return code, said

    def command(self, command: Callable[..., tuple[int, bytes]], *args: Any) -> tuple[int, str]:
        try:
            code, text = command(*args)
        except (OSError, ValueError) as error:  # ValueError: an address with a line end
            raise self.lost(error) from error
        if code == 421:
            self.close()
        return code, words(code, text)

    def expect(self, kind: int, code: int, said: str) -> None:
        """Raise NotSentError unless a reply is of this kind."""
        if code // 100 == kind:
            return
        if code // 100 not in (4, 5):  # whatever it means, the dialogue is out of step
            self.close()
        raise NotSentError(refusal(code, said))

    def lost(self, error: Exception) -> NotSentError:
        self.close()
        return NotSentError(Outcome(MessageState.DEFERRED, f"The connection broke: {error}"))

    def set_timeout(self, seconds: float) -> None:
        if self.smtp.sock:
            self.smtp.sock.settimeout(seconds)

    def reset(self) -> None:
        """Forget the envelope; a connection on which that fails is closed."""
        with suppress(NotSentError):
            if self.is_open and self.command(self.smtp.rset)[0] // 100 != 2:
                self.close()

    def quit(self) -> None:
        with suppress(OSError):
            if self.is_open:
                self.smtp.quit()
        self.close()

    def close(self) -> None:
        self.smtp.close()


class Folder:
    """Takes the place of a mail server that is not set: each email is a file in var/mail/."""

    is_open = is_welcome = True

    def is_fresh(self) -> bool:
        return True

    def envelope(self, message: OutgoingMessage) -> None:
        self.message = message

    def content(self, content: bytes) -> Outcome:
        """Write the email as it would arrive: with its envelope in front, as mail servers do."""
        message = self.message
        path = self.message.file
        envelope = f"Return-Path: <{message.envelope_sender}>\r\nDelivered-To: {message.recipient}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(envelope.encode() + b"\r\n" + dated(content))
        except OSError as error:
            return Outcome(MessageState.DEFERRED, f"The file cannot be written: {error}")
        return Outcome(MessageState.ACCEPTED, f"Written to {path.parent.name}/{path.name}")

    def reset(self) -> None:
        pass

    quit = reset


def send_at_once(
    server: dict[str, Any] | None, name: str, sender: str, email: EmailMessage
) -> None:
    """Give one email to the mail server, past the outbox: only an alarm that the outbox is unwell.

    Raises OSError, including smtplib's errors, also where there is no mail server.
    """
    if not server:
        raise OSError("There is no mail server.")
    content = serialise(email, make_msgid(domain=sender.rpartition("@")[2]))
    with connect(server, name) as smtp:
        smtp.sendmail(sender, email.to, dated(content))


def dated(content: bytes) -> bytes:
    """Return an email dated now, when it leaves: an old date looks like spam, and is not read."""
    return f"Date: {format_datetime(timezone.localtime())}\r\n".encode() + content


def refusal(code: int, said: str) -> Outcome:
    """Return what a reply other than yes means: never, or later."""
    if code // 100 == 5:
        return Outcome(MessageState.FAILED, said)
    return Outcome(MessageState.DEFERRED, said)


def words(code: int, text: bytes | str) -> str:
    """Return a reply in words, the code first."""
    said = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    return f"{code} {said}".strip()


def connect(server: dict[str, Any], name: str) -> smtplib.SMTP:
    """Return a connection ready to send email. Raises OSError, including smtplib's errors."""
    address = (server["host"], server["port"], name)
    smtp: smtplib.SMTP
    if server["use_ssl"]:
        context = ssl.create_default_context()
        smtp = smtplib.SMTP_SSL(*address, timeout=server["timeout"], context=context)
    else:
        smtp = smtplib.SMTP(*address, timeout=server["timeout"])
    try:
        # The final dot is sent as a separate packet, which must not wait for an acknowledgement.
        if smtp.sock:
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server["use_tls"]:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if server["username"]:
            smtp.login(server["username"], server["password"])
    except BaseException:
        smtp.close()
        raise
    return smtp
