"""A list goes on record: what is ticked and was read, as one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from campaign.recording.lines import Effect, ListLine
from campaign.recording.lists import is_published, lines_of
from campaign.recording.undoing_lists import keep_for_undo
from councils.models import DraftList, ListKind, StoredLine
from councils.record import record_version


@transaction.atomic
def publish_list(request: HttpRequest, draft: DraftList, reason: str) -> str:
    """Record every line that is ticked and was read, all or none; return a sentence of how many.

    The sentence counts lines that were on record already too, as the page did: so its numbers add
    up to those that somebody has just read there. What is not recorded stays on the list.

    Raises ValidationError, with nothing on record, where no line is to be recorded.
    """
    lines = lines_of(draft, reason)
    taken = [line for line in lines if line.is_taken and line_was_seen(request, line)]
    if not taken:
        raise ValidationError(why_nothing(request, draft))
    if draft.kind == ListKind.SIGNATURES:
        refuse_unread(request, taken, reason)
    for line in taken:
        line.form.put_on_record(request, f"From the list {draft.name}.")
    known = [line for line in lines if line.effect == Effect.SAME and not line.is_left_over]
    keep_what_is_left(draft, taken, known)
    transaction.on_commit(record_version.forget)
    recorded = "published" if draft.kind == ListKind.SIGNATURES else "recorded"
    if known:
        return f"{len(taken)} {recorded}, {len(known)} on record already."
    return f"{len(taken)} {recorded}."


def line_was_seen(request: HttpRequest, line: ListLine) -> bool:
    """Whether the page showed the line as it stands now."""
    return request.POST.get(f"seen-{line.number}") == line.mark


def why_nothing(request: HttpRequest, draft: DraftList) -> str:
    """Say why nothing is published: it is already, or it is no longer as it was read."""
    for stored in draft.lines:
        was_on_page = f"seen-{stored['number']}" in request.POST
        if was_on_page and is_published(stored):
            return "What was ticked is on record already. Read what is left, then publish that."
    return "Nothing was published: read what stands here now, then publish."


def refuse_unread(request: HttpRequest, taken: list[ListLine], reason: str) -> None:
    """Raise ValidationError unless staff say why they correct, and that they read the documents."""
    missing = []
    corrects = any(line.on_record for line in taken)
    if corrects and not reason:
        missing.append("Say why you correct what is on record: the reason is public.")
    says_when_checked = all(line.says.get("checked") for line in taken)
    if "opened" not in request.POST and not says_when_checked:
        missing.append(
            "Open the documents first, then tick that they say so. Public pages"
            " say who checked a signature, and when."
        )
    if missing:
        raise ValidationError(missing)


def keep_what_is_left(draft: DraftList, taken: list[ListLine], known: list[ListLine]) -> None:
    """Store the list without the lines that say only what was on record before it.

    Those that it has put there stay, for Undo.
    """
    put = {line.number: line for line in taken}
    was_known = {line.number for line in known}
    left: list[StoredLine] = []
    stored: StoredLine
    for stored in draft.lines:
        number = stored["number"]
        if number in put:
            keep_for_undo(stored, put[number])
        if number not in was_known:
            left.append(stored)
    draft.lines = left
    draft.at = timezone.now()
    draft.save()
