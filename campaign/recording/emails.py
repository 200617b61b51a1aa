"""The email with which staff thank a council: written here, checked and sent by a person."""

from django.conf import settings
from django.urls import reverse

from campaign.outbox.models import OutgoingMessage
from campaign.outbox.subjects import subject_line
from campaign.pages.email_footer import with_footer
from campaign.purposes import Purpose
from campaign.recording.afterwards import thanks_key
from campaign.sign_up.emails import invitation, news_paragraph
from campaign.tasks.models import ThankedCouncil
from councils.models import Contact, Signature
from councils.models.contact import Channel
from councils.models.dated import DatedFact
from councils.record import record_on


def address_for_thanks(fact: DatedFact) -> str:
    """Return the checked address of the first role that has one, or ""."""
    contacts = Contact.objects.usable().filter(council=fact.council, channel=Channel.EMAIL)
    roles = [role for role, _ in Contact._meta.get_field("role").flatchoices]
    by_role = sorted(contacts, key=lambda contact: roles.index(contact.role))
    return by_role[0].email if by_role else ""


def draft(fact: DatedFact) -> dict[str, str]:
    """Return the thank-you as the form shows it: to whom, subject and words."""
    row, site = record_on().by_id[fact.council_id], settings.SITE_URL
    parts = [
        "Hello,",
        f"Thank you. {fact.council.name} is on our record: {site}{row.url}",
        f"How we know: {fact.source or fact.source_url}",
        invitation("Is it right? You can confirm or correct it here:", f"?council={row.slug}"),
        f"A picture to share: {site}{record_on().share_picture(row.slug)}",
        "A badge and a frame for your own website:"
        f" {site}{reverse('councils:embed')}?council={row.slug}",
    ]
    if isinstance(fact, Signature):
        parts += [
            f"A paragraph for your news:\n\n{news_paragraph(fact)}",
            "Signing is a promise. It does not say how well services work, or that any child is"
            " safe.",
        ]
    return {
        "to": address_for_thanks(fact),
        "subject": f"Thank you: {row.name}",
        "words": "\n\n".join(filter(None, parts)),
    }


def thank(fact: DatedFact, to: str, subject: str, words: str) -> OutgoingMessage:
    """Queue the thank-you, once for each fact."""
    email, key = with_footer(to, subject_line(subject), words), thanks_key(fact)
    council = ThankedCouncil.objects.get(pk=fact.council_id)
    return OutgoingMessage.objects.queue(
        Purpose.THANKS, key, to, email, subject=council, on_behalf=to
    )
