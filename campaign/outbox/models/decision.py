"""Record who settled a message whose outcome the mail server left unknown."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Decision(models.Model):
    """What was decided about a message, when, and by which member of staff.

    There is no member of staff where incoming email settled it: a reply, a bounce or a notice.
    """

    class Action(models.TextChoices):
        SEND_AGAIN = "send_again", "Send again"
        WAS_SENT = "was_sent", "It was sent"
        CANCEL = "cancel", "Cancel"
        CAME_IN = "came_in", "It was sent: email about it came in"

    message = models.ForeignKey(
        "outbox.OutgoingMessage", on_delete=models.CASCADE, related_name="decisions"
    )
    action = models.CharField(max_length=10, choices=Action)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action="came_in", decided_by=None)
                | (~Q(action="came_in") & Q(decided_by__isnull=False)),
                name="outbox_decision_has_user",
            ),
        ]

    def __str__(self) -> str:
        return self.get_action_display()
