"""Where a letter stands that was confirmed, and what its drafting address says of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaign.letters.forms import form_sent
from campaign.letters.models import Letter
from campaign.letters.states import COMES_BACK_WITHIN, ON_THE_WAY, OPEN, Answered, State
from campaign.letters.views.letter_today import LetterToday
from campaign.letters.views.showing import show
from campaign.outbox.models import MailSettings, OutgoingMessage

WELL = ("on its way", "arrived", "answered", "waits until live", "stays here")
"""Cases in which nothing is known to have gone wrong: shown as a lit window."""


def case_of(current: LetterToday) -> str:
    """Return which of the texts of letters/said.html is true of a letter.

        paused             its council rests from letters, so it waits
        stays here         a trial: it goes to a file, and to nobody
        waits until live   a trial: it goes once the site is live
        answered           mail of a person about it has reached us
        arrived            it did not come back in time, or somebody has said that it arrived
        on its way         it is queued, or has gone lately
        turned down        we did not send it, and ``why_not`` says why
        late               nobody confirmed it in time

    Of any other letter, its state: held, bounced, failed, unsure or cancelled.
    """
    letter = current.letter
    state = State(letter.state)
    if state in ON_THE_WAY and current.pause:
        return "paused"
    of_a_trial = case_of_a_trial(letter, state)
    if of_a_trial:
        return of_a_trial
    if letter.answer_received_at and state in (State.ACCEPTED, State.BOUNCED, State.UNSURE):
        return "answered"
    if state == State.ACCEPTED and letter.outcome_at:
        came_through = letter.outcome_at <= timezone.now() - COMES_BACK_WITHIN
        if came_through or letter.taken_at or letter.answered == Answered.YES:
            return "arrived"
        return "on its way"
    if state in ON_THE_WAY:
        return "on its way"
    if letter.why_not:
        return "turned down"
    if state in OPEN:
        return "late"
    return state


def case_of_a_trial(letter: Letter, state: State) -> str:
    """Return what is true of a letter that goes to nobody while email is tried; "" of others.

    Without a mail server it becomes a file here; with one it waits until the site is live.
    """
    if state == State.ACCEPTED and letter.is_test:
        return "stays here"
    if state not in ON_THE_WAY:
        return ""
    mail = MailSettings.current()
    if mail.is_live and not letter.is_test:
        return ""
    if mail.may_mail_councils:
        return "stays here"
    return "waits until live"


def standing(current: LetterToday) -> dict[str, Any]:
    """Return what the pages of a letter that was confirmed say of it."""
    case = case_of(current)
    message = current.letter.message()
    ahead = 0
    if message:
        ahead = OutgoingMessage.objects.ahead_of(message)
    return {
        "case": case,
        "is_well": case in WELL and not current.is_quiet,
        "message": message,
        "ahead": ahead,
    }


def no_longer_draft(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Say what became of a letter, and show nothing of it: others may use this device."""
    letter = current.letter
    unsent = unsent_words(request, letter)
    is_stopped = letter.state == State.CANCELLED or letter.is_anonymised
    stands = letter.is_confirmed and not is_stopped
    context = standing(current) | {"unsent": unsent, "stands": stands}
    context["clears_this_device"] = letter.is_confirmed
    context["is_well"] = stands and context["is_well"]
    status = 409 if unsent else 200
    return show(request, "no_longer_draft", current, status=status, **context)


def unsent_words(request: HttpRequest, letter: Letter) -> str:
    """Return words that a page sent which was still open, to give them back; "" if they went."""
    typed = form_sent(request.POST).typed
    words = typed.get("text", typed.get("own_line", ""))
    if words in (letter.text, letter.own_line):
        return ""
    return words
