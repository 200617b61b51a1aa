"""Plain links that share a council's page. None of them reports who selected it."""

from django.utils.text import capfirst

from councils.record import CouncilOnDay
from councils.record.status import STATUSES
from councils.sharing.share_row import ShareLinks


def share_links(row: CouncilOnDay) -> ShareLinks:
    """Return links that share a council's page, with the site's public address."""
    name = row.short_name_in_sentence
    message = STATUSES[row.status].message or STATUSES["withdrawn"].message
    words = message.format(name=name, Name=capfirst(name))
    return ShareLinks.of(row.url, words, f"Children who run away, and {name}")
