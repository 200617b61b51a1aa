"""The email to somebody who replied to the address our emails come from."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from campaign.inbox.parsed_mail import ParsedMail
from campaign.pages.email_footer import contact, reply_headers, with_footer
from councils.safeguarding.helplines import FOR_CHILDREN


def lost_link(sender: str, arrival: ParsedMail) -> EmailMessage:
    """Say that a reply confirms nothing, and where to get the links to one's letters."""
    lost = settings.SITE_URL + reverse("letters:lost")
    return with_footer(
        sender,
        "Your email to us was not read: how to send your letter",
        f"""You wrote to the address our emails come from. Nobody reads what is sent there, \
and a reply confirms nothing.

To send a letter that is waiting for you: open the link in the email we sent you, and select the \
button on that page.

Lost your link? This page sends it to you again: {lost}

Is it about something else? {contact()}

Do you need help yourself, now? 999 in danger. {". ".join(line.line for line in FOR_CHILDREN)}. \
{settings.SITE_URL}/need-help/""",
        reply_headers(arrival.message_id),
    )
