"""Keeps out of logs the tokens in addresses, each of which opens somebody's letter."""

import logging
import re

TOKEN = re.compile(
    r"(/letters/|/write/|/alerts/(?:confirm|stop)/)(?!lost/|cleared/|cancelled/)[^/\s?\"']+"
)
"""Where an address has a token. Whatever is there is masked, as half a token is still secret."""


def mask_tokens(text: str) -> str:
    return TOKEN.sub(r"\1…", text)


class MaskingFormatter(logging.Formatter):
    """Mask tokens in everything that is logged, including tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_tokens(super().format(record))
