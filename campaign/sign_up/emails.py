"""The emails to council officers: one function for each, and a part of a template."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from campaign import retention
from campaign.outbox.models import OutgoingMessage
from campaign.pages.our_emails import AUTO_GENERATED, email_to
from campaign.purposes import Purpose
from campaign.sign_up.models import SignUp, SignUpKind
from councils.models.dated import DatedFact
from councils.record import record_on
from councils.record.charter_text import is_held
from councils.record.snapshot import is_quiet
from councils.sharing.cards import picture_address

SAYS_NO = (SignUpKind.REFUSES, SignUpKind.WRONG)


def email_officer(
    sign_up: SignUp,
    key: str,
    template: str,
    headers: dict[str, str] | None = None,
    due_at: dt.datetime | None = None,
    **context: Any,
) -> None:
    """Queue an email to the officer, once per key."""
    subject, _, text = written(sign_up, template, **context).partition("\n\n")
    to = sign_up.email
    OutgoingMessage.objects.queue(
        Purpose.SIGN_UP,
        f"sign_up:{sign_up.pk}:{key}",
        to,
        email_to(to, subject=subject, text=text, headers=headers, to_visitor=True),
        on_behalf=to,
        subject=sign_up,
        due_at=due_at,
    )


def written(sign_up: SignUp, template: str, **context: Any) -> str:
    """Return an email to the officer as it will be: its subject, an empty line, its text."""
    row = record_on().by_id[sign_up.council_id]
    return words(template, sign_up=sign_up, row=row, **context)


def words(template: str, **context: Any) -> str:
    context["site"] = settings.SITE_URL
    return render_to_string(f"sign_up/emails.txt#{template}", context).strip()


def ask_to_confirm(sign_up: SignUp, due_at: dt.datetime) -> None:
    """Ask the officer to confirm that they wrote. It repeats nothing that was typed."""
    email_officer(
        sign_up,
        f"confirm:{sign_up.confirmations_sent}",
        "please_confirm",
        AUTO_GENERATED,
        due_at,
        days=retention.UNCONFIRMED.days,
    )


def thank(
    sign_up: SignUp, own_words: str = "", fact: DatedFact | None = None, lines: Sequence[str] = ()
) -> None:
    """Thank the officer, once for each decision, below what staff wrote themselves."""
    thanked = thanks(sign_up, fact, lines)
    key = f"accepted:{sign_up.decided_at}"
    email_officer(sign_up, key, "accepted", own_words=own_words.strip(), thanks=thanked)


def thanks(sign_up: SignUp, fact: DatedFact | None = None, lines: Sequence[str] = ()) -> str:
    """Return the words of the thank-you. ``fact`` is what went on record, with its public lines.

    Nothing to show is offered to a council that says no to something, or that is kept quiet.
    """
    record = record_on()
    row = record.by_id[sign_up.council_id]
    if sign_up.kind in SAYS_NO or is_quiet(record, row):
        fact = None
    picture = picture_address(record, row)
    has_text = is_held(record)
    return words("thanks", row=row, fact=fact, lines=lines, picture=picture, has_text=has_text)


def ask_back(sign_up: SignUp, question: str) -> None:
    """Send the officer a question from staff, and note when. Raises ValidationError."""
    now = timezone.now()
    sign_up.ask_back(now)
    key = f"question:{int(now.timestamp())}"
    email_officer(sign_up, key, "question", question=question)


def answer_in_full(sign_up: SignUp, button: str, typed: str) -> str:
    """Return the email that a button of the message's page sends, before it goes."""
    if button == "thank":
        return written(sign_up, "accepted", own_words=typed, thanks=thanks(sign_up))
    if button == "decline":
        days = retention.DECLINED_SIGN_UPS.days
        return written(sign_up, "declined", why=typed, days=days)
    return written(sign_up, "question", question=typed)


def decline(sign_up: SignUp, why: str) -> None:
    """Say kindly that we cannot accept the message, and why."""
    days = retention.DECLINED_SIGN_UPS.days
    email_officer(sign_up, f"declined:{sign_up.decided_at}", "declined", why=why, days=days)
