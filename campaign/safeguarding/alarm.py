"""The emails that tell the person responsible of calls, and the link by which one is taken."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from campaign.outbox.models import OutgoingMessage
from campaign.pages.models import Organisation, safeguarding_address
from campaign.pages.our_emails import AUTO_GENERATED, email_to
from campaign.purposes import Purpose
from campaign.staff import accounts, emails
from campaign.tasks.models import Task
from councils.email_addresses import ascii_address

HOUR = dt.timedelta(hours=1)
ALONE = "alarm:"
"""Begins the key of an email about one call; ``TOGETHER`` that of one about several."""
MOST_ALONE = 10
"""Emails in an hour about one call each. Anybody can write in anybody's name: what comes beyond
them is told together, every few minutes, so that no flood of forged calls hides a real one."""
AT_ONCE = 50
"""Calls in one email, the newest first."""
FIRST_LINES = 300
"""Characters of each of them."""
UNNAMED = "A call for help came, and nobody is named to read it"
UNNAMED_MORE = (
    "A message came that may be a call for help. No address for safeguarding is named, nor one for"
    " the public: read it now, and say who runs the site."
)
signer = Signer(salt="safeguarding.take")


def raise_alarm(task: Task) -> None:
    """Email a call to the person responsible, or leave it to the next email about several."""
    lately = OutgoingMessage.objects.filter(
        purpose=Purpose.SAFEGUARDING, created_at__gt=timezone.now() - HOUR, key__startswith=ALONE
    )
    others_wait = Task.objects.untold().exclude(pk=task.pk).exists()
    if lately.count() < MOST_ALONE and not others_wait:
        tell_of_one(task)


def tell_of_one(task: Task) -> None:
    """Email one call to the person responsible, whatever else came; administrators without one."""
    to = safeguarding_address()
    if to:
        queue_alarm(to, f"{ALONE}{task.pk}:{task.call_since:%Y%m%d%H%M%S}", alone(task), task)
    else:
        tell_administrators(f"call:{task.pk}", UNNAMED, UNNAMED_MORE)
    Task.objects.filter(pk=task.pk).update(told_at=timezone.now())


def alone(task: Task) -> str:
    """Return the text about one call: the whole of it, to act on any device without signing in."""
    return f"""An email or a message came to {settings.SITE_URL} that may be from a child asking \
for help now, or from somebody worried about a child. A program or one of us noticed: please read \
it now.

{how_to_take(task)}

From: {task.email or "nobody who can be answered"}
{task.council or ""}

{task.text or "[An email without text.]"}"""


def how_to_take(task: Task) -> str:
    return f"""I’m dealing with it: {take_link(task)}
It is a task on the desk: {settings.SITE_URL}{task.desk_url}
If nobody takes it or closes it within an hour, {after_an_hour()}."""


def after_an_hour() -> str:
    """Say what happens to a call that nobody took."""
    if Organisation.current().deputy_email:
        return "it goes to the deputy"
    return "the administrators are told, as no deputy is named"


def together(tasks: Sequence[Task], more: int) -> str:
    """Return the list of several calls, each with its sender, first lines and link."""
    parts = []
    for task in tasks:
        first = Truncator(" ".join(task.text.split())).chars(FIRST_LINES)
        sender = task.email or "Nobody who can be answered"
        parts.append(f"{sender}\n{first}\nI’m dealing with it: {take_link(task)}")
    if more:
        parts.append(f"AND {more} MORE, older than these.")
    desk = f"{settings.SITE_URL}{reverse('admin:tasks_task_changelist')}"
    parts.append(f"All of them are first on the desk: {desk}")
    return "\n\n".join(parts)


def queue_alarm(to: str, key: str, text: str, task: Task | None = None) -> None:
    """Queue an email about calls. ``task`` is the one that it is about, with which it is erased."""
    subject = "A message that may be a call for help"
    email = email_to(to, subject=subject, text=text, headers=AUTO_GENERATED)
    sender = address_or_nobody(task.email) if task else ""
    OutgoingMessage.objects.queue(
        Purpose.SAFEGUARDING, key, to, email, subject=task, on_behalf=sender
    )


def tell_administrators(key: str, subject: str, what: str) -> None:
    """Email every administrator, without a word of what anybody wrote; no pause holds it."""
    text = f"{what}\n\nCalls are first on the desk: {settings.SITE_URL}/admin/"
    emails.to_staff(accounts.administrators(), subject, text, key, purpose=Purpose.SITE)


# The link


def take_link(task: Task) -> str:
    return f"{settings.SITE_URL}{reverse('take_call', args=[signer.sign(name_of(task))])}"


def name_of(task: Task) -> str:
    """Name a call for good: after a restore another one may get the number of one that is lost."""
    return f"{task.pk}-{task.created_at.timestamp():.6f}"


def task_of(token: str) -> Task | None:
    """Return the call that a link of ours is about; None for any other, or one that is gone."""
    try:
        name = signer.unsign(token)
    except BadSignature:
        return None
    number = name.partition("-")[0]
    task = Task.objects.calls().filter(pk=number).first()
    if task is None or name_of(task) != name:
        return None
    return task


def address_or_nobody(sender: str) -> str:
    """Return an address as mail goes to it, or "": a call is heard from whatever address it has."""
    try:
        return ascii_address(sender)
    except ValueError:
        return ""
