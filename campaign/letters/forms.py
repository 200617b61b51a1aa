"""What a supporter typed: read as it is, and checked. What is typed is never cut and never lost."""

import difflib
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from campaign.email_addresses import ascii_address
from campaign.letters.composition.originality import unfinished
from campaign.letters.composition.topics import BY_KEY

LONGEST = 6000
"""Characters a letter may have: about two pages."""
LONGEST_LINE, LONGEST_SUBJECT, LONGEST_NAME, LONGEST_HOME = 1500, 150, 120, 200

DOMAINS = (
    *("gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk"),
    *("yahoo.com", "yahoo.co.uk", "icloud.com", "btinternet.com", "sky.com", "virginmedia.com"),
    *("talktalk.net", "protonmail.com", "aol.com", "ntlworld.com", "msn.com", "me.com"),
)
"""Where most people in Britain have their mail: what is almost one of these may be a slip."""
NO_SLIP = {
    *DOMAINS,
    "mail.com",
    "ymail.com",
    "email.com",
    "live.com",
    "mac.com",
    "gmx.com",
    "aol.co.uk",
}
"""Domains that are near another and quite right."""


def text_of(posted: str) -> str:
    """Return text with one character for a new line, so that a count is the one a person sees.

    NUL is left out: no database column for text can hold it.
    """
    return posted.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def line_of(posted: str) -> str:
    return " ".join(text_of(posted).split())


def code_of(posted: str) -> str:
    """Return the six digits that were typed, however they are grouped, or "" for anything else."""
    digits = re.sub(r"[^0-9]", "", posted)
    return digits if len(digits) == 6 else ""


def points_of(post) -> list[str]:
    """Return the keys of the points that were ticked, in our order."""
    ticked = set(post.getlist("points"))
    return [key for key in BY_KEY if key in ticked]


def letter_of(post) -> dict[str, str]:
    """Return the fields of the second screen that a form sent, ready to be kept."""
    typed = {}
    if "text" in post:
        typed["text"] = text_of(post["text"]).strip("\n")
    for field in ("subject", "name", "home"):
        if field in post:
            typed[field] = line_of(post[field])
    if "email" in post:
        name, at, domain = text_of(post["email"]).strip().rpartition("@")
        typed["email"] = f"{name}{at}{domain.lower() if at else domain}"
    return typed


def too_long(what: str, text: str, most: int) -> str:
    """Return what to say of a text that is too long, with both numbers; "" if it is not."""
    if len(text) <= most:
        return ""
    return f"Please shorten {what} to {most:,} characters. It has {len(text):,} now."


def wrong_with_line(own_line: str) -> str:
    """Return what is wrong with the line of one's own on the first screen, or ""."""
    if len(own_line) <= LONGEST_LINE:
        return ""
    return (
        f"Please keep this part to {LONGEST_LINE:,} characters. It has {len(own_line):,}. You can"
        " write more in the letter itself, on the next page."
    )


def wrong_with(letter, needs_email: bool) -> dict[str, str]:
    """Return what is wrong with a letter, by field and in the order of the screen."""
    wrong = {
        "text": wrong_with_text(letter.text),
        "subject": too_long("the subject", letter.subject, LONGEST_SUBJECT)
        or ("" if letter.subject else "The letter has no subject. A few words are enough."),
        "name": too_long("your name", letter.name, LONGEST_NAME)
        or ("" if letter.name else "Enter your name: a council answers a person."),
        "email": wrong_with_email(letter.email) if needs_email else "",
        "home": too_long("where you live", letter.home, LONGEST_HOME)
        or ("" if letter.home else "Enter where you live: your street and town, or your town."),
    }
    return {field: sentence for field, sentence in wrong.items() if sentence}


def wrong_with_text(text: str) -> str:
    if not text.strip():
        return "The letter is empty. Write a few words to the council."
    if prompt := unfinished(text):
        return f"Finish the sentence “{prompt}”, or take it out."
    return too_long("the letter", text, LONGEST)


def wrong_with_email(email: str) -> str:
    if not email:
        return "Enter your email address: the council answers there, and we send six numbers first."
    try:
        validate_email(ascii_address(email))
    except (ValidationError, ValueError):
        return "Enter an email address like name@example.org. Something in this one is not right."
    return ""


def meant(email: str) -> str:
    """Return the address that was perhaps meant, or "" where nothing looks like a slip."""
    local, _, domain = email.rpartition("@")
    domain = domain.lower()
    if domain in NO_SLIP:
        return ""
    near = difflib.get_close_matches(domain, DOMAINS, n=1, cutoff=0.85)
    return f"{local}@{near[0]}" if near else ""
