"""The screens on which a list of signatures or contacts is brought, read through and published."""

import csv

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from campaign.http.papers import paper, typed_by
from campaign.recording.contact_form import ContactForm
from campaign.recording.fact_pages import recording_page
from campaign.recording.forms import RecordForm
from campaign.recording.lines import Effect, ListLine
from campaign.recording.list_form import OF_ALL, ListForm, keep_answers, offer_again
from campaign.recording.lists import is_published, lines_of
from campaign.recording.publishing_lists import publish_list
from campaign.recording.undoing_lists import just_published, undo_list
from councils.models import DraftList, ListKind, StoredLine
from councils.open_data.files import safe_cell


def bring_list_view(request: HttpRequest, kind: str) -> HttpResponse:
    """Bring a list, or go on with one that was brought and is not published yet."""
    if kind not in ListKind.values:
        raise Http404
    refuse_who_may_not(request, kind)
    form = ListForm(ListKind(kind))
    if request.method == "POST":
        form = ListForm(ListKind(kind), request.POST, request.FILES)
        if form.is_valid():
            draft = form.store(request)
            return HttpResponseRedirect(reverse("admin:record_list", args=[kind, draft.pk]))
    waiting = []
    to_undo = []
    left_out = []
    for draft in drafts_of(kind):
        if just_published(draft):
            to_undo.append(draft)
        if still_waits(draft):
            waiting.append(draft)
        elif has_left_out(draft):
            left_out.append(draft)
    return recording_page(
        request,
        "lists",
        title=f"Bring a list of {kind}",
        form=form,
        kind=kind,
        waiting=waiting,
        to_undo=to_undo,
        left_out=left_out,
    )


def drafts_of(kind: str) -> QuerySet[DraftList]:
    """Return the lists of a kind that are kept, whoever brought them, the latest first."""
    return DraftList.objects.filter(kind=kind).order_by("-at")


def still_waits(draft: DraftList) -> bool:
    """Whether a line of it is neither on record nor left out."""
    stored: StoredLine
    for stored in draft.lines:
        if not is_published(stored) and stored.get("ticked") is not False:
            return True
    return False


def has_left_out(draft: DraftList) -> bool:
    """Whether a line of it is not on record: it was left out, or undone."""
    return not all(is_published(stored) for stored in draft.lines)


def read_list_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what each line would do; give the rest as a file; or do what a button says."""
    if kind not in ListKind.values:
        raise Http404
    refuse_who_may_not(request, kind)
    draft = DraftList.objects.filter(kind=kind, pk=pk).first()
    if draft is None:
        return forgotten(request, kind)
    if "left-out" in request.GET:
        return left_over_file(draft)
    if request.method == "POST":
        return button_pressed(request, kind, pk)
    return lines_page(request, draft, "", [])


def forgotten(request: HttpRequest, kind: str) -> HttpResponse:
    """Say why a list is no longer there, and give back what was typed on its page."""
    return paper(
        request,
        "That list is no longer here",
        "It waited too long to be published, or was only looked at before another was brought. What"
        " it had put on record stays there.",
        go=(reverse("admin:record_lists", args=[kind]), "Bring it again"),
        status=404,
        typed=typed_by(request),
    )


@transaction.atomic
def button_pressed(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Mend, tick, publish, undo, leave out the rest or take it up again, as the button says.

    A second press waits for the first to end, and finds what that left.
    """
    draft = DraftList.objects.select_for_update().filter(pk=pk).first()
    if draft is None:
        return forgotten(request, kind)
    reason = request.POST.get("reason", "").strip()
    errors: list[str] = []
    keep_answers(draft, request, lines_of(draft))
    if "undo" in request.POST:
        undo_list(request, draft)
    if "again" in request.POST:
        offer_again(draft)
    if "leave" in request.POST:
        return leave(request, draft)
    if "publish" in request.POST:
        try:
            done = publish_list(request, draft, reason)
        except ValidationError as error:
            errors = error.messages
        else:
            return after_publishing(request, draft, done)
    return lines_page(request, draft, reason, errors)


def leave(request: HttpRequest, draft: DraftList) -> HttpResponse:
    """Go on to the next list, and say how to get at what was left out of this one."""
    number = sum(line.is_left_over for line in lines_of(draft))
    said = (
        'Not recorded: {}. <a href="{}?left-out">Take them away, as a file</a>,'
        ' or <a href="{}">go on with the list after all</a>.'
    )
    left = format_html(said, draft.counted(number), request.path, request.path)
    messages.success(request, left)
    return HttpResponseRedirect(reverse("admin:record_lists", args=[draft.kind]))


def lines_page(
    request: HttpRequest, draft: DraftList, reason: str, errors: list[str]
) -> HttpResponse:
    """Show the lines as they stand against the record of now, by what each would do."""
    lines = lines_of(draft, reason)
    groups = by_effect(lines)
    return recording_page(
        request,
        "list",
        title=str(draft),
        draft=draft,
        groups=groups,
        taken=sum(line.is_taken for line in lines),
        # What is left out too: its box can be ticked again here.
        can_publish=any(groups[name] for name in ("CHANGE", "READ_OTHERWISE", "NEW", "OUT")),
        mend=request.POST.get("mend", ""),
        of_all=asked_of_all(ListKind(draft.kind), groups["WRONG"]),
        reason=reason,
        errors=errors,
        published=just_published(draft),
    )


PUBLISHED = {
    ListKind.SIGNATURES: "Public pages show it now.",
    ListKind.CONTACTS: "Letters use them from now. No page shows an address.",
}
"""What follows once lines are put on record."""


def after_publishing(request: HttpRequest, draft: DraftList, done: str) -> HttpResponse:
    """Say what was done, and go on with what is left of the list."""
    listed = reverse(f"admin:councils_{draft.kind.removesuffix('s')}_changelist")
    what_now = PUBLISHED[ListKind(draft.kind)]
    said = '{} {} <a href="{}">See the {}</a>.'
    messages.success(request, format_html(said, done, what_now, listed, draft.kind))
    return HttpResponseRedirect(request.path)


def by_effect(lines: list[ListLine]) -> dict[str, list[ListLine]]:
    """Return the lines under the name of what each would do, every name among them."""
    groups: dict[str, list[ListLine]] = {effect.name: [] for effect in Effect}
    for line in lines:
        groups[line.effect.name].append(line)
    return groups


def asked_of_all(kind: ListKind, wrong: list[ListLine]) -> list[forms.BoundField]:
    """Return a field for what several lines are asked for and one answer may hold for all."""
    names = OF_ALL[kind]
    asked = 0
    for line in wrong:
        if line.form.errors.keys() & {"source_url", *names}:
            asked += 1
    if asked < 2:
        return []
    form_class = RecordForm if kind == ListKind.SIGNATURES else ContactForm
    form: forms.BaseForm = form_class(prefix="all")
    return [form[name] for name in names]


def left_over_file(draft: DraftList) -> HttpResponse:
    """Give what would not be published as a file, as it was typed, with the reason.

    That is more than what somebody left out: what is wrong or doubtful too (``is_left_over``).
    """
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    out = csv.writer(response)
    lines = lines_of(draft)
    titles: list[str] = []
    for line in lines:
        if len(line.brought) > len(titles):  # a line may end before the last columns
            titles = [title for title, _ in line.brought]
    out.writerow(map(safe_cell, ["line", *titles, "why"]))
    for line in lines:
        if line.is_left_over:
            values = [text for _, text in line.brought]
            values += [""] * (len(titles) - len(values))
            why = " ".join(line.why or [f"{line.effect}.", *line.said_of_reading])
            out.writerow(map(safe_cell, [line.number, *values, why]))
    return response


def refuse_who_may_not(request: HttpRequest, kind: str) -> None:
    """Raise PermissionDenied unless one may both add and change what the list is of."""
    noun = kind.removesuffix("s")
    if not request.user.has_perms([f"councils.add_{noun}", f"councils.change_{noun}"]):
        raise PermissionDenied
