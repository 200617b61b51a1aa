"""An alert's life: requested, confirmed, told once, deleted."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import batched
from typing import cast

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from campaign import ledger
from campaign.outbox.models import OutgoingMessage
from campaign.pages.email_footer import read_once
from campaign.purposes import Purpose
from campaign.supporters import consent, emails, update_emails
from campaign.supporters.models import Alert, OptIn, Subscription
from campaign.supporters.suppression import address_hash, mailable, may_email
from councils.record import CouncilOnDay, Record, record_on
from councils.record.paused_letters import is_quiet

SOURCE = "/alerts/"
BATCH = 200
"""Alerts written to the ledger in one go, just before they are told and deleted."""


def request_alert(
    row: CouncilOnDay, email: str, now: dt.datetime | None = None, *, updates: bool = False
) -> None:
    """Note that somebody wants to be told, and email the address. Safe to repeat.

    With ``updates``, they ticked that choice as well. Once the council has signed there is nothing
    else to ask for. Returns nothing: the page says the same to everyone.
    """
    now, email = now or timezone.now(), email.strip()
    if not may_email(email):
        return
    with transaction.atomic():
        alert = subscription = None
        if row.status != "signed":
            alert = wish(Alert, row, email, now, consent.CURRENT)
        if updates:
            subscription = wish(Subscription, row, email, now, consent.CURRENT_UPDATES)
        if subscription and (alert is None or not subscription.is_confirmed):
            ask_about_updates(subscription, alert, row, now)
        elif alert:
            compose = emails.already_confirmed if alert.is_confirmed else emails.confirm
            if alert.count_confirmation():
                key = f"alert_confirm:{alert.pk}:{alert.confirmations_sent}"
                slot = OutgoingMessage.objects.confirmation_slot(now)
                queue(alert, "alert_confirm", key, compose(alert, row), slot)


def wish[Kind: OptIn](
    kind: type[Kind], row: CouncilOnDay, email: str, now: dt.datetime, wording: int
) -> Kind:
    """Return the wish of this kind by an address about a council, made or asked for again."""
    found, _ = kind.rows().get_or_create(
        council_id=row.id,
        address_hash=address_hash(email),
        defaults={"email": email, "wording": wording, "source": SOURCE},
    )
    found.request_confirmation(now)
    return cast(Kind, found)


def ask_about_updates(
    subscription: Subscription, alert: Alert | None, row: CouncilOnDay, now: dt.datetime
) -> None:
    """Ask in one email about everything that was ticked; or say that there is nothing to do."""
    if not subscription.count_confirmation():
        return
    message = (
        update_emails.already_confirmed(subscription, row)
        if subscription.is_confirmed
        else update_emails.confirm(subscription, alert, row)
    )
    key = f"update_confirm:{subscription.pk}:{subscription.confirmations_sent}"
    slot = OutgoingMessage.objects.confirmation_slot(now)
    queue(subscription, "update_confirm", key, message, slot)


def queue(
    asked: OptIn,
    purpose: str,
    key: str,
    message: EmailMessage,
    due_at: dt.datetime | None = None,
) -> None:
    OutgoingMessage.objects.queue(
        purpose,
        key,
        asked.email,
        message,
        on_behalf=asked.email,
        about=asked.outbox_key,
        due_at=due_at,
    )


def send_due(now: dt.datetime | None = None) -> dict[str, int]:
    """Tell everyone whose council has signed, once each; ask about alerts that expire soon.

    Alerts about a council that is kept quiet wait until it no longer is. Runs every night, and may
    run twice at once: each alert is told and deleted in one transaction. Returns how many alerts
    there were of each outcome.
    """
    now, record = now or timezone.now(), record_on()
    outcomes: Counter[str] = Counter()
    settled = [
        row.id
        for row in record.all_councils
        if row.status in ("signed", "former") and not is_quiet(record, row)
    ]
    due = list(Alert.objects.filter(council__in=settled).values_list("pk", "council", "token"))
    for batch in batched(due, BATCH):
        # One disk write for many. An alert that moves to another council has its line later.
        record_told(
            token for _, council, token in batch if record.by_id[council].status == "signed"
        )
        outcomes += settle_signed(batch, record, now)
    for pk in list(Alert.objects.due_for_renewal(now).values_list("pk", flat=True)):
        outcomes[offer_renewal(pk, record, now)] += 1
    return {outcome: count for outcome, count in outcomes.items() if outcome}


def end_all() -> dict[str, int]:
    """Tell the owner of each alert, once, that the campaign has closed, and delete the alert.

    Alerts of councils that have signed are told that first: call ``send_due`` before.
    """
    record, outcomes = record_on(), Counter[str]()
    waiting = list(Alert.objects.values_list("pk", "token"))
    for batch in batched(waiting, BATCH):
        record_told(token for _, token in batch)
        outcomes += end([pk for pk, _ in batch], record)
    return {outcome: count for outcome, count in outcomes.items() if outcome}


@transaction.atomic
def end(pks: Sequence[int], record: Record) -> Counter[str]:
    """End alerts because the campaign has closed; return how many there were of each outcome."""
    alerts, wanted = take(pks)
    tell(wanted, emails.campaign_closed, record)
    remove(alerts)
    told = len(wanted)
    return Counter(
        {
            "alerts ended with a last email": told,
            "alerts ended without an email": len(alerts) - told,
        }
    )


def record_told(tokens: Iterable[str]) -> None:
    """Write in the ledger that alerts are about to be told and deleted."""
    kind = ledger.Kind.ALERT
    ledger.record(kind, *(ledger.keyed_hash(kind, token) for token in tokens))


def lock(pk: int) -> Alert | None:
    """Lock an alert until the transaction ends; None if it is gone or another run has it."""
    return Alert.objects.select_for_update(skip_locked=True).filter(pk=pk).first()


def settle_signed(
    batch: Iterable[tuple[int, int, str]], record: Record, now: dt.datetime
) -> Counter[str]:
    """End a batch of alerts, each with its council and token; return the number of each outcome.

    Those of councils that have signed are ended all together, in a few queries; those of councils
    that have closed one by one, because each may move to another council.
    """
    outcomes: Counter[str] = Counter()
    signed = []
    for pk, council, _ in batch:
        if record.by_id[council].status == "signed":
            signed.append(pk)
        else:
            outcomes[settle(pk, record, now)] += 1
    with transaction.atomic():
        alerts, wanted = take(signed, now)
        tell(wanted, emails.has_signed, record)
        remove(alerts)
    outcomes["told that it signed"] += len(wanted)
    outcomes["ended without an email"] += len(alerts) - len(wanted)
    return outcomes


def take(pks: Sequence[int], now: dt.datetime | None = None) -> tuple[list[Alert], list[Alert]]:
    """Lock alerts, without those another run has; return them, and those who get an email."""
    now = now or timezone.now()
    alerts = list(
        Alert.objects.select_for_update(skip_locked=True).filter(pk__in=pks).order_by("pk")
    )
    allowed = mailable(alert.email for alert in alerts)
    wanted = [
        alert
        for alert in alerts
        if alert.is_confirmed and alert.expires_at > now and alert.email in allowed
    ]
    OutgoingMessage.objects.filter(about__in=[alert.outbox_key for alert in alerts]).erase()
    return alerts, wanted


def tell(
    alerts: Iterable[Alert], write: Callable[[Alert, CouncilOnDay], EmailMessage], record: Record
) -> None:
    """Queue the last email of each alert."""
    with read_once():
        OutgoingMessage.objects.queue_all(
            Purpose.ALERT,
            [
                (alert.outbox_key, alert.email, write(alert, record.by_id[alert.council_id]))
                for alert in alerts
            ],
        )


def remove(alerts: Iterable[Alert]) -> None:
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).delete()


@transaction.atomic
def settle(pk: int, record: Record, now: dt.datetime) -> str:
    """End an alert whose council has signed or closed, or move it to the one council that follows.

    Returns the outcome in words, or "".
    """
    alert = lock(pk)
    if alert is None:
        return ""
    council_before = alert.council_id
    row = follow_lineage(alert, record)
    if row.status not in ("signed", "former"):
        return "moved to the council that follows"
    OutgoingMessage.objects.filter(about=alert.outbox_key).erase()
    is_wanted = alert.is_confirmed and alert.expires_at > now and may_email(alert.email)
    if is_wanted and row.status == "signed":
        queue(alert, "alert", alert.outbox_key, emails.has_signed(alert, row))
    elif is_wanted:
        closed = emails.council_closed(alert, row, record.followers_of(row))
        queue(alert, "alert", alert.outbox_key, closed)
    if row.status == "former" or row.id != council_before:
        record_told([alert.token])
    alert.delete()
    if not is_wanted:
        return "ended without an email"
    return "told that it signed" if row.status == "signed" else "told that it closed"


def follow_lineage(asked: OptIn, record: Record) -> CouncilOnDay:
    """Return a wish's council; of one that has closed, the one that follows, and move it there.

    It stays with the closed one where several councils follow.
    """
    row = record.by_id[asked.council_id]
    if row.status != "former":
        return row
    follower = record.responsible_for(row)
    if follower and follower is not row and asked.move_to(follower.id):
        return follower
    return row


@transaction.atomic
def offer_renewal(pk: int, record: Record, now: dt.datetime) -> str:
    """Ask the owner of an alert that expires soon whether to keep it, once."""
    alert = lock(pk)
    if alert is None or alert.renewal_asked_at or not may_email(alert.email):
        return ""
    alert.renewal_asked_at = now
    alert.save(update_fields=["renewal_asked_at"])
    day = timezone.localdate(alert.expires_at)
    message = emails.still_wanted(alert, record.by_id[alert.council_id])
    queue(alert, "alert_renew", f"alert_renew:{alert.pk}:{day}", message)
    return "asked whether to keep it"
