"""Who asked to be told, once, when a council signs."""

import datetime as dt

from django.db import models

from campaign import retention
from campaign.supporters import consent
from campaign.supporters.models.opt_in import OptIn, OptInQuerySet, personal_wish

RENEW_BEFORE = dt.timedelta(days=14)
"""How long before an alert expires we ask, once, whether to keep it."""


class Alert(OptIn):
    """One person's request to be told, once, when one council signs."""

    KEPT_FOR = retention.PEOPLE
    ASKED_AFTER = retention.PEOPLE - RENEW_BEFORE
    outbox_name = "alert"

    objects = OptInQuerySet.as_manager()
    personal = personal_wish("alerts", consent.words)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "address_hash"], name="one_alert_per_mailbox_and_council"
            ),
        ]
