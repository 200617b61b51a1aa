"""Alerts, once a backup is restored: what may have been told since is not told a second time."""

import datetime as dt

from campaign.outbox.after_restore import not_left
from campaign.purposes import Purpose
from campaign.supporters.alerts import send_due


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """End confirmations not sent, and queue what fell due: the outbox then is unsure of it."""
    ended = not_left().filter(purpose=Purpose.ALERT_CONFIRM).erase()
    send_due(now)
    return {"requests to confirm an alert: not sent": ended}
