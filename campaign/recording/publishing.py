"""A list goes on record: what is ticked and was read, as one; and it is undone within a day."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from campaign.recording.lines import Effect, ListLine
from campaign.recording.lists import lines_of
from campaign.recording.undoing import UNDO_FOR, can_be_undone, take_back
from councils.models import DraftList, ListKind, Signature, StoredLine
from councils.record import record_version


@transaction.atomic
def publish_list(request: HttpRequest, draft: DraftList, reason: str) -> str:
    """Record every line that is ticked and was read, as one; return a sentence of how many.

    The others stay. Lines that were on record already are counted too: the numbers are those that
    were said before.

    Raises ValidationError, with nothing on record, where there is none.
    """
    lines = lines_of(draft, reason)
    taken = [line for line in lines if line.is_taken and line_was_seen(request, line)]
    if not taken:
        raise ValidationError(why_nothing(request, draft))
    if draft.kind == ListKind.SIGNATURES:
        refuse_unread(request, taken, reason)
    for line in taken:
        line.form.do(request, f"From the list {draft.name}.")
    known = [line for line in lines if line.effect == Effect.SAME and not line.is_left_over]
    forget_done(draft, taken, known)
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
        is_published = "fact" in stored
        if is_published and f"seen-{stored['number']}" in request.POST:
            return "What was ticked is on record already. Read what is left, then publish that."
    return "Nothing was published: read what stands here now, then publish."


def refuse_unread(request: HttpRequest, taken: list[ListLine], reason: str) -> None:
    """Raise ValidationError unless staff say why they correct, and that they read the documents."""
    missing = []
    corrects = any(line.before for line in taken)
    if corrects and not reason:
        missing.append("Say why you correct what is on record: the reason is public.")
    says_when_checked = all(line.cells.get("checked") for line in taken)
    if "opened" not in request.POST and not says_when_checked:
        missing.append(
            "Open the documents first, then tick that they say so. Public pages"
            " say who checked a signature, and when."
        )
    if missing:
        raise ValidationError(missing)


def forget_done(draft: DraftList, taken: list[ListLine], known: list[ListLine]) -> None:
    """Take out of the list what is on record; a new signature stays, so that it can be undone."""
    done = {line.number for line in (*taken, *known)}
    new: dict[int, int] = {}
    for line in taken:
        if draft.kind == ListKind.SIGNATURES and not line.before:
            new[line.number] = line.fact.pk
    left: list[StoredLine] = []
    for stored in draft.lines:
        number = stored["number"]
        if number in new:
            stored["fact"] = new[number]
        if "fact" in stored or number not in done:
            left.append(stored)
    draft.lines = left
    if left:
        draft.save()
    else:
        draft.delete()


def just_published(draft: DraftList) -> QuerySet[Signature]:
    """Return the signatures that the list put on record within the last day."""
    numbers = [stored.get("fact") for stored in draft.lines]
    since = timezone.now() - UNDO_FOR
    return Signature.objects.standing().filter(pk__in=numbers, published_at__gt=since)


@transaction.atomic
def undo_list(request: HttpRequest, draft: DraftList) -> None:
    """Take back what the list put on record; its lines are left out, and can be published again."""
    published = just_published(draft).select_for_update()
    if not published:
        messages.info(request, "It is undone already, or it was published more than a day ago.")
        return
    undone = set()
    changed = 0
    rested_on = 0
    for fact in published:
        # Asked of each in turn: once another is taken back, more may rest on this one.
        if can_be_undone(fact):
            take_back(request, fact)
            undone.add(fact.pk)
        elif fact.events_resting_on_it():
            rested_on += 1
        else:
            changed += 1
    for stored in draft.lines:
        if stored.get("fact") in undone:
            del stored["fact"]
            stored["ticked"] = False
    draft.save()
    transaction.on_commit(record_version.forget)
    kept = what_stays(changed, rested_on)
    messages.success(request, f"Undone: {draft.counted(len(undone))}. {kept}")


def what_stays(changed: int, rested_on: int) -> str:
    """Say how many lines of a list that was undone are public still, and why."""
    said = []
    if changed == 1:
        said.append("One stays public, as it was changed since: open its council to correct it.")
    elif changed:
        said.append(
            f"{changed} stay public, as they were changed since: open their councils to correct"
            " them."
        )
    if rested_on == 1:
        said.append("One stays public, as what came later rests on it: take that back first.")
    elif rested_on:
        said.append(
            f"{rested_on} stay public, as what came later rests on them: take that back first."
        )
    return " ".join(said) or "None is public now."
