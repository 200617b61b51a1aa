"""Keep tokens out of the logs: each token in an address opens somebody's letter or alert."""

import logging
import re

TOKEN = re.compile(
    r"(/letters/|/write/|/alerts/(?:confirm|stop)/|/sign/confirm/)(?!lost/|cleared/|cancelled/)[^/\s?\"']+"
)
"""The part of an address that holds a token. All of it is masked: half a token is secret too."""


def mask_tokens(text: str) -> str:
    """Return a text with "…" in place of each token in an address."""
    return TOKEN.sub(r"\1…", text)


class MaskingFormatter(logging.Formatter):
    """Mask tokens in everything that is logged, including tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_tokens(super().format(record))
