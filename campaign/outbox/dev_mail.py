"""/dev/mail/: read the email that would have been sent, during development. DEBUG only."""

import datetime as dt
import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from campaign.outbox.mime import join_flowed

NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}-[0-9a-f]{32}")
MOST_SHOWN = 200
HEADERS = [
    ("From", "From"),
    ("Reply-To", "Answers go to"),
    ("To", "To"),
    ("Return-Path", "Bounces go to"),
]


def is_shown() -> bool:
    """Whether every email goes to a file that this site shows, so that none leaves the machine."""
    return settings.DEBUG and not settings.SMTP


class EmailFile(NamedTuple):
    """One email of var/mail, read from its file."""

    name: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def date(self) -> dt.datetime:
        date: dt.datetime = self.message["Date"].datetime
        return date

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers a reader would look at, with our labels for them."""
        return [(label, self.decoded(name)) for name, label in HEADERS if self.message[name]]

    @property
    def to(self) -> str:
        return self.decoded("To")

    def decoded(self, name: str) -> str:
        """Return a header as email programs show it.

        Python's newer parser leaves a space in a long name that is encoded in two parts.
        """
        header = email.message_from_bytes(self.raw, policy=email.policy.compat32)[name]
        return str(make_header(decode_header(header)))

    @property
    def text(self) -> str:
        """The text as an email program shows it, its wrapped lines joined again."""
        body = self.message.get_body(preferencelist=("plain",))
        if body is None:
            return ""
        text: str = body.get_content().replace("\r\n", "\n")
        is_flowed = body["Content-Type"].params.get("format") == "flowed"
        return join_flowed(text) if is_flowed else text

    @property
    def source(self) -> str:
        return self.raw.decode("ascii", "replace").replace("\r\n", "\n")


def latest_emails() -> list[EmailFile]:
    """Return the emails in var/mail, newest first."""
    paths = sorted(settings.MAIL_DIR.glob("*.eml"), reverse=True)[:MOST_SHOWN]
    return [EmailFile(path.stem, path.read_bytes()) for path in paths if NAME.fullmatch(path.stem)]


def get_email_or_404(name: str) -> EmailFile:
    path = settings.MAIL_DIR / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404("There is no such email, or it was deleted.")
    return EmailFile(name, path.read_bytes())


@require_safe
@cache_control(no_store=True)
def email_list(request: HttpRequest) -> HttpResponse:
    context = {"emails": latest_emails(), "smtp": settings.SMTP}
    return render(request, "outbox/email_list.html", context)


@require_safe
@cache_control(no_store=True)
def email_detail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "outbox/email.html", {"email": get_email_or_404(name)})
