"""Who asked for our emails about children who run away in one council's area."""

import datetime as dt

from django.db import models
from django.utils import timezone

from campaign import retention
from campaign.supporters import consent
from campaign.supporters.models.opt_in import OptIn, OptInQuerySet, personal_wish
from campaign.supporters.models.suppressed import SuppressedAddress


class SubscriptionQuerySet(OptInQuerySet):
    """Subscriptions by whether an update may go to them."""

    def mailable(self, now: dt.datetime | None = None) -> "SubscriptionQuerySet":
        """Return those confirmed within a year, without addresses we must not write to."""
        year_ago = (now or timezone.now()) - retention.SUBSCRIPTION
        suppressed = SuppressedAddress.objects.values("address_hash")
        return self.filter(confirmed_at__gt=year_ago).exclude(address_hash__in=suppressed)


class Subscription(OptIn):
    """One person's wish for updates about one council's area. It is not an alert.

    After a year its owner is asked whether to go on; until they say yes, nothing more goes to them.
    """

    KEPT_FOR = retention.SUBSCRIPTION + retention.SUBSCRIPTION_ANSWER
    ASKED_AFTER = retention.SUBSCRIPTION
    outbox_name = "subscription"

    objects = SubscriptionQuerySet.as_manager()
    personal = personal_wish("subscriptions to updates", consent.update_words)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "address_hash"], name="one_subscription_per_mailbox_and_council"
            ),
        ]
