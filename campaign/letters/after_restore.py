"""Letters, once a backup is restored: what may have happened since is not done a second time."""

import datetime as dt

from django.db.models import F

from campaign.letters import follow_up
from campaign.letters.models import Letter, State
from campaign.outbox.after_restore import not_left
from campaign.purposes import Purpose

LINKS = (Purpose.CONFIRM, Purpose.REMINDER, Purpose.LINKS, Purpose.LOST_LINK)
"""Purposes of emails whose links no longer lead anywhere, or may not have been asked for."""


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End confirmations, and queue the questions that fell due: the outbox then is unsure of them.

    A letter that awaited confirmation may have been confirmed and sent since. It is a draft again:
    no link or code that was sent confirms it, its writer can ask for another.
    """
    not_left().filter(purpose__in=LINKS).erase()
    awaiting = Letter.objects.filter(state=State.AWAITING)
    awaiting.filter(draft_token=None).erase()  # nobody could reach it
    ended = awaiting.update(
        state=State.DRAFT,
        token=None,
        code_round=F("code_round") + 1,
        code_tries=0,
        changed_at=now,
    )
    follow_up.ask_all(now)
    return {"letters that awaited confirmation: drafts again": ended}
