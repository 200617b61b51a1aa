"""Unguessable tokens for the addresses of letters and alerts."""

import secrets
from base64 import b32encode


def new_token() -> str:
    """Return 128 random bits as 26 lower-case letters and digits, fit for a URL."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
