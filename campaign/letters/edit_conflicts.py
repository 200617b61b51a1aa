"""A letter that is open in two windows: an older page never writes over newer words."""

import secrets
from collections.abc import Mapping

from campaign.letters.draft_context import digest
from campaign.letters.models import Letter

FIELDS = ("text", "subject", "name", "email", "postal_address")


def digest_of(letter: Letter) -> str:
    """Return the digest that a page carries to identify the words it shows."""
    return digest_of_values([getattr(letter, field) for field in FIELDS])


def digest_of_values(values: list[str]) -> str:
    return digest("\0".join(values))


def new_page_id() -> str:
    """Return a random id for a page, so that what it sends twice is no conflict with itself."""
    return secrets.token_hex(8)


def fields_to_save(
    letter: Letter, typed: dict[str, str], sent: Mapping[str, str]
) -> dict[str, str] | None:
    """Return which of the ``typed`` fields of a page are to be saved.

    None of them where the page shows older words and nobody has changed them there. Returns None
    where both it and another page have changed the letter: then its writer decides.
    """
    seen, page_id = sent.get("seen", ""), sent.get("page", "")
    shown = {field: typed.get(field, getattr(letter, field)) for field in FIELDS}
    is_same = all(shown[field] == getattr(letter, field) for field in FIELDS)
    is_own_page = bool(page_id) and page_id == letter.last_page
    if not seen or is_same or is_own_page or seen == digest_of(letter):
        return typed
    return {} if digest_of_values(list(shown.values())) == seen else None
