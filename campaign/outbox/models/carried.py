"""A message that goes inside another: a council's digest carries the letters of one day."""

from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now

from campaign.outbox.models.states import WAITING, MessageState


class Carried(models.Model):
    """What a message has to do with the digest that carries it, if one does.

    It waits, and is not due, as long as the digest has not left; then it takes its outcome.
    """

    digest_id: int | None

    digest = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carries"
    )

    class Meta:
        abstract = True

    def leave_digest(self) -> bool:
        """Leave a digest that has not left, which then is not sent; return False if it has.

        Its other messages leave it too, and go alone or in the next one: none is lost.
        """
        if self.digest_id is None:
            return True
        with transaction.atomic():
            messages: Any = type(self)._default_manager
            stopped = messages.filter(pk=self.digest_id, state__in=WAITING).update(
                state=MessageState.CANCELLED, outcome_at=Now(), content=b""
            )
            if stopped:
                messages.filter(digest=self.digest_id).update(digest=None)
                self.digest = None
        return bool(stopped)
