"""Plain links that share a council's page. None of them reports who selected it."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils.text import capfirst

from councils.record import CouncilOnDay

MESSAGES = {
    "signed": "{Name} has signed the Runaways’ Charter for children who run away. I thanked it."
    " You can write to it too:",
    "not_signed": "When a child runs away, their council should be ready. I asked {name} to sign"
    " the Runaways’ Charter. Will you?",
    "intends": "{Name} says it will sign the Runaways’ Charter for children who run away. I asked"
    " when. Will you?",
    "inherited": "I asked {name} to sign the Runaways’ Charter for children who run away, as the"
    " council before it is on record as having done. Will you?",
    "withdrawn": "I wrote to {name} about children who run away. Will you?",
}
DEFAULT_MESSAGE = MESSAGES["withdrawn"]


@dataclass(frozen=True, slots=True)
class ShareLinks:
    """The address of a page to share, and links that open an app with the message written."""

    address: str
    words: str
    whatsapp: str
    email: str


def share_links(row: CouncilOnDay) -> ShareLinks:
    """Return links that share a council's page, with the site's public address."""
    address = f"{settings.SITE_URL}{row.url}"
    name = row.short_name_in_sentence
    words = MESSAGES.get(row.status, DEFAULT_MESSAGE).format(name=name, Name=capfirst(name))
    subject = f"Children who run away, and {name}"
    message = f"{words} {address}"
    return ShareLinks(
        address=address,
        words=words,
        whatsapp=f"https://wa.me/?text={quote(message, safe='')}",
        email=f"mailto:?subject={quote(subject, safe='')}&body={quote(message, safe='')}",
    )
