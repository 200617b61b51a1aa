"""Screen 1 of a letter: what matters to its writer. The first button makes a draft."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign import rate_limits
from campaign.confirmation import TOKEN
from campaign.http.refusals import Refusal, refuse
from campaign.letters.composition.wordings import STARTERS
from campaign.letters.draft_context import DraftContext
from campaign.letters.forms import TopicsForm
from campaign.letters.models import Letter
from campaign.letters.recipient import offered_instead, takes_letters
from campaign.letters.screen_text import until_then
from campaign.letters.views.access import context_of, see_other, unlisted
from campaign.letters.views.drafts import closed_context, with_draft
from councils.addresses import council_or_404
from councils.dates import format_date
from councils.record import CouncilOnDay, Record, record_on


@unlisted
def write(request: HttpRequest, slug: str) -> HttpResponse:
    record = record_on()
    row = council_or_404(record.by_slug.get(slug))
    if not takes_letters(record, row):
        return lead_on(request, record, row)
    draft = draft_of_page(request, record, row)
    letter = draft.letter
    if request.method != "POST":
        response = topics_page(request, draft, TopicsForm())
        response.headers["X-Robots-Tag"] = "all"  # nobody has written anything yet
        return response
    form = TopicsForm(request.POST)
    refusal = refuse(
        request,
        written=draft.guarded(form.words),
        limit=None if letter.pk else lambda: rate_limits.consume("draft", request),
    )
    if refusal:
        return refusal.answer(topics_page(request, draft, form, refusal))
    if form.far_too_long:
        return topics_page(request, draft, form, status=422)
    is_own_text = bool(letter.pk) and not draft.text_is_generated
    try:
        with transaction.atomic():
            save_topics(request, draft, form, compose=not is_own_text)
    except IntegrityError:  # the same page was sent twice at once, and the other came first
        draft = draft_of_page(request, record, row)
    return see_other(draft.address("topics" if is_own_text or not form.is_valid() else ""))


def draft_of_page(request: HttpRequest, record: Record, row: CouncilOnDay) -> DraftContext:
    """Return the draft of the first screen that was sent: one for each page that was shown.

    The page carries the token that its draft will have, so that sending it twice, or going back
    to it and sending it again, makes no second draft. A letter that was sent meanwhile is left
    alone, and a new one begins.
    """
    token = request.POST.get("draft", "")
    letter = Letter.objects.by_draft_token(token)
    if letter and letter.is_open and letter.council_id == row.id:
        return DraftContext(letter, record, row)
    new = Letter(council_id=row.id, status_at_drafting=row.status)
    if TOKEN.fullmatch(token) and not letter:
        new.draft_token = token
    return DraftContext(new, record, row)


@with_draft
def topics(request: HttpRequest, draft: DraftContext) -> HttpResponse:
    """Go back to what matters, with everything as it was; not from a second letter."""
    letter = draft.letter
    if letter.follows_id:
        return see_other(draft.address())
    if request.method != "POST":
        return topics_page(request, draft, TopicsForm.of(letter))
    form = TopicsForm(request.POST)
    if refusal := refuse(request, written=draft.guarded(form.words)):
        return refusal.answer(topics_page(request, draft, form, refusal))
    if form.far_too_long:
        return topics_page(request, draft, form, status=422)
    save_topics(request, draft, form)
    return see_other(draft.address("" if form.is_valid() else "topics"))


def save_topics(
    request: HttpRequest, draft: DraftContext, form: TopicsForm, *, compose: bool = True
) -> None:
    """Save what was ticked and typed; make the letter of it, unless the line is too long."""
    fields = form.typed
    if "go_on" in request.POST:
        fields["helplines_dismissed"] = True
    composed = draft.composed(**form.typed) if compose and form.is_valid() else {}
    draft.save(**fields, **composed)


def topics_page(
    request: HttpRequest,
    draft: DraftContext,
    form: TopicsForm,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    is_saved = bool(draft.letter.pk)
    context = context_of(draft) | {
        "to_come": offered_instead(draft.record, draft.row),
        "begins_on": draft.row.starts_on if draft.row.status == "forming" else None,
        "form": form,
        "refusal": refusal,
        "starters": [draft.composer().fill(starter) for starter in STARTERS],
        "is_saved": is_saved,
        "own_text": is_saved and not draft.text_is_generated,
        "go_on": "go on with my letter",
        "clear_address": draft.address("clear") if is_saved else "",
        "is_kept": is_saved,
        "can_send_by_hand": True,
    }
    if refusal and refusal.reason == "call_for_help":
        return render(request, "letters/guard.html", context | {"unsaved": form.typed})
    if refusal and refusal.reason == "limit":
        context["text_to_copy"] = draft.composed(**form.typed)["text"]
    return render(request, "letters/why.html", context, status=status)


# Councils that run no children's services


def lead_on(request: HttpRequest, record: Record, row: CouncilOnDay) -> HttpResponse:
    """Lead from a council that runs no children's services to the one that does, with the line."""
    responsible, before = record.responsible_for(row), councils_until(row)
    if request.method == "POST":
        choices = before or record.followers_of(row)
        context = closed_context(row, choices) | {"form": TopicsForm(request.POST)}
        return render(request, "letters/council_closed.html", context, status=409)
    if responsible:
        return HttpResponseRedirect(write_address(responsible))
    if before and row.starts_on:
        context = {
            "heading": f"{row.name} starts on {format_date(row.starts_on)}",
            "lead": until_then(row, before),
            "rows": [
                (f"Write to {council.short_name_in_sentence} now", write_address(council))
                for council in before
            ],
            "below": [
                f"Or come back from {format_date(row.starts_on)} on, and write to"
                f" {row.short_name_in_sentence} itself."
            ],
        }
        return render(request, "paper.html", context)
    return HttpResponseRedirect(row.url)


def write_address(row: CouncilOnDay) -> str:
    return reverse("letters:write", args=[row.slug])


def councils_until(row: CouncilOnDay) -> list[CouncilOnDay]:
    """Return who runs children's services until a council that is forming begins."""
    if row.status != "forming":
        return []
    return [other for other in row.predecessors if other.is_responsible]
