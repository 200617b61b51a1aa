"""What proves authority over a letter: unguessable tokens, and the six-digit code."""

import re

from django.db import models
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign.letters.models.lifetime import Lifetime
from campaign.letters.models.states import State
from campaign.tokens import new_token

MOST_TRIES = 5
"""Wrong codes after which a code no longer works: then only the link does, or a new code."""
TOKEN = re.compile(r"[a-z2-7]{26}")


class Tokens(Lifetime):
    """The two tokens of a letter, and the code derived from one of them.

    ``draft_token`` is in the address of whoever writes the letter. ``token`` only ever travels in
    the email to its writer, and so proves the email address.
    """

    draft_token = models.CharField(max_length=40, unique=True, null=True, default=new_token)
    token = models.CharField(max_length=40, unique=True, null=True)
    code_round = models.PositiveSmallIntegerField(default=0)
    """Which code is valid; raised to make the code sent before invalid."""
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def code(self) -> str:
        """The six digits that confirm the letter, derived from the token: never stored."""
        digest = salted_hmac("letters.code", f"{self.token}:{self.code_round}", algorithm="sha256")
        return f"{int.from_bytes(digest.digest()[:8]) % 1_000_000:06d}"

    @property
    def tries_left(self) -> int:
        return max(0, MOST_TRIES - self.code_tries)

    @property
    def code_is_dead(self) -> bool:
        """Whether too many wrong codes were tried for this one to work."""
        return self.code_tries >= MOST_TRIES

    def try_code(self, typed: str) -> bool:
        """Return whether ``typed`` is the code. Each try is counted before it is compared."""
        counted = (
            type(self)
            ._default_manager.filter(
                pk=self.pk,
                state=State.AWAITING,
                code_round=self.code_round,
                code_tries__lt=MOST_TRIES,
            )
            .update(code_tries=F("code_tries") + 1)
        )
        if not counted:
            return False
        self.code_tries += 1
        return constant_time_compare(typed, self.code)
