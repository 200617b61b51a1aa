"""A thin SMTP client that says at which stage of the dialogue something went wrong.

Python's smtplib raises one error for a connection lost before the server knew anything of a mail
and for one lost after it had all of it. The first may be tried again, the second never by itself.
"""

import base64
import re
import socket
import ssl
from dataclasses import dataclass

LONGEST_LINE = 4096
MOST_LINES = 100
"""Bytes in a line and lines in a reply, after which a server is not believed to be one."""
SIGN_IN_FIRST = {503, 530, 534, 535, 538}
"""A no to MAIL that says that we are to sign in, or lost track: it would say so of any mail."""
NOT_ABOUT_THE_MAIL = re.compile(
    r"\brelay(ing)?\b.{0,20}\b(denied|prohibited|not (permitted|allowed))|\b(not|unable to) relay\b"
    r"|\byour account\b|\bclient host\b|\bnot authenticated\b|\bauthentication (is )?required\b"
    r"|\bsender( address)? (rejected|denied|not (verified|allowed))",
    re.IGNORECASE,
)
"""A no to a recipient in words that speak of us: servers keep what they think of us until then."""
PIECE = 65536
"""Bytes for which a server has its usual time: a long text may take longer on a thin line."""
PATIENCE = 10
"""How many times its usual time a server gets to say what became of a text (RFC 5321: minutes)."""


class Rejected(Exception):
    """The server answered, and said no. It did not take the mail."""

    def __init__(self, reply: "Reply"):
        super().__init__(reply.words)
        self.words = reply.words
        self.is_temporary = 400 <= reply.code < 500


class SenderRefused(Rejected):
    """It said no for good, and not of the letter: it will not have us as the sender of any."""


class RefusedForUs(Rejected):
    """It said no for good to a recipient, in words that seem to speak of us."""


class Unreachable(Exception):
    """There is no talking to the server at present, about whatever mail."""


class ConnectionLost(Exception):
    """The connection broke before the server can have taken the mail."""


class OutcomeUnknown(Exception):
    """The connection broke when the server may have taken the mail: nobody here can know."""


@dataclass(slots=True)
class Reply:
    code: int
    words: str

    @property
    def is_yes(self) -> bool:
        return 200 <= self.code < 300

    @property
    def is_no(self) -> bool:
        return 400 <= self.code < 600

    @property
    def is_never(self) -> bool:
        return 500 <= self.code < 600


class Connection:
    """A connection to the mail server, greeted, encrypted and signed in; for one mail at a time.

    Raises Unreachable if that cannot be had.
    """

    is_test = False

    def __init__(self, server: dict, name: str):
        self.is_open = self.is_kept = False
        self._timeout = server["timeout"]
        self._buffer = b""
        where = f"{server['host']}:{server['port']}"
        try:
            self._connect(server)
            self._greet(server, name)
        except OSError as error:
            self.close()
            raise Unreachable(f"{where} cannot be reached: {error}") from error
        except ConnectionLost as error:
            self.close()
            raise Unreachable(f"{where}: {error}") from error
        except Rejected as error:
            self.close()
            raise Unreachable(f"{where} said: {error.words}") from error
        except Unreachable:
            self.close()
            raise
        self.is_open = True

    def address(self, message) -> None:
        """Tell the server from whom and to whom. Raises Refused, Lost or Unreachable."""
        reply = self._ask(f"MAIL FROM:<{message.sender}>")
        if reply.code in SIGN_IN_FIRST:
            self.close()
            raise Unreachable(f"The mail server said: {reply.words}")
        if reply.is_never:
            raise SenderRefused(reply)
        self._expect(reply)
        reply = self._ask(f"RCPT TO:<{message.recipient}>")
        if reply.is_never and NOT_ABOUT_THE_MAIL.search(reply.words):
            raise RefusedForUs(reply)
        self._expect(reply)

    def hand_over(self, content: bytes) -> str:
        """Give the server the mail and return what it said. Raises Refused, Lost or Unknown."""
        reply = self._ask("DATA")
        if reply.code != 354:
            self._expect(reply)
            self.close()
            raise ConnectionLost(f"It answered DATA with “{reply.words}”.")
        self._send(re.sub(rb"(?m)^\.", b"..", content))
        # Until the lone dot has left, the server cannot have taken it.
        try:
            self._send(b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")
            self._socket.settimeout(PATIENCE * self._timeout)
            reply = self._reply()
        except (ConnectionLost, OSError) as error:
            self.close()
            raise OutcomeUnknown(str(error)) from error
        self._socket.settimeout(self._timeout)
        if not (reply.is_yes or reply.is_no):
            self.close()
            raise OutcomeUnknown(f"It answered the text with “{reply.words}”.")
        self._expect(reply)
        return reply.words

    def reset(self) -> None:
        """Take back what address() said; a connection that breaks at it is closed."""
        try:
            if not self._ask("RSET").is_yes:
                self.close()
        except ConnectionLost:
            pass

    def quit(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        if self.is_open:
            try:
                self._send(b"QUIT\r\n")
                self._reply()
            except ConnectionLost:
                pass
            self.close()

    def close(self) -> None:
        self.is_open = False
        if hasattr(self, "_socket"):
            self._socket.close()

    def _connect(self, server: dict) -> None:
        self._socket = socket.create_connection((server["host"], server["port"]), self._timeout)
        # The dot that ends a text is a packet of its own, and must not wait for the next one.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server["use_ssl"]:
            self._encrypt(server["host"])

    def _encrypt(self, host: str) -> None:
        self._socket = ssl.create_default_context().wrap_socket(self._socket, server_hostname=host)

    def _greet(self, server: dict, name: str) -> None:
        self._expect(self._reply())
        offers = self._hello(name)
        if server["use_tls"]:
            if "STARTTLS" not in offers:
                raise Unreachable(f"{server['host']} does not offer STARTTLS.")
            self._expect(self._ask("STARTTLS"))
            if self._buffer:
                raise Unreachable(f"{server['host']} spoke before the connection was encrypted.")
            self._encrypt(server["host"])
            offers = self._hello(name)
        if server["username"]:
            self._sign_in(server, offers.get("AUTH", "").upper().split())

    def _hello(self, name: str) -> dict[str, str]:
        reply = self._ask(f"EHLO {name}")
        self._expect(reply)
        lines = [line.strip().partition(" ") for line in reply.words.split("\n")[1:]]
        return {word.upper(): rest for word, _, rest in lines}

    def _sign_in(self, server: dict, ways: list[str]) -> None:
        user, password = server["username"].encode(), server["password"].encode()
        if "PLAIN" in ways:
            reply = self._ask("AUTH PLAIN " + in_base64(b"\0" + user + b"\0" + password))
        elif "LOGIN" in ways:
            for line in ("AUTH LOGIN", in_base64(user)):
                if (reply := self._ask(line)).code != 334:
                    raise Rejected(reply)
            reply = self._ask(in_base64(password))
        else:
            raise Unreachable(f"{server['host']} offers no way to sign in that is known here.")
        self._expect(reply)

    def _expect(self, reply: Reply) -> None:
        """Raise Refused for a no, and Lost for what is neither a yes nor a no."""
        if reply.code == 421:
            self.close()
        if reply.is_no:
            raise Rejected(reply)
        if not reply.is_yes:
            self.close()
            raise ConnectionLost(f"It said “{reply.words}”.")

    def _ask(self, line: str) -> Reply:
        if "\r" in line or "\n" in line:
            raise ValueError("A command is one line.")
        self._send(line.encode("ascii") + b"\r\n")
        return self._reply()

    def _send(self, data: bytes) -> None:
        try:
            for start in range(0, len(data), PIECE):
                self._socket.sendall(data[start : start + PIECE])
        except OSError as error:
            self.close()
            raise ConnectionLost(f"The connection broke: {error}") from error

    def _reply(self) -> Reply:
        lines = []
        while len(lines) < MOST_LINES:
            line = self._line()
            lines.append(line[4:])
            if not re.match(r"[2-5][0-9]{2}([ -]|$)", line):
                break
            if line[3:4] != "-":
                words = line[:3] + " " + "\n".join(lines)
                return Reply(int(line[:3]), words.strip())
        self.close()
        raise ConnectionLost("The server does not speak SMTP.")

    def _line(self) -> str:
        while (end := self._buffer.find(b"\n")) < 0 and len(self._buffer) < LONGEST_LINE:
            try:
                part = self._socket.recv(LONGEST_LINE)
            except OSError as error:
                self.close()
                raise ConnectionLost(f"The connection broke: {error}") from error
            if not part:
                self.close()
                raise ConnectionLost("The server closed the connection.")
            self._buffer += part
        line, self._buffer = self._buffer[: end + 1], self._buffer[end + 1 :]
        return line.decode("ascii", "replace").rstrip("\r\n")


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
