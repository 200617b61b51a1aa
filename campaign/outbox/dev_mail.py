"""/dev/mail/: what would have been mailed, to be read while working on the site. DEBUG only."""

import email
import email.policy
import re
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
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


@dataclass(slots=True)
class Shown:
    """One mail of var/mail, read from its file."""

    name: str
    raw: bytes

    @property
    def message(self):
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def date(self):
        return self.message["Date"].datetime

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers a reader would look at, in words."""
        message = self.message
        return [(words, str(message[name])) for name, words in HEADERS if message[name]]

    @property
    def text(self) -> str:
        """The text as a mail program shows it, its wrapped lines joined again."""
        body = self.message.get_body(preferencelist=("plain",))
        if body is None:
            return ""
        text = body.get_content().replace("\r\n", "\n")
        return join_flowed(text) if body["Content-Type"].params.get("format") == "flowed" else text

    @property
    def files(self) -> list:
        return list(self.message.iter_attachments())

    @property
    def file_names(self) -> list[str]:
        return [part.get_filename() or "a file without a name" for part in self.files]

    @property
    def source(self) -> str:
        return self.raw.decode("ascii", "replace").replace("\r\n", "\n")


def kept() -> list[Shown]:
    """Return the mails of var/mail, the newest first."""
    paths = sorted(settings.MAIL_DIR.glob("*.eml"), reverse=True)[:MOST_SHOWN]
    return [Shown(path.stem, path.read_bytes()) for path in paths if NAME.fullmatch(path.stem)]


def mail_or_404(name: str) -> Shown:
    path = settings.MAIL_DIR / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404("There is no such mail, or it was deleted.")
    return Shown(name, path.read_bytes())


@require_safe
def mails(request):
    """All mails, the newest first."""
    return private(render(request, "outbox/mails.html", {"mails": kept(), "smtp": settings.SMTP}))


@require_safe
def mail(request, name):
    """One mail, as a mail program shows it."""
    return private(render(request, "outbox/mail.html", {"mail": mail_or_404(name)}))


@require_safe
def attached(request, name, number):
    """One file of a mail, to be saved: never shown, as it may be anything."""
    files = mail_or_404(name).files
    if number >= len(files):
        raise Http404("This mail has no such file.")
    part = files[number]
    response = HttpResponse(part.get_payload(decode=True), content_type="application/octet-stream")
    filename = re.sub(r"[^A-Za-z0-9._-]", "_", part.get_filename() or "file")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return private(response)


def private(response):
    response.headers["Cache-Control"] = "no-store"
    return response
