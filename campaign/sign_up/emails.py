"""The emails to council officers: one function for each."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from campaign import retention
from campaign.confirmation import confirmation_slot
from campaign.outbox.models import OutgoingMessage, subject_line
from campaign.pages.email_footer import AUTO_GENERATED, with_footer
from campaign.purposes import Purpose
from campaign.sign_up.models import SignUp, SignUpKind
from councils.models import Signature
from councils.models.dated import DatedFact
from councils.record import CouncilOnDay, closed_on, record_on
from councils.record.charter_text import is_held
from councils.record.snapshot import is_quiet

SAYS_NO = (SignUpKind.REFUSES, SignUpKind.WRONG)


def send(
    sign_up: SignUp,
    key: str,
    subject: str,
    text: str,
    *,
    automatic: bool = False,
    due_at: dt.datetime | None = None,
) -> None:
    """Queue an email to the officer, once per key."""
    headers = AUTO_GENERATED if automatic else None
    OutgoingMessage.objects.queue(
        Purpose.SIGN_UP,
        f"sign_up:{sign_up.pk}:{key}",
        sign_up.email,
        with_footer(sign_up.email, subject_line(subject), text, headers),
        on_behalf=sign_up.email,
        subject=sign_up,
        due_at=due_at,
    )


def name_of(sign_up: SignUp) -> str:
    return record_on().by_id[sign_up.council_id].name_in_sentence


def ask_to_confirm(sign_up: SignUp) -> None:
    """Ask the officer to confirm that they wrote. It repeats nothing that was typed.

    It takes a slot of the limit on confirmation emails: call it in a transaction.
    """
    address = settings.SITE_URL + reverse("sign_up:confirm", args=[sign_up.token])
    send(
        sign_up,
        f"confirm:{sign_up.confirmations_sent}",
        f"Please confirm your message for {name_of(sign_up)}",
        f"""Someone wrote to us for {name_of(sign_up)} on {settings.SITE_URL} and gave this \
address. If it was you, open this page and select the button:

{address}

Nobody here reads the message until then. If you do nothing, we’ll delete it after \
{retention.UNCONFIRMED.days} days.""",
        automatic=True,
        due_at=confirmation_slot(),
    )


def thank(sign_up: SignUp, own_words: str = "", fact: DatedFact | None = None) -> None:
    """Thank the officer, once, below what staff wrote themselves."""
    name = record_on().by_id[sign_up.council_id].name
    words = f"{own_words.strip()}\n\n{thanks(sign_up, fact)}".strip()
    send(sign_up, "accepted", f"Thank you, {name}", words)


def thanks(sign_up: SignUp, fact: DatedFact | None = None) -> str:
    """Return the words of the thank-you. ``fact`` is what went on record.

    Nothing to show is offered to a council that says no to something, or that is kept quiet.
    """
    record = record_on()
    row = record.by_id[sign_up.council_id]
    page = f"{settings.SITE_URL}{row.url}"
    if fact is None or sign_up.kind in SAYS_NO or is_quiet(record, row):
        said = "Thank you. We’ve checked what you told us and dealt with it. Your council’s page:"
        again = invitation("You can write again at any time:", row)
        return f"{said} {page}\n\n{again}".strip()
    said = "Thank you. We’ve checked what you told us, and your council’s page shows it:"
    return f"{said} {page}\n\n{to_show(fact, row)}"


def to_show(fact: DatedFact, row: CouncilOnDay) -> str:
    """Return what a council can put on its own pages once something is on record."""
    site = settings.SITE_URL
    words = (
        f"Here’s a badge for your website: {site}{reverse('councils:embed')}?council={row.slug}, a"
        f" picture to share: {site}{record_on().share_picture(row.slug)}"
    )
    if isinstance(fact, Signature):
        if is_held(record_on()):
            paper = reverse("sign_up:certificate", args=[fact.pk])
            words += f", and a certificate to print: {site}{paper}"
        words += f"\n\nA few lines you can use as news: “{news_paragraph(fact, row)}”"
    return f"{words}\n\nA signature is a promise. It doesn’t say that every child is safe."


def invitation(words: str, row: CouncilOnDay) -> str:
    """Return words and the address of our form after them; "" once the campaign has closed."""
    if closed_on():
        return ""
    return f"{words} {settings.SITE_URL}{reverse('sign_up:sign')}?council={row.slug}"


def news_paragraph(signature: Signature, row: CouncilOnDay) -> str:
    """Return a paragraph on its signature, with the source, for the council to publish."""
    return (
        f"{capfirst(row.name_in_sentence)} signed the Runaways’ Charter {signature.when.words}. The"
        " Children’s Society launched it on 9 July 2012, and young people who had run away helped"
        " to write it. The charity said councils that signed would take steps to count, think, act"
        f" and prevent. How we know: {settings.SITE_URL}{row.url}"
    )


def ask_back(sign_up: SignUp, question: str) -> None:
    """Send the officer a question from staff, and note when."""
    sign_up.asked_back_at = timezone.now()
    sign_up.save(update_fields=["asked_back_at"])
    send(
        sign_up,
        f"question:{int(sign_up.asked_back_at.timestamp())}",
        f"A question about your message for {name_of(sign_up)}",
        "Thank you for writing to us. Before we go on, can you help with this?\n\n"
        f"{question}\n\nJust reply to this email.",
    )


def decline(sign_up: SignUp, words: str) -> None:
    """Say kindly that we cannot accept the message, and why."""
    row = record_on().by_id[sign_up.council_id]
    again = invitation(" If you’ve got more to show us, write again:", row)
    send(
        sign_up,
        "declined",
        f"Your message for {row.name_in_sentence}",
        f"Thank you for writing to us. We can’t use your message yet, because:\n\n{words}\n\n"
        f"Nothing on your council’s page has changed.{again}\n\nIf you think we’re wrong,"
        f" complain: {settings.SITE_URL}{reverse('complaints:complain')}\n\nWe’ll delete your"
        f" message and your address after {retention.DECLINED_SIGN_UPS.days} days.",
    )
