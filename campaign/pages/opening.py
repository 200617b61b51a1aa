"""What is missing before an administrator can open the site."""

from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.pages.models import Organisation

TEST_KEY = "opening-test"
NEEDED = {
    "name": "Who runs the site",
    "charity_number": "Its charity number",
    "email": "An address for the public",
    "press_contact": "A press contact",
    "mail_hours": "When email is read",
    "host": "Who runs our server",
    "mail_service": "Who carries our email",
    "safeguarding_email": "An address for safeguarding, confirmed by somebody who reads it",
    "deputy_email": "A deputy for safeguarding, confirmed in the same way",
    "safeguarding_policy": "Its safeguarding policy",
    "ico_number": "Its number at the Information Commissioner’s Office",
    "dpia_on": "The data protection impact assessment was agreed",
    "words_checked": "How long things are kept and how to complain: read and meant",
    "restore_rehearsed_on": "Restoring a backup was rehearsed",
}
"""The fields that must be filled in, and what each step is called."""


def steps() -> list[tuple[str, bool]]:
    """Return what must be done, each with whether it is; of a test email also why it is not.

    Without a mail server email only goes to files, and no test is accepted.
    """
    who = Organisation.current()
    why = ""
    test = OutgoingMessage.objects.filter(key__startswith=TEST_KEY).order_by("pk").last()
    arrived = test is not None and test.state == MessageState.ACCEPTED and not test.is_test
    if test and test.server_said and not arrived:
        why = f". Of the last one it said: {test.server_said}"
    told = [(words, bool(getattr(who, field))) for field, words in NEEDED.items()]
    return [
        *told,
        (f"A test email was accepted by the mail server{why}", arrived),
    ]
