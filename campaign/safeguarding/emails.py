"""The emails that the site sends when an incoming email may be a call for help."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from campaign.inbox.parsed_mail import ParsedMail
from campaign.pages.email_footer import AUTO_GENERATED, reply_headers, with_footer
from councils.safeguarding.helplines import FOR_CHILDREN, NSPCC


def helplines(sender: str, arrival: ParsedMail) -> EmailMessage:
    """Return the email that gives the sender the numbers to call.

    Its subject does not show what it is about, and nothing of what was written is repeated: others
    may read the same mailbox.
    """
    lines = "\n".join(f"- {line.line}" for line in FOR_CHILDREN)
    return with_footer(
        sender,
        "Your email to Make Runaways Safe",
        f"""Thank you for your email. People read this on weekdays. If you or a child may \
need help, please do not wait for us:

- 999 if you are in danger now
{lines}

There is more at {settings.SITE_URL}/need-help/

Are you an adult who is worried about a child? If the child is in danger now, call 999. If not, \
tell the children’s services of the council where the child is, or call the NSPCC on {NSPCC.number}.

A program sends this when it finds certain words. If it was wrong, there is nothing you need \
to do.""",
        reply_headers(arrival.message_id),
    )


def to_the_person_responsible(
    to: str, arrival: ParsedMail, task_url: str, *, more_wait: bool
) -> EmailMessage:
    """Return the email that shows the person responsible for safeguarding what came in.

    It quotes the whole text, so that they can act on any device without signing in. With
    ``more_wait`` it says that not every call gets an email any more.
    """
    more = (
        "Many such emails have come today. MORE MAY WAIT ON THE DESK, first in the list:"
        f" {settings.SITE_URL}{reverse('admin:tasks_task_changelist')}\nFrom now on you get one"
        " email an hour as long as they come, and each of them is on the desk.\n\n"
    )
    return with_footer(
        to,
        "An email that may be a call for help",
        f"""{more if more_wait else ""}\
An email came to {settings.SITE_URL} that may be from a child asking for help \
now, or from an adult worried about a child. A program noticed its words: please read it now.

It is a task on the desk: {settings.SITE_URL}{task_url}
Mark it as dealt with when it is.

From: {arrival.sender or "nobody who can be answered"}
Subject: {arrival.subject}

{arrival.text or "[An email without text.]"}""",
        AUTO_GENERATED,
    )
