"""A letter that is open in two windows: an older page never writes over newer words."""

import secrets

from campaign.letters.draft_context import digest
from campaign.letters.models import Letter

FIELDS = ("text", "subject", "name", "email", "postal_address")


def shown(letter: Letter) -> str:
    """Return what a page carries to say which words it shows."""
    return digest_of([getattr(letter, field) for field in FIELDS])


def digest_of(words: list[str]) -> str:
    return digest("\0".join(words))


def new_page() -> str:
    """Return what a page is known by, so that what it sends twice is no quarrel with itself."""
    return secrets.token_hex(8)


def to_keep(letter: Letter, fields: dict[str, str], post) -> dict[str, str] | None:
    """Return which of the ``fields`` that a page posted are to be kept.

    None of them where the page shows older words and nobody has changed them there. Returns None
    where both it and another page have changed the letter: then its writer decides.
    """
    seen, page = post.get("seen", ""), post.get("page", "")
    posted = {field: fields.get(field, getattr(letter, field)) for field in FIELDS}
    is_the_same = all(posted[field] == getattr(letter, field) for field in FIELDS)
    if not seen or is_the_same or seen == shown(letter) or (page and page == letter.last_page):
        return fields
    return {} if digest_of([posted[field] for field in FIELDS]) == seen else None
