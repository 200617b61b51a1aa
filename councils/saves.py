"""What happens when two people save one form: the second save is refused, what was typed stays.

Each form carries a digest of the row that it shows, and of the rows edited with it.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from councils.dates import format_date
from councils.models.logged import history_of

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin

FIELD = "_version"
BY_ITSELF = ("last_login", "number", "opened_at")
"""Fields that change without being edited."""


class SavesWithCare(Base):
    """A form that refuses a stale save."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        opened = request.POST.get(FIELD, "")
        if obj is None or not opened:
            return form
        # Locked until the commit, where the database supports that.
        current = type(obj)._base_manager.select_for_update().filter(pk=obj.pk).first()
        if current is None or self.version_of(request, current) == opened:
            return form

        class StaleForm(form):
            def full_clean(self) -> None:
                super().full_clean()
                refuse(self, current)

        return StaleForm

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Answer with 404, whose page gives back what was typed, if the row was deleted since.

        Django leads to the desk, and what was typed is lost.
        """
        if request.method == "POST" and self.get_object(request, object_id) is None:
            raise Http404
        return super().change_view(request, object_id, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the version of the row that the form shows, or that its error describes."""
        obj = kwargs.get("obj")
        if obj is not None and kwargs.get("change"):
            current = type(obj)._base_manager.filter(pk=obj.pk).first()
            context["version"] = current and self.version_of(request, current)
        return super().render_change_form(request, context, *args, **kwargs)

    def version_of(self, request: HttpRequest, obj: models.Model) -> str:
        """Return the version of a row and the rows edited in the same form."""
        values = values_of(obj)
        for inline in self.get_inline_instances(request, obj):
            formset: Any = inline.get_formset(request, obj)
            key = formset.fk.name
            for row in inline.model._default_manager.filter(**{key: obj}).order_by("pk"):
                values += values_of(row)
        return digest(values)


def refuse_if_stale(request: HttpRequest, obj: models.Model, form: forms.BaseForm) -> str:
    """Add an error to a form of ours whose row was changed since; return the row’s version.

    Call it before the form is checked, which sets what was typed on the row.
    """
    current = digest(values_of(obj))
    if request.method == "POST" and request.POST.get(FIELD, current) != current:
        form.is_valid()
        refuse(form, obj)
    return current


def refuse(form: forms.BaseForm, obj: models.Model) -> None:
    """Add the error that tells who changed a row last, and when."""
    by = ""
    if last := history_of(obj).select_related("user").order_by("pk").last():
        at = timezone.localtime(last.action_time)
        by = f" {last.user} saved it last, on {format_date(at.date())} at {at:%H:%M}."
    words = (
        f"This has changed since you opened it.{by} Nothing was saved, and nothing that you typed"
        " is lost. Select the same button again to put all of this form in its place."
    )
    form.add_error(None, forms.ValidationError(words, code="stale"))


def values_of(obj: models.Model) -> list[str]:
    """Return every value of a row, and the rows that it lists."""
    values = []
    for field in obj._meta.concrete_fields:
        if field.name not in BY_ITSELF:
            values.append(f"{field.attname}={field.value_to_string(obj)}")
    for listed in obj._meta.many_to_many:
        ids = sorted(row.pk for row in listed.value_from_object(obj))
        values.append(f"{listed.name}={ids}")
    return values


def digest(values: list[str]) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:24]
