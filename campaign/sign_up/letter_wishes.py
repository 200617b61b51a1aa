"""Grant what a council asks for about letters: to hold them, so many a day, another address."""

import datetime as dt

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from campaign.outbox.models import CouncilRate
from campaign.sign_up import emails
from campaign.sign_up.council_mail import is_council_mail
from campaign.sign_up.models import LetterWish, SignUp, SignUpOutcome
from councils.dates import format_date, today
from councils.models import AskedBy, Channel, Contact, Pause
from councils.models.contact import LETTER_ROLES


def grant(sign_up: SignUp, by: User) -> str:
    """Do what the council asks for, close its message and tell the officer; return what was done.

    Raises ValidationError if it must not be done, or is done already.
    """
    if why_not := reason_against(sign_up):
        raise ValidationError(why_not)
    done = what_it_does(sign_up)
    with transaction.atomic():
        sign_up.decide(SignUpOutcome.ACCEPTED, by)
        if sign_up.letter_wish == LetterWish.HOLD and sign_up.hold_until:
            Pause().update(
                council=sign_up.council,
                asked_by=AskedBy.COUNCIL,
                until=sign_up.hold_until - dt.timedelta(days=1),  # the last day on which they wait
                reason=asked_for(sign_up),
            )
        elif sign_up.letter_wish == LetterWish.A_DAY and sign_up.letters_a_day:
            CouncilRate.objects.update_or_create(
                council=sign_up.council.code, defaults={"per_day": sign_up.letters_a_day}
            )
        else:
            move_letters(sign_up)
        emails.granted(sign_up, done)
    return done


def reason_against(sign_up: SignUp) -> str:
    """Return why a wish cannot be granted in one click; "" if it can."""
    if not sign_up.letter_wish:
        return "It asks for nothing about letters."
    if not sign_up.from_own_mail:
        return (
            "This did not come from the council’s own mail. Ask at an address that you found"
            " yourself, then change the contact by hand."
        )
    if sign_up.letter_wish == LetterWish.HOLD and (sign_up.hold_until or today()) <= today():
        return "The day until which it asks us to hold letters has come."
    if sign_up.letter_wish == LetterWish.A_DAY and not contact_for_letters(sign_up).pk:
        return "We have no email address for its letters. Enter a contact first."
    is_address = sign_up.letter_wish == LetterWish.ADDRESS
    if is_address and not is_council_mail(sign_up.letter_email, sign_up.council.website):
        return (
            f"{sign_up.letter_email} is not under the council’s own domain. Look for where it is"
            " published, then change the contact by hand."
        )
    return ""


def what_it_does(sign_up: SignUp) -> str:
    """Say what granting a wish does, as the officer is told after it."""
    if sign_up.letter_wish == LetterWish.HOLD and sign_up.hold_until:
        day = format_date(sign_up.hold_until)
        return f"We’re holding letters until {day}, and then they’ll start again."
    if sign_up.letter_wish == LetterWish.A_DAY:
        most = sign_up.letters_a_day
        letters = "one letter" if most == 1 else f"{most} letters"
        return f"You’ll get at most {letters} a day. The rest wait their turn."
    return f"Letters now go to {sign_up.letter_email}, including any that were waiting."


def move_letters(sign_up: SignUp) -> None:
    """Give the contact by which letters reach the council its new address, or record one."""
    contact_for_letters(sign_up).update(
        email=sign_up.letter_email,
        source=asked_for(sign_up),
        checked_on=today(),
        check_again_on=None,
    )


def contact_for_letters(sign_up: SignUp) -> Contact:
    """Return the contact by which letters are mailed to the council; a new one if it has none."""
    contacts = Contact.objects.filter(council=sign_up.council, channel=Channel.EMAIL)
    by_role = {contact.role: contact for contact in contacts.for_letters()} or {
        contact.role: contact for contact in contacts
    }
    role = next((role for role in LETTER_ROLES if role in by_role), None)
    return by_role[role] if role else Contact(council=sign_up.council, channel=Channel.EMAIL)


def asked_for(sign_up: SignUp) -> str:
    """Return how we know of a wish; it names nobody."""
    day = format_date(sign_up.confirmed_at.date()) if sign_up.confirmed_at else ""
    return f"The council asked for it at /sign/, by its own mail, on {day}."
