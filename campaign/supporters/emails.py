"""The emails of a wish: one function for each, and one for what staff write."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.text import capfirst

from campaign import retention
from campaign.outbox.subjects import subject_line
from campaign.pages.email_footer import AUTO_GENERATED, RULE, organisation_lines
from campaign.supporters.models import Kind, Update, Wish
from campaign.supporters.suppression import stop_token
from councils.dates import format_date, format_local_date, today
from councils.record import CouncilOnDay, closed_on

LAST = "This is the last email about it, and we’ve deleted your address."


def confirm(wishes: list[Wish], row: CouncilOnDay) -> EmailMessage:
    """Ask whether it was this person who asked, in one email for all that was ticked."""
    council = row.short_name_in_sentence
    subject, asked = f"emails about {council}?", f"for emails about {council}"
    if [wish.kind for wish in wishes] == [Kind.SIGNING]:
        subject = f"tell you when {council} signs?"
        asked = f"to tell you when {council} signs the Runaways’ Charter"
    agreed = "\n".join(f"“{wish.words(council)}”" for wish in wishes)
    return compose(
        wishes[-1],
        f"Please confirm: {subject}",
        f"""Someone asked us on {settings.SITE_URL} {asked}. If it was you, open this page and \
select the button:

{link("supporters:confirm", wishes[-1].token)}

You agreed to this:
{agreed}

If you do nothing, we’ll delete your address after {retention.UNCONFIRMED.days} days.""",
        is_asked_for=True,
    )


def already_confirmed(wish: Wish, row: CouncilOnDay) -> EmailMessage:
    """Say that there is nothing to confirm: the wish stands."""
    council = row.short_name_in_sentence
    subject, then = f"You’ll get our emails about {council}", "You’ll get them."
    if wish.kind == Kind.SIGNING:
        subject = f"We’ll tell you when {council} signs"
        then = (
            "We’ll tell you. We keep your address until then, and until"
            f" {format_local_date(wish.expires_at)} at the latest."
        )
    asked = f"You’d already asked us, on {confirmed_on(wish)}, so you don’t need to do anything."
    return compose(wish, subject, f"{asked} {then}", is_asked_for=True)


def has_signed(wish: Wish, row: CouncilOnDay) -> EmailMessage:
    when = f" {row.when.words}" if row.when and row.when.precision != "unknown" else ""
    return compose(
        wish,
        f"{capfirst(row.short_name_in_sentence)} is now listed as having signed",
        f"""{capfirst(row.name_in_sentence)} is now listed as having signed the Runaways’ \
Charter{when}. See how we know, and what you can do next:

{settings.SITE_URL}{row.url}

That’s the email you asked for, so we’ve deleted your address from our list.""",
    )


def still_wanted(wish: Wish, row: CouncilOnDay) -> EmailMessage:
    """Ask, before a wish ends, whether to go on."""
    council = row.short_name_in_sentence
    subject = f"Do you still want our emails about {council}?"
    asked = (
        f"On {confirmed_on(wish)} you agreed to this:\n\n“{wish.words(council)}”\n\nThat was a year"
        " ago. If you still want these emails"
    )
    end = "you’ll get no more, and we’ll delete your address"
    if wish.kind == Kind.SIGNING:
        subject = f"Do you still want to know when {council} signs?"
        asked = (
            f"You asked us on {confirmed_on(wish)}. We haven’t found a signature yet, and we only"
            f" keep addresses for {retention.in_months(retention.PEOPLE)} months. If you still want"
            " to know"
        )
        end = "we’ll delete your address"
    return compose(
        wish,
        subject,
        f"""{asked}, open this page and select the button:

{link("supporters:confirm", wish.token)}

If you do nothing, {end} on {format_local_date(wish.expires_at)}.""",
    )


def council_closed(wish: Wish, row: CouncilOnDay, successors: list[CouncilOnDay]) -> EmailMessage:
    """Say that the council has closed, and which councils follow."""
    council = row.short_name_in_sentence
    if wish.kind == Kind.SIGNING:
        said = f"You asked us to tell you when {council} signs. It’s closed, so it can’t."
        follow, last = "These councils run children’s services there now:", f"\n\n{LAST}"
        pages = [f"{each.name}: {settings.SITE_URL}{each.url}" for each in successors]
    else:
        said = (
            f"You asked us for emails about {council}. It’s closed, so these emails end, and we’ve"
            " deleted your address."
        )
        follow, last = "If you’d like emails about a council that took over, ask here:", ""
        ask = settings.SITE_URL + reverse("supporters:alerts")
        pages = [f"{each.name}: {ask}?council={each.slug}" for each in successors]
    listed = "\n".join(pages)
    ways = f" {follow}\n\n{listed}" if pages else ""
    return compose(wish, f"{row.name} has closed", f"{said}{ways}{last}")


def campaign_closed(wish: Wish, row: CouncilOnDay) -> EmailMessage:
    """Say that the campaign has closed: the last email of a wish."""
    day = format_date(closed_on() or today())
    if wish.kind == Kind.SIGNING:
        said = f"""You asked us to tell you when {row.short_name_in_sentence} signs. This campaign \
closed on {day}, and we hadn’t found a signature. The list is still here:

{settings.SITE_URL}{row.url}

{LAST}"""
    else:
        said = f"""You asked us for emails about children who run away. This campaign closed on \
{day}. The list of councils is still here:

{settings.SITE_URL}{reverse("councils:tracker")}

This is the last email, and we’ve deleted your address."""
    return compose(wish, "This campaign has closed", said)


def update(written: Update, wish: Wish, row: CouncilOnDay) -> EmailMessage:
    """Return what staff wrote, as one person gets it: why, and how to stop it, stand below it."""
    council = row.short_name_in_sentence
    since = f" on {confirmed_on(wish)}" if wish.confirmed_at else ""
    return compose(
        wish,
        capfirst(written.subject.replace("{council}", council)),
        f"{written.text.replace('{council}', council).strip()}\n\nYou’re getting this because you"
        f" agreed{since}: “{wish.words(council)}”",
    )


def compose(wish: Wish, subject: str, text: str, *, is_asked_for: bool = False) -> EmailMessage:
    """Return an email with the footer that each has.

    Email programs show a button of their own to stop it (RFC 8058), but where it answers somebody
    who has just asked.
    """
    stop = link("supporters:stop", stop_token(wish.address_hash, wish.pk))
    headers = dict(AUTO_GENERATED)
    if not is_asked_for:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        subject=subject_line(subject),
        body=f"{text}\n\n{RULE}\nStop these emails, or never hear from us again:\n{stop}\n\n"
        f"{organisation_lines()}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[wish.email],
        headers=headers,
    )


def link(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def confirmed_on(wish: Wish) -> str:
    assert wish.confirmed_at is not None
    return format_local_date(wish.confirmed_at)
