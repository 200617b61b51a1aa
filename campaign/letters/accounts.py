"""Where a text leads without a link or a number: an account, a short code, somebody's wallet.

Like telephone numbers they are nothing unusual, and are only compared.
"""

import re
from collections.abc import Iterable

from campaign.letters.links import as_read
from councils.safeguarding.people_say import words_people_say

ACCOUNT = re.compile(r"(?<![\w.@/])@(\w[\w.]{2,29})")
"""“@evil_money”, and no email address."""
NAMED_ACCOUNT = re.compile(
    r"\b(?:discord|facebook|insta(?:gram)?|kik|signal|snap(?:chat)?|telegram|tg|tik ?tok"
    r"|whatsapp)\b(?: name| handle| me)?(?: is|:| on| as| at| =)* *@?([\w.#]{4,30})",
    re.IGNORECASE,
)
"""“My snapchat is evil_pay”. ``accounts`` leaves out “private”, of “my snapchat is private”."""
SHORT_CODE = re.compile(r"\b(?:text|sms|send)\b[^.\n]{0,40}?\b(\d{5})\b", re.IGNORECASE)
"""“Text WIN to 60777”."""
WALLET = re.compile(r"\b(?=\w*\d)(?=\w*[a-zA-Z])[a-zA-Z0-9]{26,90}\b")
"""Of any currency: “bc1q…”, “0x…”."""
KNOWN = {"bbc", "bbcnews", "childline", "childrensociety", "missingpeople", "nspcc", "85258"}
"""What supporters name, of which the last is that of Shout, a helpline."""


def accounts(texts: Iterable[str]) -> set[str]:
    """Return the accounts, short codes and wallets in texts, in small letters."""
    found: set[str] = set()
    for text in texts:
        shown = as_read(text)
        for pattern in (ACCOUNT, SHORT_CODE, WALLET):
            found.update(each.lower().rstrip(".") for each in pattern.findall(shown))
        named = {each.lower().rstrip(".") for each in NAMED_ACCOUNT.findall(shown)}
        found |= named - words_people_say()
    return found - KNOWN
