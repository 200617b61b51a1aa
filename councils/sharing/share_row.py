"""Plain links that share a page: none of them reports who selected it."""

from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings


class ShareLinks(NamedTuple):
    """The address of a page to share, and links that open an app with the message written."""

    address: str
    words: str
    whatsapp: str
    email: str

    @classmethod
    def of(cls, path: str, words: str, subject: str) -> "ShareLinks":
        """Return the links for a page of this site, with the site's public address."""
        address = f"{settings.SITE_URL}{path}"
        message = f"{words} {address}"
        return cls(
            address=address,
            words=words,
            whatsapp=f"https://wa.me/?text={quote(message, safe='')}",
            email=f"mailto:?subject={quote(subject, safe='')}&body={quote(message, safe='')}",
        )
