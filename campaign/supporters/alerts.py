"""An alert's life: requested, confirmed, told once, deleted."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import batched
from typing import cast

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from campaign import ledger
from campaign.confirmation import confirmation_slot
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters import consent, emails, update_emails
from campaign.supporters.models import Alert, OptIn, Subscription
from campaign.supporters.models.opt_in import OptInQuerySet
from campaign.supporters.suppression import address_hash, mailable, may_email
from councils.record import CouncilOnDay, Record, record_on
from councils.record.paused_letters import is_quiet

SOURCE = "/alerts/"
BATCH = 200
"""Alerts written to the ledger in one go, just before they are told and deleted."""


def request_alert(row: CouncilOnDay, email: str, *, updates: bool = False) -> None:
    """Note that somebody wants to be told, and email the address. Safe to repeat.

    With ``updates``, they ticked that choice as well. Once the council has signed there is nothing
    else to ask for. Returns nothing: the page says the same to everyone.
    """
    email = email.strip()
    if not may_email(email):
        return
    with transaction.atomic():
        alert = subscription = None
        if row.status != "signed":
            alert = wish(Alert, row, email, consent.CURRENT)
        if updates:
            subscription = wish(Subscription, row, email, consent.CURRENT_UPDATES)
        if subscription and subscription.is_confirmed and alert is None:
            message = update_emails.already_confirmed(subscription, row)
            answer_request(subscription, Purpose.UPDATE_CONFIRM, message)
        elif subscription and not subscription.is_confirmed:
            message = update_emails.confirm(subscription, alert, row)  # asks about both in one
            answer_request(subscription, Purpose.UPDATE_CONFIRM, message)
        elif alert:
            compose = emails.already_confirmed if alert.is_confirmed else emails.confirm
            answer_request(alert, Purpose.ALERT_CONFIRM, compose(alert, row))


def wish[Kind: OptIn](kind: type[Kind], row: CouncilOnDay, email: str, wording: int) -> Kind:
    """Return the wish of this kind by an address about a council, made or asked for again."""
    found, _ = kind.rows().get_or_create(
        council_id=row.id,
        address_hash=address_hash(email),
        defaults={"email": email, "wording": wording, "source": SOURCE},
    )
    found.request_confirmation()
    return cast(Kind, found)


def answer_request(asked: OptIn, purpose: Purpose, message: EmailMessage) -> None:
    """Queue the email that a request causes, unless there have been enough for this wish."""
    if asked.count_confirmation():
        slot = confirmation_slot()
        queue(asked, purpose, f"{purpose}:{asked.pk}:{asked.confirmations_sent}", message, slot)


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
        subject=asked,
        due_at=due_at,
    )


def send_due(now: dt.datetime | None = None) -> dict[str, int]:
    """Tell everyone whose council has signed or closed, once each; ask about alerts that end soon.

    Alerts about a council that is kept quiet wait until it no longer is. Runs every night, and may
    run twice at once: each alert is told and deleted in one transaction. Returns how many alerts
    there were of each outcome.
    """
    now, record = now or timezone.now(), record_on()
    outcomes: Counter[str] = Counter()
    closed = []
    for alert in about(record, "former"):
        if follow_lineage(alert, record).status == "former":
            closed.append((alert.pk, alert.token))
        else:
            outcomes["moved to the council that follows"] += 1

    def council_closed(alert: Alert, row: CouncilOnDay) -> EmailMessage:
        return emails.council_closed(alert, row, record.followers_of(row))

    signed = about(record, "signed").values_list("pk", "token")
    outcomes["told that it closed"], untold = end(closed, council_closed, record, now)
    outcomes["told that it signed"], also_untold = end(signed, emails.has_signed, record, now)
    outcomes["ended without an email"] = untold + also_untold
    outcomes["asked whether to keep it"] = offer_renewals(
        Alert, Purpose.ALERT_RENEW, emails.still_wanted, record, now
    )
    return {outcome: count for outcome, count in outcomes.items() if count}


def end_all() -> dict[str, int]:
    """Tell the owner of each alert, once, that the campaign has closed, and delete the alert.

    Alerts of councils that have signed are told that first: call ``send_due`` before.
    """
    waiting = Alert.objects.values_list("pk", "token")
    told, untold = end(waiting, emails.campaign_closed, record_on(), timezone.now())
    outcomes = {
        "alerts ended with a last email": told,
        "alerts ended without an email": untold,
    }
    return outcomes if told or untold else {}


def about(record: Record, status: str) -> OptInQuerySet:
    """Return the alerts about councils with a status, but for those that are kept quiet."""
    councils = [
        row.id for row in record.all_councils if row.status == status and not is_quiet(record, row)
    ]
    return Alert.rows().filter(council__in=councils)


def end(
    alerts: Iterable[tuple[int, str]],
    write: Callable[[Alert, CouncilOnDay], EmailMessage],
    record: Record,
    now: dt.datetime,
) -> tuple[int, int]:
    """Tell the owners of alerts, each a primary key and a token, and delete the alerts.

    Return how many were told, and how many ended without an email.
    """
    told = untold = 0
    for batch in batched(list(alerts), BATCH):
        ledger.note(ledger.Kind.SENT, *(token for _, token in batch))
        with transaction.atomic():
            rows = lock(Alert, [pk for pk, _ in batch])
            allowed = mailable(alert.email for alert in rows)
            wanted = [
                alert
                for alert in rows
                if alert.is_confirmed and alert.expires_at > now and alert.email in allowed
            ]
            ended = Alert.objects.filter(pk__in=[alert.pk for alert in rows])
            OutgoingMessage.objects.for_subjects(ended).erase()
            tell(wanted, write, record)
            ended.delete()
        told, untold = told + len(wanted), untold + len(rows) - len(wanted)
    return told, untold


def lock[Kind: OptIn](kind: type[Kind], pks: Iterable[int]) -> list[Kind]:
    """Lock wishes until the transaction ends; leave out those that another run has."""
    return list(kind.rows().select_for_update(skip_locked=True).filter(pk__in=pks).order_by("pk"))


def tell(
    alerts: Iterable[Alert], write: Callable[[Alert, CouncilOnDay], EmailMessage], record: Record
) -> None:
    for alert in alerts:
        email = write(alert, record.by_id[alert.council_id])
        queue(alert, Purpose.ALERT, alert.outbox_key, email)


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


def offer_renewals[Kind: OptIn](
    kind: type[Kind],
    purpose: Purpose,
    write: Callable[[Kind, CouncilOnDay], EmailMessage],
    record: Record,
    now: dt.datetime,
) -> int:
    """Ask the owner of each wish that ends soon whether to go on, once; return how many."""
    asked = 0
    for pk in list(kind.rows().due_for_renewal(now).values_list("pk", flat=True)):
        with transaction.atomic():
            for found in lock(kind, [pk]):
                if found.renewal_asked_at or not may_email(found.email):
                    continue
                found.renewal_asked_at = now
                found.save(update_fields=["renewal_asked_at"])
                key = f"{purpose}:{pk}:{timezone.localdate(found.expires_at)}"
                queue(found, purpose, key, write(found, record.by_id[found.council_id]))
                asked += 1
    return asked
