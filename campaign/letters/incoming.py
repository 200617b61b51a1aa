"""What comes in about a letter: it came back, a machine answered, or a person did.

Settings name these functions; the first is called in the transaction that keeps what came in.
"""

import datetime as dt
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from campaign import retention
from campaign.email_addresses import ascii_address, is_address
from campaign.inbox.parsed_mail import Arrival, Kind
from campaign.letters import emails
from campaign.letters.models import Letter
from campaign.outbox.mime import from_us_for, one_line
from campaign.outbox.models import OutgoingMessage
from campaign.outbox.models import State as Mail
from campaign.pages.email_footer import contact, who_runs_this
from campaign.supporters.suppression import known_by, may_write_to
from campaign.tasks.models import WORDS_GONE, Task
from councils.dates import format_local_date, today
from councils.models import Channel, Contact, DeliveryProblem

MOST_AUTOMATIC = 3
"""Automatic replies to one letter that are passed on: a broken machine can send them all day."""
MOST_ANSWERS = 20
POLICY_AFTER = 3
"""Letters that a filter must refuse within a week before the address is taken for failing.

One letter, with the right words in it, must not close a council's mailbox to everyone.
"""
UNNAMED_AFTER = 2
"""Letters that must come back within a week where no bounce says whose it is: one may be forged."""
A_WEEK = dt.timedelta(days=7)

WHY = {
    Kind.PERMANENT: "the address does not work",
    Kind.FULL: "the mailbox is full",
    Kind.POLICY: "a filter refuses our letters",
    Kind.TEMPORARY: "the mail server could not be reached for days",
}
CAME = {
    "answer": "An answer",
    "seems_auto": "A reply that seems to be automatic",
    "auto": "An automatic reply, which no person wrote,",
}
"""By what the keys of mails that pass replies on begin with: what came."""
TOLD_WHY = {
    Kind.PERMANENT: "The address we had does not work.",
    Kind.FULL: "The mailbox there is full.",
    Kind.POLICY: "The mail system there refused it. That says nothing about you or your words.",
    Kind.TEMPORARY: "The council’s mail server could not be reached for days.",
}


def arrived(message: OutgoingMessage, arrival: Arrival) -> None:
    """Let what came in change the letter that a message carried."""
    number = message.key.removeprefix("letter:")
    letter = Letter.objects.filter(pk=number).first() if number.isdigit() else None
    if letter is None:
        return
    if letter.forgotten_at:
        arrived_too_late(letter, message, arrival)
    elif arrival.kind == Kind.SHOWN or is_from_the_writer(letter, arrival):
        shown_by_the_writer(letter, message, arrival)
    elif arrival.is_bounce:
        came_back(letter, message, arrival)
    elif arrival.kind == Kind.AUTO_REPLY:
        answered_by_machine(letter, message, arrival)
    elif arrival.kind == Kind.ANSWER:
        answered_by_person(letter, message, arrival)
    elif arrival.kind == Kind.COMPLAINT:
        reported_as_spam(letter, message)


def arrived_too_late(letter: Letter, message: OutgoingMessage, arrival: Arrival) -> None:
    """Of what comes for a letter whose words are deleted keep only that it came."""
    if arrival.is_bounce:
        came_back(letter, message, arrival)
    elif arrival.kind in (Kind.ANSWER, Kind.SHOWN):
        Task.objects.take_answer(letter.council_id, WORDS_GONE, keep_until=None)
    elif arrival.kind == Kind.COMPLAINT:
        reported_as_spam(letter, message)
    message.received.forget_words()


def came_back(letter: Letter, message: OutgoingMessage, arrival: Arrival) -> None:
    """Say so everywhere: on the letter, to its writer by one mail, and to the next writer."""
    if not letter.come_back(message.bounced_at):
        return
    if is_failing(message, arrival):
        note_failing(letter, message, arrival.kind, arrival.status)
    letter.mail_writer("failed", f"bounced:{letter.pk}", came_back_mail(letter, arrival.kind))


def is_failing(message: OutgoingMessage, arrival: Arrival) -> bool:
    """Whether a bounce shows that letters to this address do not arrive."""
    lately = OutgoingMessage.objects.filter(
        purpose=message.purpose,
        recipient=message.recipient,
        bounced_at__gte=timezone.now() - A_WEEK,
    )
    if arrival.kind == Kind.POLICY:
        return lately.filter(bounce_kind=Kind.POLICY).count() >= POLICY_AFTER
    if arrival.names(message.recipient, message.message_id):
        return True
    return lately.exclude(bounce_kind=Kind.POLICY).count() >= UNNAMED_AFTER


def note_failing(letter: Letter, message: OutgoingMessage, kind: Kind, status: str) -> None:
    """Note for staff, and for the next writer, that mail to this address does not arrive."""
    words = f"{WHY[kind]}{f', {status}' if status else ''}"
    record_delivery_problem(letter, message, DeliveryProblem.FAILS, words)


def record_delivery_problem(
    letter: Letter, message: OutgoingMessage, delivery_problem: DeliveryProblem, words: str = ""
) -> None:
    held = Contact.objects.filter(council_id=letter.council_id, channel=Channel.EMAIL)
    for one in held.filter(is_address("email", message.recipient)):
        one.record_delivery_problem(delivery_problem, words)


def answered_by_machine(letter: Letter, message: OutgoingMessage, arrival: Arrival) -> None:
    """Pass an automatic reply on, and show staff a council that would rather have a form.

    One that is taken for automatic by its words alone may be a person's, so staff read it too.
    """
    if arrival.wants_form:
        record_delivery_problem(letter, message, DeliveryProblem.WANTS_FORM)
    number = message.received.filter(kind=Kind.AUTO_REPLY).count()
    if number > (MOST_ANSWERS if arrival.is_a_guess else MOST_AUTOMATIC):
        return
    kind = "seems_auto" if arrival.is_a_guess else "auto"
    letter.mail_writer(
        "reply", f"{kind}:{letter.pk}:{number}", automatic_reply_mail(letter, arrival)
    )
    if arrival.is_a_guess:
        task_for_staff(letter, arrival)


def answered_by_person(letter: Letter, message: OutgoingMessage, arrival: Arrival) -> None:
    """Pass an answer on to the writer, and make it a task for staff."""
    number = message.received.filter(kind=Kind.ANSWER).count()
    if number > MOST_ANSWERS:
        return
    letter.note_answer(timezone.now())
    letter.mail_writer("reply", f"answer:{letter.pk}:{number}", answer_mail(letter, arrival))
    task_for_staff(letter, arrival)


def reported_as_spam(letter: Letter, message: OutgoingMessage) -> None:
    """Show staff that somebody at a council took a letter for spam, and note it on the contact.

    Letters still go: one person's button, or a filter's, must not close a council's mailbox.
    """
    record_delivery_problem(letter, message, DeliveryProblem.COMPLAINED)
    Task.objects.take_complaint(
        letter.council_id,
        f"On {format_local_date(timezone.now())} somebody at this council, or a filter there, reported a"
        f" letter that came through us ({letter.key}) as spam. Letters still go there. Ask the"
        " council whether it would rather have them another way, and check its contact.",
    )


def passed_on(letter: Letter) -> list[str]:
    """Return what to say to its writer of replies that came to us: what came, when, and whether
    it was sent on.
    """
    mails = OutgoingMessage.objects.defer("content").order_by("created_at")
    said = []
    for kind, what in CAME.items():
        last = mails.filter(key__startswith=f"{kind}:{letter.pk}:").last()
        if last:
            said.append(f"{what} came on {format_local_date(last.created_at)}; {sent_on(last)}.")
    return said


def sent_on(message: OutgoingMessage) -> str:
    """Say how far a mail to the writer has come, and no more than is known."""
    if message.bounced_at or message.state in (Mail.FAILED, Mail.CANCELLED):
        return "we could not send it to you"
    if message.state == Mail.ACCEPTED:
        return "we sent it to you"
    return "we are sending it to you"


def is_from_the_writer(letter: Letter, arrival: Arrival) -> bool:
    """Whether a person or a program at the writer's own address wrote it: an answer, passed to us.

    It came to the envelope sender of the letter, which a writer may have from a council's reply.
    """
    is_written = arrival.kind in (Kind.ANSWER, Kind.AUTO_REPLY)
    return is_written and arrival.is_from(letter.email)


def shown_by_the_writer(letter: Letter, message: OutgoingMessage, arrival: Arrival) -> None:
    """Make the answer that a writer forwards to us a task for staff. Its writer has it already."""
    if message.received.filter(kind=arrival.kind).count() <= MOST_ANSWERS:
        task_for_staff(letter, arrival)


def task_for_staff(letter: Letter, arrival: Arrival) -> None:
    until = letter.words_go_at or timezone.now() + retention.TEXTS_AFTER_OUTCOME
    Task.objects.take_answer(letter.council_id, for_staff(arrival), until, letter.email, letter.key)


def for_staff(arrival: Arrival) -> str:
    files = [file.name for file in arrival.attachments] + list(arrival.left_out)
    end = f"\n\n[Files: {', '.join(files)}. The writer of the letter has them.]" if files else ""
    start = "[It seems to be automatic.]\n\n" if arrival.is_a_guess else ""
    return start + (arrival.text or "[An answer without text.]") + end


# The mails


def came_back_mail(letter: Letter, kind: Kind) -> EmailMessage:
    """Tell the writer that a letter came back, with its text."""
    return emails.to_supporter(
        letter,
        f"Your letter to {emails.said(letter)} came back",
        f"""Your letter to {emails.council(letter)} came back on {format_local_date(letter.bounced_at)}. \
{TOLD_WHY[kind]} This is not your mistake. A person will look into it.

You can send it another way. This page shows the ways we know:

{emails.link(letter, "letters:private")}

{emails.copy(letter)}""",
    )


def automatic_reply_mail(letter: Letter, arrival: Arrival) -> EmailMessage:
    """Pass an automatic reply on to the writer."""
    form = (
        "\n\nIt seems to ask people to use a form instead. If you like, send your letter through"
        f" that form. You can copy it from its page:\n\n{emails.link(letter, 'letters:private')}"
        if arrival.wants_form
        else ""
    )
    if arrival.is_a_guess:
        subject = f"A reply to your letter to {emails.said(letter)}"
        what = f"""A reply to your letter to {emails.council(letter)} came to us. Here it is. It \
seems to be automatic, and then nobody may have seen your letter so far. If you reply to this \
mail, your reply goes to {arrival.sender}, not to us.{not_passed_on(arrival)}"""
    else:
        subject = f"An automatic reply to your letter to {emails.said(letter)}"
        what = f"""An automatic reply to your letter to {emails.council(letter)} came to us. Here it \
is. A machine wrote it, so nobody may have seen your letter so far."""
    passed_on = emails.to_supporter(
        letter, subject, f"{what}{form}\n\n{emails.RULE}\n{arrival.subject}\n\n{arrival.text}"
    )
    return as_from_the_council(passed_on, letter, arrival)


def answer_mail(letter: Letter, arrival: Arrival) -> EmailMessage:
    """Pass a person's answer on to the writer: from us, to be answered to the council."""
    sender = arrival.sender
    who = f"{one_line(arrival.sender_name)} ({sender})" if arrival.sender_name else sender
    passed_on = emails.to_supporter(
        letter,
        arrival.subject or f"{capfirst(emails.said(letter))} answered your letter",
        f"""{who} has answered your letter to {emails.council(letter)}. The answer came to us, so we \
pass it on. If you reply to this mail, your reply goes to {sender}, not to us.

We keep a copy for {retention.TEXTS_AFTER_OUTCOME.days} days at most, so that a person here can \
see what the council says. We show it to nobody else.{not_passed_on(arrival)}

{emails.RULE}
{arrival.text}""",
    )
    return as_from_the_council(passed_on, letter, arrival)


def not_passed_on(arrival: Arrival) -> str:
    if not arrival.left_out:
        return ""
    return (
        f"\n\nThese files were not passed on: {', '.join(arrival.left_out)}. Ask for them by"
        " replying to this mail."
    )


def as_from_the_council(passed_on: EmailMessage, letter: Letter, arrival: Arrival) -> EmailMessage:
    """Give a mail that passes a reply on the council's name, and what a person's reply has: its
    files, and its sender to answer to.
    """
    passed_on.from_email = from_us_for(letter.council.name)
    if arrival.kind == Kind.ANSWER or arrival.is_a_guess:
        with suppress(ValueError):  # an address that no mail can be sent to; it stands in the text
            passed_on.reply_to = [ascii_address(arrival.sender)]
    for file in arrival.attachments:
        passed_on.attach(file.name, file.content, "application/octet-stream")
    return passed_on


# Mail to the address that ours is from


def written_to_us(arrival: Arrival) -> bool:
    """Tell one who replied to our mail how to confirm a letter; return whether it was told.

    Once a week for each address, so that two machines can never talk to each other.
    """
    try:
        sender = ascii_address(arrival.sender)
    except ValueError:
        return False
    told = OutgoingMessage.objects.filter(
        purpose="lost_link", recipient__iexact=sender, created_at__gt=timezone.now() - A_WEEK
    )
    if told.exists() or not may_write_to(sender):
        return False
    # So little of the hash that nobody can be told from it: keys stay behind in logs.
    key = f"lost_link:{today()}:{known_by(sender)[:5]}"
    OutgoingMessage.objects.queue("lost_link", key, sender, lost_link_mail(sender, arrival))
    return True


def lost_link_mail(sender: str, arrival: Arrival) -> EmailMessage:
    """Say that a reply confirms nothing, and where the links are."""
    headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    if arrival.message_id.isascii() and arrival.message_id:
        headers["In-Reply-To"] = headers["References"] = f"<{arrival.message_id}>"
    lost = settings.SITE_URL + reverse("letters:lost")
    return EmailMessage(
        subject="Your mail to us was not read: how to send your letter",
        body=f"""You wrote to the address our mail comes from. Nobody reads mail there, and a \
reply confirms nothing.

To send a letter that waits for you: open the link in the mail we sent you, and press the button \
on that page.

Lost your link? This page sends it to you again: {lost}

Is it about something else? {contact()}

Do you need help yourself, now? 999 in danger. 116 000 Missing People: call or text, free. \
0800 1111 Childline, free. {settings.SITE_URL}/need-help/

{emails.RULE}
{who_runs_this()}
""",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[sender],
        headers=headers,
    )
