"""Every purpose for which the site sends an email."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why an email is sent. Stored with each message, so a value never changes."""

    LETTER = "letter"
    """A supporter's letter to a council."""
    DIGEST = "digest"
    """Carries the letters of a day to a council that asked for one email."""
    CONFIRM = "confirm"
    """Asks a writer to confirm a letter."""
    REMINDER = "reminder"
    """Asks a writer once more to confirm a letter."""
    COPY = "copy"
    """Gives a writer a copy of a letter that was confirmed."""
    LINKS = "links"
    """Sends a writer the lost links to their letters."""
    FOLLOW_UP = "followup"
    """Asks a writer whether the council answered."""
    FAILED = "failed"
    """Tells a writer that a letter was refused, came back or was stopped."""
    REPLY = "reply"
    """Passes a council's reply on to the writer."""
    LOST_LINK = "lost_link"
    """Answers somebody who replied to one of our emails."""
    ALERT = "alert"
    """Tells a supporter that a council has signed."""
    ALERT_CONFIRM = "alert_confirm"
    """Asks a supporter to confirm an alert."""
    ALERT_RENEW = "alert_renew"
    """Asks a supporter whether to keep an alert."""
    UPDATE = "update"
    """Tells a supporter what there is to do or to know about their council."""
    UPDATE_CONFIRM = "update_confirm"
    """Asks a supporter to confirm the wish for updates."""
    UPDATE_RENEW = "update_renew"
    """Asks a supporter after a year whether to go on with updates."""
    SAFEGUARDING = "safeguarding"
    """Tells the person responsible for safeguarding of an email that may be a call for help."""
    HELPLINES = "helplines"
    """Gives the helplines to somebody whose email may be a call for help."""
    SIGN_UP = "sign_up"
    """Asks an officer of a council to confirm, asks back, thanks or declines."""
    THANKS = "thanks"
    """Thanks a council for what staff recorded of it; a person checked it."""
    ASK = "ask"
    """Asks a council about its record, or reminds it."""
    COMPLAINT = "complaint"
    """Acknowledges or answers a complaint."""
    STAFF = "staff"
    """Tells staff about their accounts, or what waits on the desk."""
    SITE = "site"
    """Whatever Django itself sends, such as an error report to admins."""


IN_WORDS: dict[str, str] = {
    Purpose.LETTER: "a letter to a council",
    Purpose.DIGEST: "the letters of a day to a council",
    Purpose.CONFIRM: "confirm your letter",
    Purpose.REMINDER: "confirm your letter, once more",
    Purpose.COPY: "a copy for a writer",
    Purpose.LINKS: "lost links for a writer",
    Purpose.FOLLOW_UP: "did the council answer?",
    Purpose.FAILED: "your letter did not arrive",
    Purpose.REPLY: "a council’s answer for a writer",
    Purpose.LOST_LINK: "an answer to somebody who replied to us",
    Purpose.ALERT: "a council has signed",
    Purpose.ALERT_CONFIRM: "confirm your alert",
    Purpose.ALERT_RENEW: "do you want to keep your alert?",
    Purpose.UPDATE: "news for those who asked",
    Purpose.UPDATE_CONFIRM: "confirm that you want news",
    Purpose.UPDATE_RENEW: "do you still want news?",
    Purpose.SAFEGUARDING: "an email may be a call for help",
    Purpose.HELPLINES: "the helplines",
    Purpose.SIGN_UP: "about a council’s message",
    Purpose.THANKS: "thank you to a council",
    Purpose.ASK: "a question to a council",
    Purpose.COMPLAINT: "about a complaint",
    Purpose.STAFF: "for staff",
    Purpose.SITE: "from the site itself",
}
"""What each email is, for staff."""


def in_words(purpose: str) -> str:
    """Return what an email is for, for staff; a purpose that is no longer used by its name."""
    return IN_WORDS.get(purpose, purpose)


NEEDS_OUTCOME = frozenset(
    {
        Purpose.LETTER,
        Purpose.DIGEST,
        Purpose.ASK,
        Purpose.ALERT,
        Purpose.ALERT_CONFIRM,
        Purpose.ALERT_RENEW,
        Purpose.UPDATE,
        Purpose.UPDATE_CONFIRM,
        Purpose.UPDATE_RENEW,
    }
)
"""Purposes that need a handler for the outcome of each message."""
NEEDS_INCOMING = frozenset(Purpose) - {Purpose.SITE, Purpose.STAFF}
"""Purposes that need a handler for bounces and replies."""
