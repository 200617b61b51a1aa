"""Where calls for help go. A new address counts once somebody there has confirmed it."""

from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from campaign import retention
from campaign.ledger import ledger
from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation
from campaign.pages.our_emails import AUTO_GENERATED, email_to
from campaign.purposes import Purpose
from campaign.staff import accounts, emails

SALT = "safeguarding.address"


class Place(NamedTuple):
    """One of the two addresses: its column, that of one not confirmed yet, its name, and when."""

    field: str
    asked_field: str
    name: str
    when: str


PLACES = {
    "safeguarding_email": Place(
        "safeguarding_email",
        "safeguarding_asked",
        "the address for safeguarding",
        "you are the first who is told",
    ),
    "deputy_email": Place(
        "deputy_email",
        "deputy_asked",
        "the deputy’s address for safeguarding",
        "you are told when nobody else has acted within an hour",
    ),
}


class Asked(NamedTuple):
    """An address that somebody was asked to confirm."""

    place: Place
    address: str

    def confirm(self) -> None:
        """Let it count from now on, if it is still the one that was asked, and tell of it."""
        asked = Organisation.objects.filter(**{self.place.asked_field: self.address})
        before = getattr(Organisation.current(), self.place.field)
        with transaction.atomic():
            if not asked.update(**{self.place.field: self.address, self.place.asked_field: ""}):
                return
            note_replaced(self.place.field, before, self.address)
            tell(f"{self.address} was confirmed, and now is {self.place.name}.", before)


def ask(field: str, address: str, by: str) -> None:
    """Ask somebody at a new address to confirm it, and tell whoever would miss a call.

    Until then calls go to the old one. An empty address counts at once.
    """
    place = PLACES[field]
    before = getattr(Organisation.current(), field)
    if not address:
        with transaction.atomic():
            note_replaced(field, before, address)
            Organisation.objects.update(**{field: "", place.asked_field: ""})
            tell(f"{by} has taken out {place.name}.", before)
        return
    Organisation.objects.update(**{place.asked_field: address})
    token = signing.dumps([field, address], salt=SALT)
    link = f"{settings.SITE_URL}{reverse('confirm_safeguarding', args=[token])}"
    email = email_to(
        address,
        subject="Will you read calls for help?",
        text=f"""{by} has entered this address at {settings.SITE_URL} for emails that may be from \
a child asking for help: {place.when}.

If somebody reads it every day, say so here within a week: {link}

Until then they go where they went before. If you know nothing of this, there is nothing to do.""",
        headers=AUTO_GENERATED,
    )
    OutgoingMessage.objects.queue(Purpose.SITE, f"address:{token[-40:]}", address, email)
    tell(
        f"{by} has asked for {address} to be {place.name}. It counts once somebody there has"
        " confirmed it.",
        before,
    )


def note_replaced(field: str, before: str, address: str) -> None:
    """Note in the ledger an address that no longer counts: a restore must not bring it back."""
    if before and before != address:
        ledger.note(ledger.Noted.ADDRESS, ledger_name(field, before))


def ledger_name(field: str, address: str) -> str:
    return f"{field} {address}"


def asked_in(token: str) -> Asked | None:
    """Return what a link of ours asks to confirm; None if that is over."""
    try:
        field, address = signing.loads(token, salt=SALT, max_age=retention.UNCONFIRMED)
    except signing.BadSignature:
        return None
    place = PLACES[field]
    is_asked = Organisation.objects.filter(**{place.asked_field: address}).exists()
    if not is_asked:
        return None
    return Asked(place, address)


def tell(what: str, before: str = "") -> None:
    """Tell supporter care, administrators and the address until now."""
    subject = "The address for safeguarding"
    text = (
        f"{what}\n\nIf nobody asked for this, tell an administrator now: calls for help of children"
        f" go there. {settings.SITE_URL}/admin/"
    )
    emails.to_staff(accounts.carers(), subject, text, purpose=Purpose.SITE)
    if before:
        emails.to_address(before, subject, text)
