"""The token in the address of whoever writes a letter: only one that we made is a draft.

A page carries the token that its draft will have, before there is a row. It is signed, so that no
visitor chooses one and gives its address away, to read what somebody types there.
"""

import re
from base64 import b32encode

from django.utils.crypto import constant_time_compare, salted_hmac

from campaign.confirmation import new_token

DRAFT_TOKEN = re.compile(r"([a-z2-7]{26})([a-z2-7]{14})")
"""128 random bits, and 70 of a signature."""


def new_draft_token() -> str:
    random = new_token()
    return random + signature_of(random)


def signature_of(random: str) -> str:
    digest = salted_hmac("letters.draft", random, algorithm="sha256").digest()
    return b32encode(digest).decode()[:14].lower()


def is_ours(token: str) -> bool:
    """Whether we made a token, with the SECRET_KEY of today."""
    match = DRAFT_TOKEN.fullmatch(token)
    if match is None:
        return False
    return constant_time_compare(match[2], signature_of(match[1]))
