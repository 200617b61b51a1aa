"""Four weeks on: one email that asks whether the council answered, and a second letter."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaign.letters import emails
from campaign.letters.composition import second_letter, templates
from campaign.letters.composition.compose import placeholder_values
from campaign.letters.composition.originality import MOSTLY_OURS
from campaign.letters.draft_context import DraftContext
from campaign.letters.models import CONFIRMED, OPEN, Letter, LetterQuerySet, State
from campaign.letters.status_text import ASK_AFTER
from campaign.purposes import Purpose
from councils.dates import format_local_date
from councils.record import CouncilOnDay, Record, closed_on, record_on
from councils.record.paused_letters import pauses

TOO_OLD = dt.timedelta(days=60)
"""How long after the outcome a writer may still be asked; later, the question would surprise."""


def due(now: dt.datetime) -> LetterQuerySet:
    """Return letters whose writers are to be asked now whether the council answered."""
    quiet = [council_id for council_id, pause in pauses(record_on()).items() if pause.is_quiet]
    return Letter.objects.filter(
        state=State.ACCEPTED,
        is_test=False,
        answered__in=["", "not_yet"],
        answer_received_at=None,
        followed_up_at=None,
        text_deleted_at=None,
        outcome_at__lte=now - ASK_AFTER,
        outcome_at__gt=now - TOO_OLD,
    ).exclude(Q(email="") | Q(council__in=quiet))


def ask_all(now: dt.datetime | None = None) -> int:
    """Queue the email for every letter that is due, once each; return how many.

    Once the campaign has closed nobody is asked any more.
    """
    if closed_on():
        return 0
    now = now or timezone.now()
    return sum(ask(pk, now) for pk in list(due(now).values_list("pk", flat=True)))


@transaction.atomic
def ask(pk: int, now: dt.datetime) -> bool:
    """Queue one email, unless another run did so first."""
    if not due(now).filter(pk=pk).update(followed_up_at=now):
        return False
    letter = Letter.objects.select_related("council").get(pk=pk)
    return letter.email_writer(
        Purpose.FOLLOW_UP, f"followup:{letter.pk}", emails.follow_up_question(letter)
    )


def is_offered(letter: Letter) -> bool:
    """Return whether the writer of an unanswered letter may begin a second one: four weeks later.

    Only once: not when a second letter was confirmed, or sent by the writer. Not once the campaign
    has closed.
    """
    return (
        closed_on() is None
        and letter.state == State.ACCEPTED
        and letter.outcome_at is not None
        and letter.outcome_at <= timezone.now() - ASK_AFTER
        and letter.answered in ("no", "not_yet")
        and bool(letter.email)
        and letter.follows_id is None
        and not letter.followed_by.filter(
            Q(state__in=CONFIRMED) | Q(self_sent_at__isnull=False)
        ).exists()
    )


def begin(letter: Letter, record: Record) -> Letter:
    """Return a draft of a second letter; an earlier one, if it is still open."""
    open_draft = letter.followed_by.filter(state__in=OPEN).first()
    if open_draft:
        return open_draft
    row = record.responsible_for(record.by_id[letter.council_id]) or record.by_id[letter.council_id]
    second = Letter(
        council_id=row.id,
        status_at_drafting=row.status,
        follows=letter,
        subject=subject(row, letter),
        name=letter.name,
        email=letter.email,
        postal_address=letter.postal_address,
    )
    draft = DraftContext(second, record, row)
    second.text = compose(draft, letter)
    second.own_words_percent = draft.own_words_percent(second.text)
    second.save(force_insert=True)
    return second


def subject(row: CouncilOnDay, letter: Letter) -> str:
    """Return the subject of a second letter, which names the day of the first."""
    day = f" of {format_local_date(letter.confirmed_at)}" if letter.confirmed_at else ""
    return f"My letter{day} about children who run away in {row.short_name_in_sentence}"


def compose(draft: DraftContext, first: Letter) -> str:
    """Return the text of a second letter: the day of the first, and what it asked, if known."""
    row, placeholders = draft.row, draft.composer().placeholders
    is_same = first.council_id == row.id
    begins = second_letter.SECOND_FIRST if is_same else second_letter.SECOND_TO_ANOTHER
    sentences = []
    if is_same and asks_in_our_words(draft.record, first):
        sentences.append(second_letter.SECOND_ASKED[first.status_at_drafting])
        if row.status == "signed" != first.status_at_drafting:
            sentences.append(second_letter.SECOND_SIGNED_SINCE)
        if row.status in ("signed", first.status_at_drafting):
            sentences.append(second_letter.SECOND_ASKS[row.status])
    if len(sentences) < 2:
        sentences.append(second_letter.SECOND_ASK)
    paragraphs = [
        f"Dear {draft.recipient.role},",
        f"{begins.format_map(placeholders)} {second_letter.SECOND_OPENING}",
        " ".join(sentences),
        second_letter.SECOND_CLOSING,
        draft.composer().addresses,
    ]
    return "\n\n".join(paragraphs)


def asks_in_our_words(record: Record, first: Letter) -> bool:
    """Return whether the first letter asked in one of our wordings, so that it can be summed up.

    Once its text is deleted, that is taken from whether most of its words were ours.
    """
    if first.status_at_drafting not in second_letter.SECOND_ASKED:
        return False
    if not first.text:
        return first.own_words_percent < MOSTLY_OURS
    placeholders = placeholder_values(record.by_id[first.council_id], None)
    template = templates.TEMPLATES[first.status_at_drafting]
    asks = (*template.asks, *template.asks_after_reply)
    return any(ask.format_map(placeholders) in first.text for ask in asks)
