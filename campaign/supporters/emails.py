"""The emails of a wish, as one table by what they say and to whom; and one for what staff write."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.text import capfirst

from campaign import retention
from campaign.pages.our_emails import AUTO_GENERATED, Frame, email_to
from campaign.supporters.models import Update, Wish, WishKind
from campaign.supporters.suppression import stop_token
from councils.dates import format_date, format_local_date, today
from councils.record import CouncilOnDay, closed_on

ASKED = "You’d already asked us, on {confirmed}, so you don’t need to do anything."
CONFIRM = """{link}

You agreed to this:
{agreed}

If you do nothing, we’ll delete your address after {days} days."""
LAST = "This is the last email about it, and we’ve deleted your address."
EMAILS = {
    ("confirm", WishKind.SIGNING): (
        "Please confirm: do you want to know when {council} signs?",
        "Someone asked us on {site} to tell you when {council} signs the Runaways’ Charter. If it"
        f" was you, open this page and select the button:\n\n{CONFIRM}",
    ),
    ("confirm", WishKind.UPDATES): (
        "Please confirm: do you want our emails about {council}?",
        "Someone asked us on {site} for emails about {council}. If it was you, open this page and"
        f" select the button:\n\n{CONFIRM}",
    ),
    ("already confirmed", WishKind.SIGNING): (
        "We’ll tell you when {council} signs",
        f"{ASKED} We’ll tell you. We keep your address until then, and until {{expires}} at the"
        " latest.",
    ),
    ("already confirmed", WishKind.UPDATES): (
        "You’ll get our emails about {council}",
        f"{ASKED} You’ll get them.",
    ),
    ("has signed", WishKind.SIGNING): (
        "{Council} is now listed as having signed",
        "{Name} is now listed as having signed the Runaways’ Charter{when}. See how we know, and"
        " what you can do next:\n\n{page}\n\nThat’s the email you asked for, so we’ve deleted your"
        " address from our list.",
    ),
    ("still wanted", WishKind.SIGNING): (
        "Do you still want to know when {council} signs?",
        "You asked us on {confirmed}. We haven’t found a signature yet, and we only keep addresses"
        " for {months} months. If you still want to know, open this page and select the button:"
        "\n\n{link}\n\nIf you do nothing, we’ll delete your address on {expires}.",
    ),
    ("still wanted", WishKind.UPDATES): (
        "Do you still want our emails about {council}?",
        "On {confirmed} you agreed to this:\n\n{agreed}\n\nThat was a year ago. If you still want"
        " these emails, open this page and select the button:\n\n{link}\n\nIf you do nothing,"
        " you’ll get no more, and we’ll delete your address on {expires}.",
    ),
    ("council closed", WishKind.SIGNING): (
        "{full_name} has closed",
        "You asked us to tell you when {council} signs. It’s closed, so it can’t. These councils"
        f" run children’s services there now:\n\n{{followers}}\n\n{LAST}",
    ),
    ("council closed", WishKind.UPDATES): (
        "{full_name} has closed",
        "You asked us for emails about {council}. It’s closed, so these emails end, and we’ve"
        " deleted your address. If you’d like emails about a council that took over, ask here:"
        "\n\n{followers}",
    ),
    ("campaign closed", WishKind.SIGNING): (
        "This campaign has closed",
        "You asked us to tell you when {council} signs. This campaign closed on {closed_on}, and we"
        f" hadn’t found a signature. The list is still here:\n\n{{page}}\n\n{LAST}",
    ),
    ("campaign closed", WishKind.UPDATES): (
        "This campaign has closed",
        "You asked us for emails about children who run away. This campaign closed on {closed_on}."
        " The list of councils is still here:\n\n{site}/councils/\n\nThis is the last email, and"
        " we’ve deleted your address.",
    ),
}
"""The subject and the text of each; what stands in braces is filled in by ``compose``."""

ANSWERS = ("confirm", "already confirmed")
"""What answers somebody who has just asked: email programs show no button of their own to stop it,
as they do for all others (RFC 8058)."""


def compose(
    name: str,
    wish: Wish,
    row: CouncilOnDay,
    *also: Wish,
    followers: str = "",
    within: Frame | None = None,
) -> EmailMessage:
    """Return an email of the table to a wish's owner; it names what they asked for ``also``."""
    council = row.short_name_in_sentence
    agreed = []
    for each in (*also, wish):
        agreed.append(f"“{each.words(council)}”")
    given = {
        "site": settings.SITE_URL,
        "council": council,
        "Council": capfirst(council),
        "Name": capfirst(row.name_in_sentence),
        "full_name": row.name,
        "page": settings.SITE_URL + row.url,
        "when": day_of(row),
        "link": link("supporters:confirm", wish.token),
        "agreed": "\n".join(agreed),
        "confirmed": confirmed_on(wish),
        "expires": format_local_date(wish.expires_at),
        "days": retention.UNCONFIRMED.days,
        "months": retention.in_months(retention.PEOPLE),
        "closed_on": format_date(closed_on() or today()),
        "followers": followers,
    }
    subject, text = EMAILS[name, WishKind(wish.kind)]
    return email(
        wish,
        subject.format(**given),
        text.format(**given),
        within,
        has_button=name not in ANSWERS,
    )


def day_of(row: CouncilOnDay) -> str:
    """Return when a council signed, after a space; "" if nobody knows the day."""
    if row.when is None or row.when.precision == "unknown":
        return ""
    return f" {row.when.words}"


def of_followers(wish: Wish, followers: list[CouncilOnDay]) -> str:
    """Return a line for each council that follows a closed one: its page, or where to ask."""
    lines = []
    for row in followers:
        where = row.url
        if wish.kind == WishKind.UPDATES:
            where = f"{reverse('supporters:alerts')}?council={row.slug}"
        lines.append(f"{row.name}: {settings.SITE_URL}{where}")
    return "\n".join(lines)


def update(
    written: Update, wish: Wish, row: CouncilOnDay, within: Frame | None = None
) -> EmailMessage:
    """Return what staff wrote, as one person gets it: why, and how to stop it, stand below it."""
    council = row.short_name_in_sentence
    text = written.text.replace("{council}", council).strip()
    why = f"You’re getting this because you agreed on {confirmed_on(wish)}: “{wish.words(council)}”"
    subject = capfirst(written.subject.replace("{council}", council))
    return email(wish, subject, f"{text}\n\n{why}", within)


def email(
    wish: Wish, subject: str, text: str, within: Frame | None = None, *, has_button: bool = True
) -> EmailMessage:
    """Return an email that says how to stop it, and how the program's own button can do so."""
    stop = link("supporters:stop", stop_token(wish.address_hash, wish.pk))
    headers = dict(AUTO_GENERATED)
    if has_button:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return email_to(
        wish.email,
        subject=subject,
        text=text,
        headers=headers,
        to_visitor=True,
        how_to_stop=f"Stop these emails, or never hear from us again:\n{stop}",
        within=within,
    )


def link(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def confirmed_on(wish: Wish) -> str:
    if wish.confirmed_at is None:
        return ""
    return format_local_date(wish.confirmed_at)
