"""The mails of a letter: one function for each. Their bytes are written when they are queued.

What a supporter typed goes into the text as it is, and into headers only through outbox/mail.py.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from campaign import retention
from campaign.letters.composition import printable
from campaign.letters.recipient import Recipient
from campaign.outbox.mime import format_address, from_header, header_text
from campaign.pages.email_footer import contact, who_runs_this
from councils.dates import format_date, format_local_date
from councils.names import with_article

RULE = "-" * 40
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Headers of a mail that no person wrote: they ask programs not to answer it."""


def letter(one, to: Recipient) -> EmailMessage:
    """The letter itself, to the council. From us by name, to be answered to the supporter."""
    return EmailMessage(
        subject=header_text(one.subject),
        body=text_of_letter(one),
        from_email=from_header(one.name),
        to=[header_to(to)],
        reply_to=[format_address(one.name, one.email)],
    )


def header_to(to: Recipient) -> str:
    return format_address(f"{to.role}, {to.council}", to.email)


def text_of_letter(one) -> str:
    return f"{signed(one)}{one.email}\n\n{about_this_letter(one)}"


def about_this_letter(one) -> str:
    """The foot of a letter: who sent it and how to answer, how to treat the writer, to object."""
    name = header_text(one.name)
    return f"""{RULE}
{name} wrote this letter on {settings.SITE_URL} and asked us to send it. We \
checked that {one.email} is the writer’s own address.

To answer, reply to this mail: your reply goes to {name}, not to us.

Please do not publish the writer’s name, email or address, and pass them on only to those who \
need them to answer.

{who_runs_this()}

Is something wrong with this letter, or would you rather not get letters through us? {contact()}
"""


def confirmation(one) -> EmailMessage:
    """Ask the supporter to confirm a letter: the code is the first thing in the subject."""
    return to_supporter(
        one,
        f"{one.code} confirms your letter to {said(one)}: it has not been sent yet",
        f"""Your letter to {council(one)} has not been sent yet.

To send it, type these numbers on the page where you wrote it:

    {one.code}

Or open this page, and press the button there:

{link(one, "letters:confirm")}

{until(one)}{written_before(one)}

{not_you(one)}

Keep this mail. Once you have confirmed, the same link shows what became of your letter. It is \
for you alone.

{copy(one)}""",
    )


def reminder(one) -> EmailMessage:
    """Remind the supporter, once, that a letter waits to be confirmed."""
    return to_supporter(
        one,
        f"{one.code} is still needed: your letter to {said(one)} has not been sent",
        f"""You wrote a letter to {council(one)} on {format_local_date(one.asked_at)}, and you have not \
confirmed it. So it has not been sent, and the council knows nothing of it.

To send it, open this page and press the button there:

{link(one, "letters:confirm")}

Or type these numbers on the page where you wrote it:

    {one.code}

Both work until {format_date(one.until)}. If you do nothing, your letter is not sent, and we delete \
it after that. We will not remind you again.

{not_you(one)}

{copy(one)}""",
    )


def links(letters) -> EmailMessage:
    """Send a supporter the links to all their letters. ``letters`` are of one address."""
    lines = [
        f"To {council(one)}, written on {format_local_date(one.created_at)}: {one.get_state_display()}.\n"
        f"{link(one, 'letters:private' if one.is_confirmed else 'letters:confirm')}"
        for one in letters
    ]
    return to_supporter(
        letters[0],
        "The links to your letters",
        "You asked for the links to your letters. Each is for you alone.\n\n"
        + "\n\n".join(lines)
        + "\n\nWas this not you? Then somebody typed your address, and saw nothing. You need not do"
        " anything.",
    )


def was_refused(one) -> EmailMessage:
    """Tell the supporter that the mail service refused a letter, with its text."""
    return to_supporter(
        one,
        f"Your letter to {said(one)} could not be sent",
        f"""Your letter to {council(one)} could not be sent: the mail service refused it on \
{format_local_date(one.outcome_at)}. It has not gone to the council. This is not your mistake. A person will \
look into it.

You can send it another way. This page shows the ways we know:

{link(one, "letters:private")}

{copy(one)}""",
    )


def was_stopped(one) -> EmailMessage:
    """Tell the supporter that staff stopped a letter before it went, with its text."""
    return to_supporter(
        one,
        f"Your letter to {said(one)} has not been sent",
        f"""Your letter to {council(one)} was stopped on {format_local_date(one.cancelled_at)}, before it \
went. A person who keeps this site did that. The council knows nothing of it.

Would you like to know why? {contact()}

You can send it yourself: copy it, print it, or put it in a mail of your own. This page shows the \
ways we know:

{link(one, "letters:private")}

{copy(one)}""",
    )


def goes_once_more(one) -> EmailMessage:
    """Tell the supporter that staff send a letter once more that we had said was refused."""
    return to_supporter(
        one,
        f"We send your letter to {said(one)} once more",
        f"""We told you that your letter to {council(one)} could not be sent. A person has looked \
into it, and sends it once more now. So you need not send it yourself.

If you have sent it already, and it should not go a second time, you can stop it on its page as \
long as our mail service has not taken it:

{link(one, "letters:private")}""",
    )


def did_it_answer(one) -> EmailMessage:
    """Ask the supporter, once and four weeks later, whether the council answered."""
    return to_supporter(
        one,
        f"Did {said(one)} answer your letter?",
        f"""On {format_local_date(one.outcome_at)} we handed your letter to {council(one)} to our mail \
service. It has not come back.

Did the council answer? Please tell us on your letter’s page. It takes one press of a button:

{link(one, "letters:private")}

If it has not answered, you can write once more from there. We begin the letter for you.

{show_us(one)}We do not ask again. The same page says when your letter and your details \
are deleted.""",
    )


def show_us(one) -> str:
    """Say how a supporter can show us what the council answered; "" once that is over."""
    if not one.accepts_answers:
        return ""
    forward = f"you can forward the answer to {one.answers_to}, or" if one.answers_to else "you can"
    return (
        f"If it has, {forward} show it to us on the same page. A person reads it, and may put what"
        " the council says it will do on its page.\n\n"
    )


def to_supporter(one, subject: str, text: str) -> EmailMessage:
    return EmailMessage(
        subject=header_text(subject),
        body=f"{text}\n\n{RULE}\n{who_runs_this()}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[one.email],
        headers=AUTOMATIC,
    )


def signed(one) -> str:
    """The letter's text, and who it is from."""
    return printable.signed(one.text, one.name, one.postal_address)


def copy(one) -> str:
    return f"This is your letter.\n\n{RULE}\n{one.subject}\n\n{signed(one).strip()}"


def until(one) -> str:
    return (
        f"Both work for {retention.UNCONFIRMED.days} days, until {format_date(one.until)}. If you do"
        " nothing, your letter is not sent, and we delete it after that."
    )


def written_before(one) -> str:
    """Say that this is not the first letter, to its writer alone: pages say it to nobody."""
    before = one.earlier()
    if before is None:
        return ""
    return (
        f"\n\nYou have written to {council(one)} before: that letter was confirmed on"
        f" {format_date(before.confirmed_on)}. This is another one. It is fine to send both."
    )


def not_you(one) -> str:
    return (
        "Was this not you? Then somebody typed your address on our site. Nothing is sent without"
        " you. Here you can cancel this letter, and tell us never to write to you again:\n\n"
        f"{link(one, 'letters:not_me')}"
    )


def link(one, name: str) -> str:
    return settings.SITE_URL + reverse(name, args=[one.token])


def council(one) -> str:
    """The council's name as it stands in a sentence: the City of York Council."""
    return with_article(one.council.name)


def said(one) -> str:
    return with_article(one.council.short_name)
