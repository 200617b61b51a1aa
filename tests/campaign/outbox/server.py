"""A real mail server for tests, which rejects, stalls or hangs up exactly where set."""

import asyncio
import contextlib
import random
import threading
from collections import Counter
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

STAGES = ["connect", "EHLO", "MAIL", "RCPT", "DATA", "mid-data", "dot", "reply", "RSET", "QUIT"]
"""Where a connection can break. "dot": all has come, and is thrown away; "reply": it is kept."""


class Dialogue(SMTP):
    """aiosmtpd's server with a possible fault before each reply."""

    def connection_made(self, transport):
        if self.event_handler.breaks("connect"):
            transport.abort()
            return
        super().connection_made(transport)

    def connection_lost(self, error):
        if self.session is not None:
            super().connection_lost(error)

    def hang_up(self):
        self.transport.abort()
        raise ConnectionResetError

    async def _handle_client(self):
        with contextlib.suppress(ConnectionResetError):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname):
        self.meet("EHLO")
        await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg):
        self.meet("MAIL")
        arg, self.asked = self.without_notices(arg, "RET", "ENVID")
        await self.refuse_or("MAIL", super().smtp_MAIL(arg), arg)

    async def smtp_RCPT(self, arg):
        self.meet("RCPT")
        arg, asked = self.without_notices(arg, "NOTIFY")
        self.asked |= asked
        await self.refuse_or("RCPT", super().smtp_RCPT(arg))

    def without_notices(self, arg, *names):
        """Strip the parameters of RFC 3461 from a command, if this server supports them."""
        if not (arg and self.event_handler.takes_notices):
            return arg, {}
        words = arg.split(" ")
        asked = dict(word.split("=", 1) for word in words if word.partition("=")[0] in names)
        return " ".join(word for word in words if word.partition("=")[0] not in names), asked

    async def smtp_DATA(self, arg):
        self.meet("DATA")
        if self.event_handler.breaks("mid-data"):
            await self.push("354 Go on")
            await self._reader.readline()
            self.hang_up()
        await self.refuse_or("DATA", super().smtp_DATA(arg))

    async def smtp_RSET(self, arg):
        self.meet("RSET")
        await super().smtp_RSET(arg)

    async def smtp_QUIT(self, arg):
        self.meet("QUIT")
        await super().smtp_QUIT(arg)

    def meet(self, stage):
        if self.event_handler.breaks(stage):
            self.hang_up()

    async def refuse_or(self, stage, answer, sender=""):
        refusal = self.event_handler.refusal(stage, sender or self.envelope.mail_from or "")
        if refusal:
            answer.close()
            await self.push(refusal)
        else:
            await answer


class Post:
    """The behaviour of the server, and the emails it accepted, by Message-ID."""

    def __init__(self, seed=1):
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.accepted = Counter()
        """How many copies of each mail were taken."""
        self.mails, self.envelopes = {}, {}
        self.connections = 0
        self.broken = Counter()
        """How often a connection broke, by stage."""
        self.chances: dict[str, float] = {}
        """Stage, and how often of one a connection breaks there."""
        self.next_breaks: list[str] = []
        self.next_refusals: list[tuple[str, str]] = []
        self.always: dict[str, str] = {}
        """Stage, and the answer that everybody gets there."""
        self.always_for: dict[str, tuple[str, str]] = {}
        """By the token of its envelope sender, the stage and the answer one mail gets there."""
        self.offers_notices = self.takes_notices = False
        """Whether it offers notices of delivery (DSN), and whether it knows their parameters."""
        self.asked: dict[str, dict[str, str]] = {}
        """What was asked of notices, by Message-ID."""
        self.on_accepted = lambda message_id: None
        """Called with each email that is taken, before the answer says so."""
        self.temporary = self.permanent = 0.0
        self.takes = 0.0
        self.refused_for_good = set()

    def breaks(self, stage) -> bool:
        if stage == "connect":
            self.connections += 1
        is_planned = stage in self.next_breaks
        if is_planned:
            self.next_breaks.remove(stage)
        breaks = is_planned or self.random.random() < self.chances.get(stage, 0)
        self.broken[stage] += breaks
        return breaks

    def refusal(self, stage, sender="") -> str | None:
        if stage in self.always:
            return self.always[stage]
        for token, (where, answer) in self.always_for.items():
            if where == stage and token in sender:
                return answer
        for planned in self.next_refusals:
            if planned[0] == stage:
                self.next_refusals.remove(planned)
                return planned[1]
        return None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [*responses[:-1], *(["250-DSN"] if self.offers_notices else []), responses[-1]]

    async def handle_DATA(self, server, session, envelope):
        if self.takes:
            await asyncio.sleep(self.takes)
        message_id = message_from_bytes(envelope.content)["Message-ID"]
        if server.event_handler.breaks("dot"):
            server.hang_up()
        if refusal := self.refusal("text"):
            return refusal
        if message_id in self.refused_for_good or self.random.random() < self.permanent:
            self.refused_for_good.add(message_id)
            return "550 5.7.1 We do not want this"
        if self.random.random() < self.temporary:
            return "451 4.3.0 Come back later"
        self.accepted[message_id] += 1
        self.mails[message_id] = envelope.content
        self.envelopes[message_id] = (envelope.mail_from, envelope.rcpt_tos)
        self.asked[message_id] = getattr(server, "asked", {})
        self.on_accepted(message_id)
        if server.event_handler.breaks("reply"):
            server.hang_up()
        return "250 2.0.0 Taken as 1234"


class Listening(Controller):
    def factory(self):
        return Dialogue(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]  # it was 0, for any free port
        super()._trigger_server()


class MailServer:
    """A server on a local port, which can be stopped and started again."""

    def __init__(self, smtp_log: Post, **options):
        self.post, self.port, self._listening = smtp_log, 0, None
        self.options = {"enable_SMTPUTF8": False, "timeout": 60} | options

    def start(self):
        self._listening = Listening(self.post, "127.0.0.1", self.port, **self.options)
        self._listening.start()
        self.port = self._listening.port

    def stop(self):
        if self._listening:
            self._listening.stop()
            self._listening = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"
