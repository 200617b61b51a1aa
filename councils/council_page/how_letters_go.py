"""What stands under the button for a letter: how it gets to this council, as things are today."""

from councils.models import Channel, Contact
from councils.record import CouncilOnDay, Record

HOW_A_LETTER_GOES = {
    Channel.EMAIL: "About two minutes. We deliver it.",
    Channel.WEB_FORM: "Write it in two minutes, then send it through the form on the council’s"
    " website.",
    Channel.POST: "Write it in two minutes, then print it and post it.",
    None: "Write it in two minutes, then send it from your own mail or print it. We have no checked"
    " address yet.",
}
"""What stands under the button, by how the council can be reached; None where nothing is known."""


def how_a_letter_goes(record: Record, row: CouncilOnDay) -> str:
    """Say how long a letter takes, and how it gets to the council that is responsible there."""
    addressee = record.responsible_for(row) or row
    channels = Contact.objects.channels_of_letters(addressee.id, record.on)
    for channel in (Channel.EMAIL, Channel.WEB_FORM, Channel.POST):
        if channel in channels:
            return HOW_A_LETTER_GOES[channel]
    return HOW_A_LETTER_GOES[None]
