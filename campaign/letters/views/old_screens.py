"""The first of the two screens that a letter had before December 2026, in tabs that are still open.

What it sends lands in a letter, and nothing is lost. All of this goes with version 2.1, and with it
``points/`` and ``back/`` in ``urls.py``; ``form`` in letters/council_closed.html; the page without
``seen_wording`` in ``Draft.shows_what_is_true``; “I wish every child here” in ``originality.py``.
"""

from django.http import HttpRequest, HttpResponse

from campaign.letters.draft_tokens import is_ours, new_draft_token
from campaign.letters.forms import LetterForm
from campaign.letters.models import Letter
from campaign.letters.recipient import takes_letters
from campaign.letters.views.draft import Draft
from campaign.letters.views.finding import closed_page, new_letter
from campaign.letters.views.saving import save_or_explain
from campaign.letters.views.showing import see_other
from councils.record import CouncilOnDay, Record


def first_screen(request: HttpRequest, record: Record, row: CouncilOnDay) -> HttpResponse:
    """Save what the first screen has sent, and lead to the letter."""
    if not takes_letters(record, row):
        form = LetterForm(request.POST)
        return closed_page(request, row, record.followers_of(row), form=form)
    draft = draft_of_screen(request, record, row)
    page = save_or_explain(request, draft)
    return page or see_other(draft.address())


def draft_of_screen(request: HttpRequest, record: Record, row: CouncilOnDay) -> Draft:
    """Return the draft with the token that the screen carried.

    A letter that was sent meanwhile is left alone, and a new one begins.
    """
    token = request.POST.get("draft", "")
    letter = Letter.objects.by_draft_token(token)
    if letter and letter.is_open and letter.council_id == row.id:
        return Draft(letter, record, row)
    if letter or not is_ours(token):
        token = new_draft_token()
    return Draft(new_letter(row, token), record, row)
