"""What somebody who has written says who shares the council's page. Nothing reports who did."""

from django.conf import settings
from django.utils.text import capfirst

from councils.record import CouncilOnDay
from councils.record.status import STATUSES


def share_links(row: CouncilOnDay) -> dict[str, str]:
    """Return the public address of a council's page, and a message and subject that share it."""
    name, address = row.short_name_in_sentence, f"{settings.SITE_URL}{row.url}"
    message = STATUSES[row.status].message or STATUSES["withdrawn"].message
    return {
        "address": address,
        "message": f"{message.format(name=name, Name=capfirst(name))} {address}",
        "subject": f"Children who run away, and {name}",
    }
