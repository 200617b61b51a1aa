"""How long the site keeps anything that is not the public record. Pages and emails quote these.

Each period starts at the moment named below it; the nightly purge enforces it.
"""

import datetime as dt

DRAFTS = dt.timedelta(days=2)
"""A draft of a letter, after it was last changed."""
UNCONFIRMED = dt.timedelta(days=7)
"""A letter or an alert whose address nobody has confirmed, after the email that asks has left. The
last day counts in full."""
TOLD = dt.timedelta(days=7)
"""The email that tells somebody that a council has signed, an update, and the links to somebody's
letters, after it left: it may bounce."""
COMPARED = dt.timedelta(days=28)
"""That a text went to a council, in scrambled form, after that."""
READ_WITHIN = dt.timedelta(days=14)
"""A letter that waits for a person to read it, after it was confirmed. Then it is not sent, and its
writer gets its text back."""
TEXTS_AFTER_OUTCOME = dt.timedelta(days=42)
"""The text of a letter and of every email about it, after its outcome is known."""
TEXTS_AT_MOST = dt.timedelta(days=90)
"""The same, at most, after the letter was confirmed. What could not leave by then is stopped,
and its text deleted once the email that gives it back to its writer has left."""
PEOPLE = dt.timedelta(days=182)
"""A name, an email address and where a person lives: half a year. Then only counts stay."""
SUBSCRIPTION = dt.timedelta(days=365)
"""The wish for updates, after it was confirmed: then its owner is asked again, and gets nothing
until they say yes."""
SUBSCRIPTION_ANSWER = dt.timedelta(days=28)
"""How long after that question a wish for updates waits for an answer. Then it is deleted."""
DECLINED_SIGN_UPS = dt.timedelta(days=42)
"""A council's message that was declined, with who wrote it, after that. One that was accepted is
kept for PEOPLE after its fact was recorded."""
AUDIT = dt.timedelta(days=90)
"""That a member of staff signed in, was refused something, or took data out."""
AFTER_CLOSING = dt.timedelta(days=14)
"""Everything held about people, after the campaign has closed: letters are counted and last emails
have left by then. A complaint or a call for help is kept until somebody has dealt with it."""
BACKUPS_KEPT = dt.timedelta(days=35)
"""A backup, and each line of the ledger, after it was made. Until then a backup still holds what
has been deleted from the site."""

DAYS_IN_A_MONTH = 30.4


def in_months(period: dt.timedelta) -> int:
    """Return a period in whole months, as people say it."""
    return round(period.days / DAYS_IN_A_MONTH)
