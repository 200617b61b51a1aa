"""The screens on which a list of signatures or contacts is brought, read through and published."""

import csv
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from campaign.recording.contact_form import ContactForm
from campaign.recording.forms import RecordForm
from campaign.recording.lists import Effect, Line, lines_of
from campaign.recording.reading import COLUMNS, NEEDED, read_cells
from campaign.recording.table import read_table, text_of_file
from campaign.recording.views import UNDO_FOR, can_be_undone, shown, take_back
from councils.models import DraftList, ListKind, Signature
from councils.open_data.files import safe_cell
from councils.record import record_version

OF_ALL = {
    ListKind.SIGNATURES: ("source", "source_kind"),
    ListKind.CONTACTS: ("source", "checked_on"),
}
"""The fields of a line that may be said once, because they are true of all."""


class ListForm(forms.Form):
    """A file, or what was pasted."""

    sheet = forms.FileField(
        label="A spreadsheet (Excel or CSV)",
        required=False,
        help_text="A line at its top says what each column holds.",
    )
    pasted = forms.CharField(
        label="Or paste it, with its headings",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Select the lines in your spreadsheet, copy them, and paste them here.",
    )

    def __init__(self, kind: ListKind, *args: Any) -> None:
        super().__init__(*args)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file: File[bytes] | None = cleaned.get("sheet")
        if not file and not cleaned.get("pasted", "").strip():
            raise ValidationError("Choose a file, or paste the lines.")
        try:
            text = text_of_file(file.read()) if file else cleaned["pasted"]
            cleaned["table"] = read_table(text, COLUMNS[self.kind], NEEDED[self.kind])
        except ValueError as error:
            raise ValidationError(str(error)) from None
        cleaned["name"] = file.name[:120] if file and file.name else "Pasted"
        return cleaned

    def draft(self, request: HttpRequest) -> DraftList:
        """Store the list, unpublished; say what was not read."""
        lines, unknown = self.cleaned_data["table"]
        if unknown:
            named = ", ".join(unknown)
            said = f"Columns that we do not know stand beside their lines, not read: {named}."
            messages.warning(request, said)
        by, name = request.user.get_username(), self.cleaned_data["name"]
        for before in DraftList.objects.filter(kind=self.kind, by=by):
            if not any("mended" in line for line in before.lines):  # no button was pressed on it
                before.delete()
        return DraftList.objects.create(kind=self.kind, name=name, by=by, lines=lines)


def lists_view(request: HttpRequest, kind: str) -> HttpResponse:
    """Bring a list, or go on with one that was brought and is not published yet."""
    if kind not in ListKind.values:
        raise Http404
    refuse_who_may_not(request, kind)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ListForm(ListKind(kind), *sent)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(reverse("admin:record_list", args=[form.draft(request).pk]))
    return shown(
        request,
        "lists",
        title=f"Bring a list of {kind}",
        form=form,
        kind=kind,
        waiting=[
            draft
            for draft in DraftList.objects.filter(kind=kind).order_by("-at")
            if any(line.get("ticked") is not False for line in draft.lines if "fact" not in line)
        ],
    )


def list_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each line would do; mend, tick, publish, take away, or leave out the rest."""
    draft = DraftList.objects.filter(pk=pk).first()
    refuse_who_may_not(request, draft.kind if draft else ListKind.SIGNATURES)
    if draft is None:
        messages.info(request, "All of this list is on record, or it is forgotten.")
        return HttpResponseRedirect(reverse("admin:record_lists", args=[ListKind.SIGNATURES]))
    reason, errors = request.POST.get("reason", "").strip(), []
    if "left-out" in request.GET:
        return left_out(draft)
    if request.method == "POST":
        keep_answers(draft, request)
    if "undo" in request.POST:
        undo(request, draft)
    if "again" in request.POST:
        take_again(draft)
    if "leave" in request.POST:
        number = sum(line.is_left_over for line in lines_of(draft))
        said = (
            'Not recorded: {}. <a href="{}?left-out">Take them away, as a file</a>,'
            ' or <a href="{}">go on with the list after all</a>.'
        )
        left = format_html(said, draft.counted(number), request.path, request.path)
        messages.success(request, left)
        return HttpResponseRedirect(reverse("admin:record_lists", args=[draft.kind]))
    if "publish" in request.POST:
        try:
            done = publish(request, draft, reason)
        except ValidationError as error:
            errors = error.messages
        else:
            listed = reverse(f"admin:councils_{draft.kind.removesuffix('s')}_changelist")
            said = '{} {} <a href="{}">See the {}</a>.'
            what_now = PUBLISHED[ListKind(draft.kind)]
            messages.success(request, format_html(said, done, what_now, listed, draft.kind))
            return HttpResponseRedirect(request.path if draft.lines else listed)
    lines = lines_of(draft, reason)
    groups = {effect.name: [one for one in lines if one.effect == effect] for effect in Effect}
    return shown(
        request,
        "list",
        title=str(draft),
        draft=draft,
        groups=groups,
        taken=sum(line.is_taken for line in lines),
        can_publish=any(groups[name] for name in ("CHANGE", "READ", "NEW", "OUT")),
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


def asked_of_all(kind: ListKind, wrong: list[Line]) -> list[forms.BoundField]:
    """Return a field for what several lines are asked for and one answer may hold for all."""
    asked = [line for line in wrong if {"source_url", *OF_ALL[kind]} & line.form.errors.keys()]
    form = RecordForm(prefix="all") if kind == ListKind.SIGNATURES else ContactForm(prefix="all")
    return [form[name] for name in OF_ALL[kind]] if len(asked) > 1 else []


def keep_answers(draft: DraftList, request: HttpRequest) -> None:
    """Keep what was ticked, left out and mended on the page, beside what was typed."""
    taken, out = request.POST.getlist("take"), request.POST.getlist("out")
    changes = request.POST.getlist("change")
    of_all = {
        name: request.POST.get(f"all-{name}", "").strip() for name in OF_ALL[ListKind(draft.kind)]
    }
    for stored in draft.lines:
        number = str(stored["number"])
        if number in out or "leave" in request.POST:
            stored["ticked"] = False
        elif f"seen-{number}" in request.POST:  # a change that is not ticked still waits to be
            stored["ticked"] = number in taken or (None if number in changes else False)
        prefix = f"line-{number}-"
        said = read_cells(stored["cells"] | stored.get("mended", {}))
        typed = {
            key.removeprefix(prefix): text.strip()
            for key, text in request.POST.items()
            if key.startswith(prefix) and isinstance(text, str)
        }
        if meant := typed.pop("meant", ""):
            typed["council"] = meant
        if typed.keys() & of_all.keys():
            typed |= {name: text for name, text in of_all.items() if not (said | typed).get(name)}
        mended = {name: text for name, text in typed.items() if text != said.get(name, "")}
        stored["mended"] = stored.get("mended", {}) | mended
    draft.save(update_fields=["lines"])


def take_again(draft: DraftList) -> None:
    """Have every line that was left out wait again, as if nobody had said anything of it."""
    for stored in draft.lines:
        if stored.get("ticked") is False:
            stored["ticked"] = None
    draft.save(update_fields=["lines"])


@transaction.atomic
def publish(request: HttpRequest, draft: DraftList, reason: str) -> str:
    """Record every line that is ticked and was read, as one; return how many. The others stay.

    Lines that were on record already are counted too: the numbers are those that were said before.

    Raises ValidationError, with nothing on record, where there is none.
    """
    draft.lines = DraftList.objects.select_for_update().get(pk=draft.pk).lines
    lines, seen = lines_of(draft, reason), request.POST
    taken = [
        line for line in lines if line.is_taken and seen.get(f"seen-{line.number}") == line.mark
    ]
    if not taken:
        raise ValidationError("Nothing was published: read what stands here now, then publish.")
    missing = []
    if draft.kind == ListKind.SIGNATURES:
        if not reason and any(line.before for line in taken):
            missing.append("Say why you correct what is on record: the reason is public.")
        if "opened" not in seen and not all(line.cells.get("checked") for line in taken):
            missing.append(
                "Open the documents first, then tick that they say so. Public pages"
                " say who checked a signature, and when."
            )
    if missing:
        raise ValidationError(missing)
    for line in taken:
        line.form.do(request, f"From the list {draft.name}.")
    new = {line.number: line.form.fact for line in taken if line.form.fact and not line.before}
    said = [line for line in lines if line.effect == Effect.SAME and not line.is_left_over]
    done = {line.number for line in (*taken, *said)}
    for stored in draft.lines:
        if draft.kind == ListKind.SIGNATURES and stored["number"] in new:
            stored["fact"] = new[stored["number"]].pk
    draft.lines = [line for line in draft.lines if "fact" in line or line["number"] not in done]
    draft.save() if draft.lines else draft.delete()
    transaction.on_commit(record_version.forget)
    recorded = "published" if draft.kind == ListKind.SIGNATURES else "recorded"
    if said:
        return f"{len(taken)} {recorded}, {len(said)} on record already."
    return f"{len(taken)} {recorded}."


def just_published(draft: DraftList) -> QuerySet[Signature]:
    """Return the signatures that the list put on record within the last day."""
    numbers = [stored.get("fact") for stored in draft.lines]
    since = timezone.now() - UNDO_FOR
    return Signature.objects.standing().filter(pk__in=numbers, published_at__gt=since)


@transaction.atomic
def undo(request: HttpRequest, draft: DraftList) -> None:
    """Take back what the list put on record; its lines are left out, and can be published again."""
    published = just_published(draft)
    undone = {fact.pk for fact in published if can_be_undone(fact)}
    stays = len(published) - len(undone)
    for fact in Signature.objects.filter(pk__in=undone):
        take_back(request, fact)
    for stored in draft.lines:
        if stored.get("fact") in undone:
            del stored["fact"]
            stored["ticked"] = False
    draft.save()
    transaction.on_commit(record_version.forget)
    messages.success(request, f"Undone: {draft.counted(len(undone))}. {what_stays(stays)}")


def what_stays(count: int) -> str:
    """Say how many lines of a list that was undone are public still, and why."""
    if count == 0:
        return "None is public now."
    if count == 1:
        return "One stays public, as it was changed since: open its council to correct it."
    return f"{count} stay public, as they were changed since: open their councils to correct them."


def left_out(draft: DraftList) -> HttpResponse:
    """Give the lines that would not be published as a file, as they were typed, with the reason."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    out, lines = csv.writer(response), lines_of(draft)
    titles = list(dict.fromkeys(title for line in lines for title, _ in line.brought))
    out.writerow(map(safe_cell, ["line", *titles, "why"]))
    for line in lines:
        if line.is_left_over:
            values = [dict(line.brought).get(title, "") for title in titles]
            why = " ".join(line.why or [f"{line.effect}.", *line.read])
            out.writerow(map(safe_cell, [line.number, *values, why]))
    return response


def refuse_who_may_not(request: HttpRequest, kind: str) -> None:
    noun = kind.removesuffix("s")
    if not request.user.has_perms([f"councils.add_{noun}", f"councils.change_{noun}"]):
        raise PermissionDenied
