"""An alert's life: asked for, confirmed, told once, gone."""

import datetime as dt
from collections import Counter

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.supporters import consent, emails
from campaign.supporters.models import Alert
from campaign.supporters.suppression import known_by, may_write_to
from councils.record import CouncilOnDay, Record, record_on

SOURCE = "/alerts/"


def ask(row: CouncilOnDay, email: str, now: dt.datetime | None = None) -> None:
    """Take a wish to be told, and mail what the address needs to know. Safe to repeat.

    Nothing is returned: the page says the same to everyone, whatever was asked before.
    """
    now, email = now or timezone.now(), email.strip()
    if not may_write_to(email):
        return
    with transaction.atomic():
        alert, _ = Alert.objects.get_or_create(
            council_id=row.id,
            known_by=known_by(email),
            defaults={"email": email, "wording": consent.CURRENT, "source": SOURCE},
        )
        alert.ask(now)
        about = emails.known_already if alert.is_confirmed else emails.confirm
        if alert.take_a_mail():
            queue(
                alert, "alert_confirm", f"alert_confirm:{alert.pk}:{alert.mails}", about(alert, row)
            )


def queue(alert: Alert, purpose: str, key: str, message: EmailMessage) -> None:
    OutgoingMessage.objects.queue(
        purpose, key, alert.email, message, on_behalf=alert.email, about=alert.key
    )


def send_due(now: dt.datetime | None = None) -> dict[str, int]:
    """Tell everyone whose council has signed, once each; ask those whose alert ends soon.

    Runs every night, and may run twice at once: each alert is told and deleted in one transaction.
    """
    now, record, done = now or timezone.now(), record_on(), Counter()
    settled = [row.id for row in record.rows if row.status in ("signed", "former")]
    for pk in list(Alert.objects.filter(council__in=settled).values_list("pk", flat=True)):
        done[settle(pk, record, now)] += 1
    for pk in list(Alert.objects.to_ask_again(now).values_list("pk", flat=True)):
        done[ask_again(pk, record, now)] += 1
    return {what: number for what, number in done.items() if what}


def locked(pk: int) -> Alert | None:
    """Return an alert that no other run is dealing with, held until the transaction ends."""
    return Alert.objects.select_for_update(skip_locked=True).filter(pk=pk).first()


@transaction.atomic
def settle(pk: int, record: Record, now: dt.datetime) -> str:
    """End an alert whose council has signed or closed, or hand it to the one council that follows.

    Returns what was done, in words, or "".
    """
    alert = locked(pk)
    if alert is None:
        return ""
    row = record.by_id[alert.council_id]
    if row.status == "former":
        follows = record.responsible_for(row)
        if follows and follows is not row and alert.move_to(follows.id):
            row = follows
    if row.status not in ("signed", "former"):
        return "moved to the council that follows"
    OutgoingMessage.objects.filter(about=alert.key).erase()
    wanted = alert.is_confirmed and alert.until > now and may_write_to(alert.email)
    if wanted and row.status == "signed":
        queue(alert, "alert", alert.key, emails.has_signed(alert, row))
    elif wanted:
        closed = emails.council_closed(alert, row, record.followers_of(row))
        queue(alert, "alert", alert.key, closed)
    alert.delete()
    if not wanted:
        return "ended without a mail"
    return "told that it signed" if row.status == "signed" else "told that it closed"


@transaction.atomic
def ask_again(pk: int, record: Record, now: dt.datetime) -> str:
    """Ask the owner of an alert that ends soon whether to go on, once."""
    alert = locked(pk)
    if alert is None or alert.asked_again_at or not may_write_to(alert.email):
        return ""
    alert.asked_again_at = now
    alert.save(update_fields=["asked_again_at"])
    day = timezone.localdate(alert.until)
    message = emails.still_wanted(alert, record.by_id[alert.council_id])
    queue(alert, "alert_renew", f"alert_renew:{alert.pk}:{day}", message)
    return "asked whether to go on"
