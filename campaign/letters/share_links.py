"""Plain links that share a council's page. None of them reports who selected it."""

from django.utils.text import capfirst

from councils.record import CouncilOnDay
from councils.sharing.share_row import ShareLinks

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


def share_links(row: CouncilOnDay) -> ShareLinks:
    """Return links that share a council's page, with the site's public address."""
    name = row.short_name_in_sentence
    words = MESSAGES.get(row.status, DEFAULT_MESSAGE).format(name=name, Name=capfirst(name))
    return ShareLinks.of(row.url, words, f"Children who run away, and {name}")
