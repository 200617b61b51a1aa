"""Whether email may leave this database at all, and what its worker notes of itself."""

from pathlib import Path

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaign.ledger import ledger
from campaign.personal import Personal


class MailMayRun(models.Model):
    """One row, or none in a restored database: no backup holds it, so that nothing goes twice.

    The worker notes here that it is at work, and what keeps it from the mail server.
    """

    since = models.DateTimeField(default=timezone.now)
    sent = models.PositiveBigIntegerField(default=0)
    """The number of the last email whose hand-over began. It only ever rises; the ledger has it
    too, and is ahead of an older state."""
    seen_at = models.DateTimeField(null=True)
    server_error = models.CharField(max_length=500, blank=True)

    personal = Personal("the worker", of_nobody=("server_error",), erase=None)

    class Meta:
        db_table = "mail_may_run"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_mail_may_run")]

    def __str__(self) -> str:
        return "Mail may run"

    @classmethod
    def allow(cls, *ledgers: Path) -> None:
        """Let the worker send, counting on from what our ledger or one of these knows of.

        Else the worker would take this database for an older state.
        """
        row, _ = cls.objects.get_or_create(pk=1)
        last = ledger.mails_sent(*ledgers)
        cls.objects.filter(pk=row.pk, sent__lt=last).update(sent=last)

    @classmethod
    def next_number(cls) -> int:
        """Return the number of one more email, in the transaction that commits its mark."""
        cls.objects.update(sent=F("sent") + 1, seen_at=timezone.now())
        return cls.objects.values_list("sent", flat=True).get()

    @classmethod
    def note(cls, error: str = "") -> None:
        """Note that the worker is at work, and why no email can leave, if so."""
        cls.objects.update(seen_at=timezone.now(), server_error=error[:500])
