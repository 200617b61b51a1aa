"""Screen 1 of a letter: what matters to its writer. The first button makes a draft."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign import rate_limits
from campaign.http.refusals import Refusal, refuse
from campaign.letters.composition.topics import TICKED_FIRST
from campaign.letters.draft_context import DraftContext
from campaign.letters.forms import TopicsForm
from campaign.letters.models import Letter
from campaign.letters.screen_text import how_it_will_go, until_then
from campaign.letters.views.access import see_other, unlisted
from campaign.letters.views.drafts import with_draft
from councils.record import CouncilOnDay, Record, record_on


@unlisted
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a letter to a council."""
    record = record_on()
    row = record.by_slug.get(slug)
    if row is None:
        raise Http404("No council has this address.")
    responsible = record.responsible_for(row)
    if responsible is not row:
        return lead_on(request, record, row, responsible)
    draft = DraftContext(Letter(council_id=row.id, status_at_drafting=row.status), record, row)
    if request.method != "POST":
        return topics_page(request, draft, TopicsForm(initial={"topics": TICKED_FIRST}))
    form = TopicsForm(request.POST)
    refusal = refuse(
        request, written=form.words, limit=lambda: rate_limits.consume("draft", request)
    )
    if refusal:
        return refusal.answer(topics_page(request, draft, form, refusal))
    save_topics(request, draft, form)
    return see_other(draft.address("" if form.is_valid() else "topics"))


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
    save_topics(request, draft, form)
    return see_other(draft.address("" if form.is_valid() else "topics"))


def save_topics(request: HttpRequest, draft: DraftContext, form: TopicsForm) -> None:
    """Save what was ticked and typed; make the letter of it, unless the line is too long."""
    fields = form.typed
    if "go_on" in request.POST:
        fields["helplines_dismissed"] = True
    draft.save(**fields, **(draft.composed(**form.typed) if form.is_valid() else {}))


def topics_page(
    request: HttpRequest, draft: DraftContext, form: TopicsForm, refusal: Refusal | None = None
) -> HttpResponse:
    is_saved = bool(draft.letter.pk)
    context = {
        "draft": draft,
        "row": draft.row,
        "to": draft.recipient,
        "form": form,
        "refusal": refusal,
        "step_number": 1,
        "is_saved": is_saved,
        "own_text": is_saved and not draft.text_is_generated,
        "how_it_will_go": how_it_will_go(draft.recipient, draft.row),
        "go_on": "go on with my letter",
        "clear_address": draft.address("clear") if is_saved else "",
        "is_kept": is_saved,
        "can_send_by_hand": True,
    }
    if refusal and refusal.reason == "limit":
        context["text_to_copy"] = draft.composed(**form.typed)["text"]
    return render(request, "letters/topics.html", context)


# Councils that run no children's services


def lead_on(
    request: HttpRequest, record: Record, row: CouncilOnDay, responsible: CouncilOnDay | None
) -> HttpResponse:
    """Lead from a council that runs no children's services to the one that does, with the line."""
    before = [] if responsible else councils_until(record, row)
    if request.method == "POST":
        choices = [responsible] if responsible else before or record.followers_of(row)
        context = {"row": row, "choices": choices, "form": TopicsForm(request.POST)}
        return render(request, "letters/council_closed.html", context, status=409)
    if responsible:
        return HttpResponseRedirect(reverse("letters:write", args=[responsible.slug]))
    if before:
        context = {"row": row, "choices": before, "until_then": until_then(row, before)}
        return render(request, "letters/not_yet.html", context)
    return HttpResponseRedirect(row.url)


def councils_until(record: Record, row: CouncilOnDay) -> list[CouncilOnDay]:
    """Return who runs children's services until a council that is forming begins."""
    if row.status != "forming":
        return []
    return [other for other in record.predecessors_of(row) if other.is_responsible]
