"""What somebody brings as a list, and what they tick, mend and leave out on its page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaign.recording.lines import ListLine
from campaign.recording.reading import read_cells
from campaign.recording.sheets import Sheet, sheets_of_file
from campaign.recording.table import columns_known, field_called, read_table
from councils.models import DraftList, ListKind, StoredLine

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
        if file and cleaned.get("pasted", "").strip():
            raise ValidationError(
                "There is a file and there are pasted lines, and one list is read at a time. Bring"
                " the file by itself, or choose none."
            )
        sheet = Sheet("", "")
        try:
            sheets = [Sheet("", cleaned["pasted"])]
            if file:
                sheets = sheets_of_file(file.read())
            sheet = self.sheet_with_the_list(sheets)
            cleaned["table"] = read_table(sheet.text, self.kind)
        except ValueError as error:
            other_kind = self.lead_to_other_kind(sheet.text)
            raise ValidationError(format_html("{} {}", error, other_kind)) from None
        cleaned["other_kind"] = self.lead_to_other_kind(sheet.text)
        cleaned["other_sheets"] = self.say_which_sheets_wait(sheet, sheets)
        cleaned["name"] = "Pasted"
        if file and file.name:
            cleaned["name"] = file.name[:120]
        return cleaned

    def store(self, request: HttpRequest) -> DraftList:
        """Store the list, unpublished, in place of one not touched; say what was not read."""
        lines, unread = self.cleaned_data["table"]
        self.say_what_was_not_read(request, unread)
        for said in (self.cleaned_data["other_kind"], self.cleaned_data["other_sheets"]):
            if said:
                messages.warning(request, said)
        by = request.user.get_username()
        name = self.cleaned_data["name"]
        self.forget_untouched(by)
        return DraftList.objects.create(kind=self.kind, name=name, by=by, lines=lines)

    def sheet_with_the_list(self, sheets: list[Sheet]) -> Sheet:
        """Return the first sheet that is a list of this kind, or of the other, or else any."""
        for kind in sorted(ListKind, key=lambda kind: kind != self.kind):
            for sheet in sheets:
                if columns_known(sheet.text, kind):
                    return sheet
        return sheets[0]

    def say_which_sheets_wait(self, read: Sheet, sheets: list[Sheet]) -> str:
        """Say which other sheets are lists of this kind too, as one is read at a time; or ""."""
        names = []
        for sheet in sheets:
            if sheet != read and columns_known(sheet.text, self.kind):
                names.append(f"“{sheet.name}”")
        if not names:
            return ""
        if len(names) == 1:
            look = f"{names[0]} looks like a list too"
        else:
            look = f"{', '.join(names)} look like lists too"
        return f"Only the sheet “{read.name}” was read. {look}: copy its lines, and paste them."

    def lead_to_other_kind(self, text: str) -> SafeString:
        """Lead to where lists of the other kind are brought, if this looks like one; "" if not."""
        for other in ListKind:
            if columns_known(text, other) > columns_known(text, self.kind):
                said = 'It looks like a list of {}: <a href="{}">bring it there</a>.'
                return format_html(said, other.label, reverse("admin:record_lists", args=[other]))
        return SafeString()

    def forget_untouched(self, by: str) -> None:
        """Delete what the person brought before, and only looked at: this is brought instead."""
        for before in DraftList.objects.filter(kind=self.kind, by=by):
            if not before.is_touched:
                before.delete()

    def say_what_was_not_read(self, request: HttpRequest, unread: list[str]) -> None:
        said_twice = [title for title in unread if field_called(title, self.kind)]
        unknown = [title for title in unread if title not in said_twice]
        if unknown:
            named = ", ".join(unknown)
            said = f"Columns that we do not know stand beside their lines, not read: {named}."
            messages.warning(request, said)
        if said_twice:
            named = ", ".join(said_twice)
            said = f"Not read, as another column says the same, unless that is empty: {named}."
            messages.warning(request, said)


def keep_answers(draft: DraftList, request: HttpRequest, lines: list[ListLine]) -> None:
    """Keep what was ticked, left out and mended on the page, beside what was typed.

    Of line 7 the page posts its fields as ``line-7-date``; ``seen-7``, the mark of what it showed,
    if it had a box to tick; its number in ``take`` if it was ticked, in ``change`` if it is
    doubtful, as it would change what is on record or seems to be another council's, and in ``out``
    to leave it out. ``all-source`` is typed once for all lines; ``leave`` is the button that
    finishes the list. ``lines`` are those that the page showed.
    """
    shown = {line.number: fields_shown(line) for line in lines}
    of_all = typed_for_all(request, ListKind(draft.kind))
    stored: StoredLine
    for stored in draft.lines:
        keep_tick(request, stored)
        keep_mended(request, stored, shown.get(stored["number"], {}), of_all)
    draft.save(update_fields=["lines"])


def keep_tick(request: HttpRequest, stored: StoredLine) -> None:
    """Keep whether a line was ticked or left out; of one that had no box, nothing."""
    number = str(stored["number"])
    is_left_out = number in request.POST.getlist("out") or "leave" in request.POST
    had_a_box = f"seen-{number}" in request.POST
    if is_left_out:
        stored["ticked"] = False
    elif had_a_box:
        stored["ticked"] = tick_of(request, number)
        stored["seen_doubtful"] = number in request.POST.getlist("change")


def keep_mended(
    request: HttpRequest, stored: StoredLine, shown: dict[str, str], of_all: dict[str, str]
) -> None:
    """Keep what was typed for a line and is new: ``shown`` is what its fields held before."""
    mended = stored.get("mended", {})
    says = read_cells(stored["cells"] | mended)
    typed = typed_for(request, str(stored["number"]))
    fill_from_all(typed, says, of_all)
    # A field that the line leaves empty may have shown what is on record: that is not new either.
    before = says | shown
    stored["mended"] = mended | new_in(typed, before)


def typed_for_all(request: HttpRequest, kind: ListKind) -> dict[str, str]:
    """Return what was typed once for all lines, by the names of their fields."""
    typed = {}
    for name in OF_ALL[kind]:
        typed[name] = request.POST.get(f"all-{name}", "").strip()
    return typed


def fields_shown(line: ListLine) -> dict[str, str]:
    """Return what the fields of a line hold in which it can be mended."""
    shown = {}
    for field in line.fields_to_mend:
        shown[field.name] = str(field.value() or "").strip()
    return shown


def tick_of(request: HttpRequest, number: str) -> bool | None:
    """Return what the box of a line says; None where a doubtful one is not ticked yet."""
    if number in request.POST.getlist("take"):
        return True
    if number in request.POST.getlist("change"):
        return None
    return False


def offer_again(draft: DraftList) -> None:
    """Offer every line that was left out again, as if nobody had said anything of it."""
    stored: StoredLine
    for stored in draft.lines:
        if stored.get("ticked") is False:
            stored["ticked"] = None
    draft.save(update_fields=["lines"])


def fill_from_all(typed: dict[str, str], says: dict[str, str], of_all: dict[str, str]) -> None:
    """Fill what is empty in a line from what is said of all, if the line shows a field for it."""
    is_asked_for_them = bool(typed.keys() & of_all.keys())
    if not is_asked_for_them:
        return
    for name, text in of_all.items():
        its_own = typed[name] if name in typed else says.get(name)
        if not its_own:
            typed[name] = text


def new_in(typed: dict[str, str], before: dict[str, str]) -> dict[str, str]:
    """Return what was typed for a line that says something else than its fields held before.

    Of a line that says "Leeds" and "soon", whose day somebody types as "2013", that is the day
    alone: {"date": "2013"}.
    """
    mended = {}
    for name, text in typed.items():
        if text != before.get(name, ""):
            mended[name] = text
    return mended


def typed_for(request: HttpRequest, number: str) -> dict[str, str]:
    """Return what was typed in the fields of one line, by their names.

    One of them is ``child_asked``, where the line asks whether its words show who a child is: its
    tick is kept with what is mended, so that a line asks once. A council that was chosen of those
    that may be meant (``meant``) is typed as its ``council``.
    """
    prefix = f"line-{number}-"
    typed = {}
    for key, text in request.POST.items():
        if key.startswith(prefix) and isinstance(text, str):
            typed[key.removeprefix(prefix)] = text.strip()
    meant = typed.pop("meant", "")
    if meant:
        typed["council"] = meant
    return typed
