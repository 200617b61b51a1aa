"""Councils that take over soon: they get letters already, where staff have checked an address."""

import datetime as dt

from campaign.letters.recipient import recipient_for
from councils.council_page.lineage import ENDS_SOON
from councils.record import CouncilOnDay, Record


def takes_letters(record: Record, row: CouncilOnDay) -> bool:
    """Whether a letter can go to a council: it runs children's services, or soon will."""
    return record.responsible_for(row) is row or takes_letters_early(record, row)


def takes_letters_early(record: Record, row: CouncilOnDay) -> bool:
    """Whether a council begins within six months, and has a checked email address."""
    if row.status != "forming" or row.starts_on is None or not row.is_responsible:
        return False
    is_soon = dt.timedelta() < row.starts_on - record.on <= ENDS_SOON
    return is_soon and bool(recipient_for(row, record.on).email)


def offered_instead(record: Record, row: CouncilOnDay) -> list[CouncilOnDay]:
    """Return the councils to come that a writer to this one, which ends, can write to already."""
    return [after for after in record.successors_of(row) if takes_letters_early(record, after)]
