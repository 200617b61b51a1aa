"""Refuse a password that is little more than words anybody would try first on this site."""

from typing import Any

from django.core.exceptions import ValidationError

WORDS = (
    *("makerunawayssafe", "runaways", "runaway", "charter", "campaign", "children", "child"),
    *("councillor", "councils", "council", "signature", "letters", "letter", "missing", "safe"),
    *("administrator", "admin", "password", "welcome", "england"),
)
"""Words of this site and of every other, the longer of two first."""
LEFT = 8
"""Characters that a password must have besides these words."""


class WordsOfThisSiteValidator:
    """Take our words out of a password; what is left must still be a password."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        if len(rest) < LEFT and rest != password.lower():
            raise ValidationError(
                "This password is little more than words that people would try first here."
            )

    def get_help_text(self) -> str:
        return "Your password can’t be little more than words of this site, such as “charter”."
