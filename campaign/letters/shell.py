"""The second screen without the words on it: rendered once, then filled in for each letter.

A letter's preview is what most supporters wait for. Everything on it but their own words is the
same for a council until the record changes, so its template is rendered with marks where the
words go, and the marks are replaced. Any other state of the screen is rendered in full.
"""

import re
import secrets
from collections import OrderedDict

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape

from campaign.letters.draft_context import DraftContext
from campaign.letters.models import Letter, State
from councils.record import record_version

MOST = 200
"""Shells that one process keeps: fewer than there are councils with letters in a day."""
WORDS = ("text", "subject", "name", "email", "postal_address", "draft_token")
OF_THE_PAGE = ("opened", "seen", "page")
"""What each page has of its own, from the context."""
MARKS = {word: f"mark{secrets.token_hex(11)}" for word in (*WORDS, *OF_THE_PAGE)}
"""Unguessable, so that no letter can contain one; made of what an address may contain."""
FIND = re.compile(f"({'|'.join(MARKS.values())})")

_kept: OrderedDict = OrderedDict()


def is_plain(request, writing: DraftContext) -> bool:
    """Whether the screen has nothing to say but the letter, and all its buttons."""
    return (
        request.method == "GET"
        and not request.GET
        and writing.letter.state == State.DRAFT
        and bool(writing.letter.text)
        and writing.letter.follows_id is None
        and not writing.status_has_changed
    )


def filled(request, writing: DraftContext, context: dict) -> HttpResponse:
    """Return the second screen of a letter for which ``is_plain`` holds."""
    letter = writing.letter
    values = {word: escape(getattr(letter, word, "")) for word in WORDS}
    values |= {word: escape(context[word]) for word in OF_THE_PAGE}
    stays, words = shell_for(request, writing, context)
    parts = [*stays]
    parts[1::2] = [values[word] for word in words]
    return HttpResponse("".join(parts))


def shell_for(request, writing: DraftContext, context: dict) -> tuple[list[str], list[str]]:
    """Return the screen in parts, every second of which is a gap, and the names for the gaps."""
    key = (
        record_version.value(),
        writing.row.code,
        writing.to.role,
        writing.to.email,
        writing.coach,
    )
    parts = _kept.get(key)
    if parts is None:
        parts = _kept[key] = made(request, writing, context)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return parts


def made(request, writing: DraftContext, context: dict) -> tuple[list[str], list[str]]:
    letter = Letter(
        status_at_drafting=writing.row.status,
        own_words_percent=writing.letter.own_words_percent,
        **{word: MARKS[word] for word in WORDS},
    )
    marked = context | {
        "letter": letter,
        "writing": DraftContext(letter, writing.record, writing.row),
        **{word: MARKS[word] for word in OF_THE_PAGE},
    }
    page = render_to_string("letters/letter.html", marked, request)
    names = {mark: word for word, mark in MARKS.items()}
    parts = FIND.split(page)
    return parts, [names[mark] for mark in parts[1::2]]


def forget():
    """Drop every kept shell: for tests, whose versions of the record repeat."""
    _kept.clear()
