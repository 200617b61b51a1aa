"""Every purpose for which the site sends an email."""

from django.db.models import TextChoices


class Purpose(TextChoices):
    """Why an email is sent, with words for staff. Each is stored, so a value never changes."""

    LETTER = "letter", "a letter to a council"
    CONFIRM = "confirm", "confirm your letter"
    REMINDER = "reminder", "confirm your letter, once more"
    COPY = "copy", "a copy for a writer"
    LINKS = "links", "lost links for a writer"
    FOLLOW_UP = "followup", "did the council answer?"
    WHAT_BECAME = "failed", "what became of your letter"
    REPLY = "reply", "a council’s answer for a writer"
    # Its value is its name of before December 2026; lost links are sent for ``LINKS``.
    TO_STRANGER = "lost_link", "an answer to somebody who replied to us"
    ALERT = "alert", "a council has signed"
    WISH_CONFIRM = "wish_confirm", "confirm what you want to be told"
    WISH_RENEW = "wish_renew", "do you still want to be told?"
    UPDATE = "update", "news for those who asked"
    SAFEGUARDING = "safeguarding", "an email may be a call for help"
    HELPLINES = "helplines", "the helplines"
    SIGN_UP = "sign_up", "about a council’s message"
    ASK = "ask", "a question to a council"
    ASK_AGAIN = "ask_again", "a reminder of a question to a council"
    COMPLAINT = "complaint", "about a complaint"
    STAFF = "staff", "for staff"
    SITE = "site", "from the site itself"


def purpose_in_words(purpose: str) -> str:
    """Return what an email is for, for staff; a purpose that is no longer used by its name."""
    return dict(Purpose.choices).get(purpose, purpose)


TO_SUPPORTERS = (Purpose.ALERT, Purpose.WISH_CONFIRM, Purpose.WISH_RENEW, Purpose.UPDATE)
ASKING = frozenset({Purpose.ASK, Purpose.ASK_AGAIN})
"""Our own questions: answered as long as their row is kept, not only their text."""
TO_COUNCILS = frozenset({Purpose.LETTER, *ASKING})
"""Held until letters are live, and never sent twice."""
QUOTING_CALLS = frozenset({Purpose.SAFEGUARDING, Purpose.STAFF, Purpose.SITE})
"""Go to the person responsible and to staff, and tell of calls: what comes back to them is none."""
NEVER_HELD = frozenset({Purpose.SAFEGUARDING, Purpose.HELPLINES, Purpose.SITE})
"""No pause holds these: about a child, or about the health of the site."""
CONFIRMING = frozenset({Purpose.CONFIRM, Purpose.WISH_CONFIRM, Purpose.SIGN_UP})
"""Ask somebody to confirm an address that anybody can have typed: so many an hour."""
BULK = frozenset(
    {
        Purpose.REMINDER, Purpose.FOLLOW_UP, Purpose.ALERT, Purpose.WISH_RENEW,
        Purpose.UPDATE,
    }
)  # fmt: skip
"""Nobody sits and waits for these: they go after everything else."""
