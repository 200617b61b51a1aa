"""A letter that is open in two windows: an older page never writes over newer words.

What a page carries, in hidden fields, and what the row keeps for it:

    seen              digest of what its fields were when it was made (``digest_of``)
    seen_wording      digest of our words around them (``Draft.wording_digest``)
    page              random id of this rendering; ``page_id`` in code
    last_page         in the row: the id of the page that saved it last
    generated_digest  in the row: digest of the text as composed, to see whether it was changed
"""

import secrets
from typing import Any

from campaign.letters.composition.originality import digest
from campaign.letters.forms import WriterForm
from campaign.letters.models import Letter


def digest_of(letter: Letter, form_class: type[WriterForm], **typed: Any) -> str:
    """Return the digest that a page with such a form carries: of its fields when it was made.

    What is ``typed`` replaces what the letter has.
    """
    values = []
    for name in sorted(form_class.base_fields):
        value = typed.get(name, getattr(letter, name))
        values.append(str(value))
    return digest("\0".join(values))


def new_page_id() -> str:
    """Return a random id for a page, so that what it sends twice is no conflict with itself."""
    return secrets.token_hex(8)


def fields_to_save(letter: Letter, form: WriterForm) -> dict[str, Any] | None:
    """Return which of the fields of a page are to be saved; none of an old page left as it was.

    Returns None where both it and another page have changed the letter: then its writer decides.
    """
    typed = form.typed
    when_made = form.data.get("seen", "")
    page_id = form.data.get("page", "")
    is_own_page = bool(page_id) and page_id == letter.last_page
    if letter.pk is None or not when_made or is_own_page:
        return typed
    stored = digest_of(letter, type(form))
    as_typed = digest_of(letter, type(form), **typed)
    if stored == when_made:  # nobody else has changed it meanwhile
        return typed
    if stored == as_typed:  # both say the same
        return typed
    if as_typed == when_made:  # an old page on which nothing was changed
        return {}
    return None
