"""What logs must not hold: the tokens in addresses, each of which opens somebody's letter."""

import logging
import re

TOKEN = re.compile(
    r"(/letters/|/write/|/alerts/(?:confirm|stop)/)(?!lost/|cleared/|cancelled/)[^/\s?\"']+"
)
"""Where an address has one. Whatever stands there is masked: a token cut short is part of one."""


def mask_tokens(text: str) -> str:
    return TOKEN.sub(r"\1…", text)


class MaskingFormatter(logging.Formatter):
    """Mask tokens in all that is written, tracebacks too."""

    def format(self, record):
        return mask_tokens(super().format(record))
