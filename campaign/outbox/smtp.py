"""Talk to the mail server step by step, so that each failure has a known stage.

``smtplib.SMTP.data`` raises one error for a connection lost before the server can have taken an
email, and for one lost after it had all of it. The first may be retried, the second must not be.
So this module sends the content itself, and the final dot separately.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from campaign.outbox.models import OutgoingMessage

SIGN_IN_FIRST = {503, 530, 534, 535, 538}
"""Codes that tell us to sign in, or that the server lost its state: not about one email."""
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


NO_SUCH_PARAMETER = {501, 504, 555}
"""Codes with which a server rejects the options of an address (RFC 5321, 3461)."""


class RejectedError(Exception):
    """The server replied, and did not accept the email."""

    def __init__(self, reply: "Reply"):
        super().__init__(reply.text)
        self.text = reply.text
        self.is_temporary = 400 <= reply.code < 500


class SenderRejectedError(RejectedError):
    """The server permanently rejects our sender address, whatever the email."""


class ClientRejectedError(RejectedError):
    """The server permanently rejected a recipient, in words that seem to be about us."""


class UnreachableError(Exception):
    """No email can be given to the server at present."""


class ConnectionLostError(Exception):
    """The connection broke before the server can have accepted the email."""


class OutcomeUnknownError(Exception):
    """The connection broke when the server may or may not have accepted the email."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The server's reply to a command: ``text`` begins with the code."""

    code: int
    text: str

    @classmethod
    def of(cls, code: int, message: bytes) -> "Reply":
        return cls(code, f"{code} {message.decode('ascii', 'replace')}".strip())

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 300

    @property
    def is_negative(self) -> bool:
        return 400 <= self.code < 600

    @property
    def is_permanent(self) -> bool:
        return 500 <= self.code < 600


class Connection:
    """A connection to the mail server, encrypted and signed in; for one email at a time.

    ``server`` is settings.SMTP, ``name`` our name in EHLO. Raises UnreachableError.
    """

    is_test = False

    def __init__(self, server: dict[str, Any], name: str):
        self.is_reused = False
        """Whether an earlier email used it, so that the server may have hung up since."""
        self._timeout = server["timeout"]
        where = f"{server['host']}:{server['port']}"
        try:
            self._smtp = connect(server, name)
        except smtplib.SMTPResponseException as error:
            if error.smtp_code < 0:
                raise UnreachableError(f"{where}: The server does not speak SMTP.") from error
            message = error.smtp_error
            text = message.decode("ascii", "replace") if isinstance(message, bytes) else message
            raise UnreachableError(f"{where} said: {error.smtp_code} {text}") from error
        except smtplib.SMTPException as error:
            raise UnreachableError(f"{where}: {error}") from error
        except OSError as error:
            raise UnreachableError(f"{where} cannot be reached: {error}") from error
        except UnicodeError as error:
            raise UnreachableError("The user name and password must be ASCII.") from error

    @property
    def is_open(self) -> bool:
        return self._smtp.sock is not None

    @property
    def offers_notices(self) -> bool:
        """Whether the server offers delivery notices (DSN, RFC 3461)."""
        return self._smtp.has_extn("dsn")

    def send_envelope(self, message: "OutgoingMessage") -> None:
        """Give the server the sender and the recipient.

        For a letter to a council, request delivery notices where the server offers them
        (RFC 3461). Raises RejectedError, ConnectionLostError or UnreachableError.
        """
        asks = message.to_council and self.offers_notices
        ours = ["RET=HDRS", f"ENVID={message.envelope_id}"] if asks else []
        reply = self._ask(self._smtp.mail, message.envelope_sender, ours)
        if reply.code in SIGN_IN_FIRST:
            self.close()
            raise UnreachableError(f"The mail server said: {reply.text}")
        if reply.is_permanent:
            raise SenderRejectedError(reply)
        self._expect_positive(reply)
        theirs = ["NOTIFY=SUCCESS,FAILURE,DELAY"] if asks else []
        reply = self._ask(self._smtp.rcpt, message.recipient, theirs)
        if reply.is_permanent and ABOUT_US.search(reply.text):
            raise ClientRejectedError(reply)
        self._expect_positive(reply)

    def send_content(self, content: bytes) -> str:
        """Give the server the email, and return its reply.

        Raises RejectedError, ConnectionLostError or OutcomeUnknownError.
        """
        reply = self._command(self._smtp.docmd, "DATA")
        if reply.code != 354:
            self._expect_positive(reply)
            self.close()
            raise ConnectionLostError(f"It answered DATA with “{reply.text}”.")
        self._send(re.sub(rb"(?m)^\.", b"..", content))
        reply = self._end_content(b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")
        self._expect_positive(reply)
        return reply.text

    def reset(self) -> None:
        """Reset the envelope; if the connection breaks, close it."""
        with suppress(ConnectionLostError):
            if not self._command(self._smtp.rset).is_positive:
                self.close()

    def quit(self) -> None:
        with suppress(OSError):
            self._smtp.quit()
        self.close()

    def close(self) -> None:
        self._smtp.close()

    def _end_content(self, dot: bytes) -> Reply:
        """Send the final dot. Until it has left, the server cannot have accepted the email."""
        try:
            self._smtp.send(dot)
            self._set_timeout(PATIENCE * self._timeout)
            reply = Reply.of(*self._smtp.getreply())
            self._set_timeout(self._timeout)
        except OSError as error:
            self.close()
            raise OutcomeUnknownError(str(error)) from error
        if not (reply.is_positive or reply.is_negative):
            self.close()
            raise OutcomeUnknownError(f"It answered the content with “{reply.text}”.")
        return reply

    def _ask(
        self, command: Callable[..., tuple[int, bytes]], address: str, options: list[str]
    ) -> Reply:
        """Send an address with options, or without them if the server rejects them after all."""
        reply = self._command(command, address, options)
        if options and reply.code in NO_SUCH_PARAMETER:
            reply = self._command(command, address)
        return reply

    def _command(self, command: Callable[..., tuple[int, bytes]], *args: Any) -> Reply:
        try:
            return Reply.of(*command(*args))
        except OSError as error:
            self.close()
            raise ConnectionLostError(f"The connection broke: {error}") from error

    def _expect_positive(self, reply: Reply) -> None:
        """Raise RejectedError for a negative reply, ConnectionLostError for no valid reply."""
        if reply.code == 421:
            self.close()
        if reply.is_negative:
            raise RejectedError(reply)
        if not reply.is_positive:
            self.close()
            raise ConnectionLostError(f"It said “{reply.text}”.")

    def _send(self, data: bytes) -> None:
        try:
            for start in range(0, len(data), CHUNK):
                self._smtp.send(data[start : start + CHUNK])
        except OSError as error:
            self.close()
            raise ConnectionLostError(f"The connection broke: {error}") from error

    def _set_timeout(self, seconds: float) -> None:
        if self._smtp.sock:
            self._smtp.sock.settimeout(seconds)


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
