"""Where a letter stands that was confirmed, and what its drafting address says of it."""

from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaign.letters.forms import form_sent
from campaign.letters.models import Letter
from campaign.letters.states import COMES_BACK_WITHIN, OPEN, WAITS_TO_GO, Answered, State
from campaign.letters.views.letter_today import LetterToday
from campaign.letters.views.showing import show
from campaign.outbox.models import MailSettings, OutgoingMessage


class Standing(StrEnum):
    """Where a confirmed letter stands: which of the texts of letters/said.html is true of it.

    The last five are states of the letter.
    """

    PAUSED = "paused"
    """Its council rests from letters, so it waits."""
    STAYS_HERE = "stays here"
    """A trial: it goes to a file, and to nobody."""
    WAITS_UNTIL_LIVE = "waits until live"
    """A trial: it goes once the site is live."""
    ANSWER_CAME = "answer came"
    """Mail of a person about it has reached us; ``answered`` is what its writer says."""
    ARRIVED = "arrived"
    """It did not come back in time, or somebody has said that it arrived."""
    ON_ITS_WAY = "on its way"
    """It is queued, or has gone lately."""
    TURNED_DOWN = "turned down"
    """We did not send it, and ``why_not`` says why."""
    LATE = "late"
    """Nobody confirmed it in time."""
    HELD = State.HELD
    BOUNCED = State.BOUNCED
    FAILED = State.FAILED
    UNSURE = State.UNSURE
    CANCELLED = State.CANCELLED

    @property
    def is_of_a_trial(self) -> bool:
        """Whether the council has not had the letter because the site is not live.

        Its writer can then not tell a friend that they asked.
        """
        return self in (Standing.STAYS_HERE, Standing.WAITS_UNTIL_LIVE)


WELL = (
    Standing.ON_ITS_WAY,
    Standing.ARRIVED,
    Standing.ANSWER_CAME,
    Standing.WAITS_UNTIL_LIVE,
    Standing.STAYS_HERE,
)
"""Where nothing is known to have gone wrong: shown as a lit window."""


def standing_of(current: LetterToday) -> Standing:
    """Return where a letter stands that was confirmed once, or is late."""
    letter = current.letter
    state = State(letter.state)
    if state in WAITS_TO_GO and current.pause:
        return Standing.PAUSED
    of_a_trial = standing_in_a_trial(letter, state)
    if of_a_trial:
        return of_a_trial
    if letter.answer_received_at and state in (State.ACCEPTED, State.BOUNCED, State.UNSURE):
        return Standing.ANSWER_CAME
    if state == State.ACCEPTED and letter.outcome_at:
        came_through = letter.outcome_at <= timezone.now() - COMES_BACK_WITHIN
        if came_through or letter.taken_at or letter.answered == Answered.YES:
            return Standing.ARRIVED
        return Standing.ON_ITS_WAY
    if state in WAITS_TO_GO:
        return Standing.ON_ITS_WAY
    if letter.why_not:
        return Standing.TURNED_DOWN
    if state in OPEN:
        return Standing.LATE
    return Standing(state)


def standing_in_a_trial(letter: Letter, state: State) -> Standing | None:
    """Return where a letter stands that goes to nobody while email is tried; None of others.

    Without a mail server it becomes a file here; with one it waits until the site is live.
    """
    if state == State.ACCEPTED and letter.is_test:
        return Standing.STAYS_HERE
    if state not in WAITS_TO_GO:
        return None
    mail = MailSettings.current()
    if mail.is_live and not letter.is_test:
        return None
    # It leaves all the same, as there is no mail server: into a file.
    if mail.may_mail_councils:
        return Standing.STAYS_HERE
    return Standing.WAITS_UNTIL_LIVE


def standing_context(current: LetterToday) -> dict[str, Any]:
    """Return what the pages of a letter that was confirmed say of it."""
    standing = standing_of(current)
    message = current.letter.message()
    ahead = 0
    if message:
        ahead = OutgoingMessage.objects.ahead_of(message)
    return {
        "standing": standing,
        "is_well": standing in WELL and not current.is_quiet,
        "message": message,
        "ahead": ahead,
    }


def no_longer_draft_page(request: HttpRequest, current: LetterToday) -> HttpResponse:
    """Say what became of a letter, and show nothing of it: others may use this device."""
    letter = current.letter
    context = standing_context(current)
    unsent = unsent_words(request, letter)
    was_stopped_or_deleted = letter.state == State.CANCELLED or letter.is_anonymised
    is_in_force = letter.is_confirmed and not was_stopped_or_deleted
    context |= {
        "unsent": unsent,
        "is_in_force": is_in_force,
        "is_well": is_in_force and context["is_well"],
        "clears_this_device": letter.is_confirmed,
    }
    status = 409 if unsent else 200
    return show(request, "no_longer_draft", current, status=status, **context)


def unsent_words(request: HttpRequest, letter: Letter) -> str:
    """Return words that a page sent which was still open, to give them back; "" if they went."""
    typed = form_sent(request.POST).typed
    words = typed.get("text", typed.get("own_line", ""))
    if words in (letter.text, letter.own_line):
        return ""
    return words
