"""Every email about a letter: one function each, which returns it ready to be queued.

What a supporter typed goes into the text as it is, and into headers only through outbox/mime.py.
"""

from campaign.letters.emails.confirmation import (
    confirmation,
    letter_links,
    lost_link,
    reminder,
)
from campaign.letters.emails.council import letter, letter_body, recipient_header
from campaign.letters.emails.outcome import (
    bounced,
    follow_up_question,
    goes_to_new_address,
    never_confirmed,
    own_copy,
    paused,
    refused,
    sent_again,
    stopped_by_staff,
    turned_down,
    waits_to_be_read,
)
from campaign.letters.emails.replies import answer, automatic_reply
