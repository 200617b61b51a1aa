"""Updates: asked for, sent in the night after staff released them, asked again after a year."""

import datetime as dt
from collections import Counter

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from campaign import ledger
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters import consent, update_emails
from campaign.supporters.alerts import follow_lineage, lock, offer_renewals, queue
from campaign.supporters.models import Alert, Subscription, Update
from campaign.supporters.suppression import address_hash, may_email
from councils.record import CouncilOnDay, Record, record_on

PERMISSION = "supporters.change_update"


def run(now: dt.datetime) -> dict[str, int]:
    """Send what was released; ask again after a year; follow councils that have closed.

    Runs every night, and may run twice at once. Returns how many there were of each outcome.
    """
    record = record_on()
    outcomes: Counter[str] = Counter()
    closed = [row.id for row in record.all_councils if row.status == "former"]
    for pk in list(Subscription.rows().filter(council__in=closed).values_list("pk", flat=True)):
        outcomes[follow(pk, record)] += 1
    for pk in list(Update.objects.released().values_list("pk", flat=True)):
        outcomes["copies of updates"] += send(pk, record, now)
    outcomes["asked whether to go on"] = offer_renewals(
        Subscription, Purpose.UPDATE_RENEW, update_emails.still_wanted, record, now
    )
    return {outcome: count for outcome, count in outcomes.items() if outcome and count}


@transaction.atomic
def send(pk: int, record: Record, now: dt.datetime) -> int:
    """Queue an update's copies, one for each mailbox; return how many. All of them, or none."""
    update = Update.objects.select_for_update(skip_locked=True).released().filter(pk=pk).first()
    if update is None or update.held_for():
        return 0
    ledger.note(ledger.Kind.SENT, f"update {pk}")
    reached: set[str] = set()
    for subscription in update.reaches(now).order_by("pk"):
        if subscription.address_hash in reached or not may_email(subscription.email):
            continue
        reached.add(subscription.address_hash)
        message = update_emails.update(update, subscription, record.by_id[subscription.council_id])
        queue(subscription, Purpose.UPDATE, f"update:{pk}:{subscription.pk}", message)
    update.sent_at, update.copies = now, len(reached)
    update.save(update_fields=["sent_at", "copies"])
    return update.copies


@transaction.atomic
def follow(pk: int, record: Record) -> str:
    """Move a subscription to the one council that follows a closed one, or end it with an email."""
    for subscription in lock(Subscription, [pk]):
        row = follow_lineage(subscription, record)
        if row.status != "former":
            return "moved to the council that follows"
        closed = update_emails.council_closed(subscription, row, record.followers_of(row))
        end(subscription, closed)
        return "told that it closed"
    return ""


def end(subscription: Subscription, message: EmailMessage | None) -> bool:
    """Delete a subscription; return whether its owner gets ``message``, the last one."""
    OutgoingMessage.objects.for_subject(subscription).erase()
    is_told = bool(message) and subscription.is_confirmed and may_email(subscription.email)
    if message and is_told:
        queue(subscription, Purpose.UPDATE, f"{subscription.outbox_key}:closed", message)
    subscription.delete()
    return is_told


def end_all() -> dict[str, int]:
    """End every subscription because the campaign has closed; tell each mailbox once.

    A mailbox that waits for an alert as well is told by the end of that (alerts.py). Return how
    many ended.
    """
    ended = 0
    reached = set(Alert.rows().exclude(confirmed_at=None).values_list("address_hash", flat=True))
    for pk in list(Subscription.rows().values_list("pk", flat=True)):
        with transaction.atomic():
            for subscription in lock(Subscription, [pk]):
                address = subscription.address_hash
                ledger.note(ledger.Kind.UNSUBSCRIBED, Subscription.ledger_name(address))
                is_new = address not in reached
                message = update_emails.campaign_closed(subscription) if is_new else None
                if end(subscription, message):
                    reached.add(address)
                ended += 1
    return {"subscriptions to updates ended": ended}


# For staff


def specimen(update: Update, to: str) -> tuple[Subscription, CouncilOnDay]:
    """Return a subscription that nobody has, for a preview and a test, and its council."""
    record = record_on()
    council = update.councils.order_by("name").values_list("pk", flat=True).first()
    row = record.by_id[council] if council else record.councils[0]
    unsaved = Subscription(
        council_id=row.id,
        email=to,
        address_hash=address_hash(to),
        wording=consent.CURRENT_UPDATES,
        confirmed_at=timezone.now(),
    )
    return unsaved, row


def send_test(update: Update, user: User) -> str:
    """Send an update to a member of staff, as supporters would get it; return the address."""
    to = address_of(user)
    subscription, row = specimen(update, to)
    message = update_emails.update(update, subscription, row)
    message.subject = f"Test: {message.subject}"
    key = f"update_test:{update.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    OutgoingMessage.objects.queue(Purpose.STAFF, key, to, message)
    update.was_tested()
    return to


def address_of(user: User) -> str:
    return user.email or user.get_username()


def others_who_can_agree(update: Update) -> list[User]:
    """Return the staff who could give the second yes: everybody who may write, but its writer."""
    staff = User.objects.filter(is_active=True, is_staff=True).order_by("username")
    return [user for user in staff if user.pk != update.written_by_id and user.has_perm(PERMISSION)]
