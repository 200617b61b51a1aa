"""Letters that wait to go: who runs the site can be filled in, or change, before they do."""

from campaign.letters import mail
from campaign.letters.models import Letter, State
from campaign.outbox.models import Message


def write_anew() -> int:
    """Write again the letters that have not left, so that their foot says who runs the site now.

    Letters to be confirmed are locked with them: whoever confirms one meanwhile waits, and its foot
    is written after this change, not beside it. Settings name this function. Returns how many.
    """
    not_left = [State.AWAITING, State.QUEUED, State.DEFERRED]
    letters = Letter.objects.select_for_update().filter(state__in=not_left).order_by("pk")
    by_key = {letter.key: letter for letter in letters if letter.is_confirmed}
    waiting = Message.objects.waiting().filter(purpose="letter").exclude(content=b"")
    return sum(
        message.reword(mail.text_of_letter(by_key[message.key]))
        for message in waiting
        if message.key in by_key
    )
