"""Lists of signatures: shown line by line, settled, applied as a whole, and undone as one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly, viewable_row
from councils.changelog.history_lines import leave_lines_of_import, undo_import, undoing_of
from councils.imports import signature_list
from councils.imports.as_shown import NOT_AS_SHOWN, is_as_shown, marks
from councils.imports.called import LEAVE_OUT
from councils.imports.table import text_of_file
from councils.models import ImportBatch
from councils.record import record_on

LARGEST = 2_000_000
"""Bytes of a list: two thousand full lines many times over."""


class ListForm(forms.Form):
    """A file, or what was pasted, or the text of a list that was shown already."""

    sheet = forms.FileField(
        label="A spreadsheet (CSV or .xlsx)",
        required=False,
        help_text="Nothing is saved until you have seen what each line would do.",
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    pasted = forms.CharField(
        label="Or paste it, with the first line",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 90}),
        help_text="Select the lines in your spreadsheet, copy them, and paste them here.",
    )

    def clean_sheet(self) -> "File[bytes] | None":
        file: File[bytes] | None = self.cleaned_data["sheet"]
        if file and file.size and file.size > LARGEST:
            raise forms.ValidationError(
                f"This file has {file.size:,} bytes; {LARGEST:,} is the most. Is it the right one?"
            )
        return file

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("sheet"):
            try:
                cleaned["text"] = text_of_file(cleaned["sheet"].read())
            except ValueError as error:
                raise forms.ValidationError(str(error)) from None
        elif cleaned.get("pasted", "").strip():
            cleaned["text"] = cleaned["pasted"]
        if not cleaned.get("text") and not self.errors:
            raise forms.ValidationError("Choose a file.")
        return cleaned


def list_screen(
    model_admin: ModelAdmin,
    request: HttpRequest,
    read: Callable[..., Any],
    done: Callable[[Any, ImportBatch | None], tuple[str, str]],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show what a list would do; settle its open lines; apply it as a whole.

    ``done`` returns the message for staff after that, and the address to go on to.
    """
    form, sheet = ListForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        sheet = read(form.cleaned_data["text"], record_on(), request.POST)
        applies = "apply" in request.POST and sheet.can_be_applied
        if applies and not is_as_shown(sheet.lines, request.POST.get("shown")):
            model_admin.message_user(request, NOT_AS_SHOWN, messages.WARNING)
        elif applies:
            try:
                with transaction.atomic():
                    batch = sheet.apply(request.user.get_username())
                    if batch:
                        leave_lines_of_import(request, batch)
            except ValidationError as error:
                sheet.errors += error.messages
            else:
                said, address = done(sheet, batch)
                model_admin.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(address)
    context |= {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "form": form,
        "sheet": sheet,
        "text": form.cleaned_data["text"] if sheet else "",
        "shown": marks(sheet.lines) if sheet else "",
        "leave_out": LEAVE_OUT,
    }
    return render(request, template, context)


def applied(sheet: signature_list.SignatureList, batch: ImportBatch | None) -> tuple[str, str]:
    assert batch
    address = reverse("admin:councils_importbatch_change", args=[batch.pk])
    return f"{batch} was applied: {sheet.counts}. It can be undone here.", address


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, ModelAdmin):
    list_display = ["at", "by", "name", "number", "undone_at"]
    change_list_template = "admin/councils/import_list.html"

    @admin.display(description="facts")
    def number(self, batch: ImportBatch) -> int:
        return batch.rows.count()

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "signatures/",
            self.admin_site.admin_view(self.signatures_view),
            name="councils_import_signatures",
        )
        return [own, *super().get_urls()]

    def signatures_view(self, request: HttpRequest) -> HttpResponse:
        needed = ("add_signature", "change_signature", "add_importbatch")
        if not request.user.has_perms([f"councils.{name}" for name in needed]):
            raise PermissionDenied
        columns = (*signature_list.COLUMNS, *signature_list.OPTIONAL)
        context = {"title": "Take in a list of signatures", "columns": columns}
        template = "admin/councils/import_signatures.html"
        return list_screen(self, request, signature_list.read, applied, template, context)

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show what one list did, and undo it."""
        batch = viewable_row(self, request, object_id)
        may = request.user.has_perm("councils.add_importbatch")
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            self.undo(request, batch)
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": str(batch),
            "opts": self.opts,
            "batch": batch,
            "undoing": undoing_of(batch),
            "may_undo": may and batch.undone_at is None,
        }
        return render(request, "admin/councils/import_batch.html", context)

    def undo(self, request: HttpRequest, batch: ImportBatch) -> None:
        try:
            with transaction.atomic():
                spared = undo_import(request, batch)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return
        self.message_user(request, f"{batch} was undone.", messages.SUCCESS)
        if spared:
            self.message_user(request, spared, messages.WARNING)
