"""When two people edit the same row, refuse the second save, and keep what was typed.

Each form carries a digest of the row that it shows and of the rows edited with it, and the number
of the last line of its history, so that only a later line is told as what happened since.
"""

import hashlib
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import connection, models
from django.forms.models import _get_foreign_key  # Django's own admin finds foreign keys with it
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaign.staff.bases import ModelAdmin
from councils.dates import format_date

FIELD = "_version"
BY_ITSELF = ("last_login",)
"""Fields that change without being edited."""


class RefusesStaleSaves(ModelAdmin):
    """An admin page that refuses to save an outdated form, and keeps its fields."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        opened = request.POST.get(FIELD, "")
        current = locked(obj) if obj is not None and opened else None
        if current is None or is_same(version_of(self, request, current), opened):
            return form
        said = what_happened(current, opened)

        class StaleForm(form):
            def full_clean(self) -> None:
                super().full_clean()
                refuse(self, said)

        return StaleForm

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the version of the row that the form shows, or that its error describes."""
        obj = kwargs.get("obj")
        if obj is not None and kwargs.get("change"):
            current = type(obj)._base_manager.filter(pk=obj.pk).first()
            context["version"] = current and version_of(self, request, current)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Add the version of the row to the form that restores an older one."""
        current = self.get_object(request, object_id)
        context = {"version": current and version_of(self, request, current)}
        page: HttpResponse = super().history_form_view(  # type: ignore[misc]
            request, object_id, version_id, context | (extra_context or {})
        )
        return page

    def refuse_if_stale(self, request: HttpRequest, obj: models.Model, form: forms.BaseForm) -> str:
        """Refuse another form of the row that is out of date; return the row’s version."""
        return refuse_if_stale(request, obj, form)


def refuse_if_stale(request: HttpRequest, obj: models.Model, form: forms.BaseForm) -> str:
    """Add an error to a form of ours whose row was changed since; return the row’s version.

    Call it before the form is checked, which sets what was typed on the row.
    """
    current = version(obj, values_of(obj))
    opened = request.POST.get(FIELD, current)
    if request.method == "POST" and not is_same(current, opened):
        form.is_valid()
        refuse(form, what_happened(obj, opened))
    return current


def refuse(form: Any, said: str) -> None:
    """Add an error that says what happened, and which fields a second save would change."""
    other = [
        str(form[name].label)
        for name in form.changed_data
        if (name in form.initial or form.fields[name].initial is not None)
        and str(form[name].initial).split() != str(form[name].data).split()  # line ends may differ
    ]
    differs = f"Different from what is there now: {', '.join(other)}. " if other else ""
    form.add_error(
        None,
        forms.ValidationError(
            f"{said} Nothing was saved, and nothing that you typed is lost. {differs}Save again to"
            " put all of this form in its place.",
            code="stale",
        ),
    )


def locked(obj: models.Model) -> models.Model | None:
    """Return the current row, locked until the commit where the database supports that."""
    rows = type(obj)._base_manager.filter(pk=obj.pk)
    return (rows.select_for_update() if connection.in_atomic_block else rows).first()


def version_of(model_admin: Any, request: HttpRequest, obj: models.Model) -> str:
    """Return the version of a row and the rows edited in the same form."""
    values = values_of(obj)
    for inline in model_admin.get_inline_instances(request, obj):
        key = _get_foreign_key(type(obj), inline.model, fk_name=inline.fk_name)
        for row in inline.model._default_manager.filter(**{key.name: obj}).order_by("pk"):
            values += values_of(row)
    return version(obj, values)


def version(obj: models.Model, values: list[str]) -> str:
    """Return a digest of values, and the number of the last line in the history of the row."""
    last = history_of(obj).first()
    return f"{hashlib.sha256(repr(values).encode()).hexdigest()[:24]}.{last.pk if last else 0}"


def is_same(version: str, opened: str) -> bool:
    """Whether both are of the same values. A line of the history alone changes none."""
    return version.partition(".")[0] == opened.partition(".")[0]


def history_of(obj: models.Model) -> models.QuerySet[LogEntry]:
    """Return the lines in the history of a row, the newest first."""
    content_type = get_content_type_for_model(obj)
    lines = LogEntry.objects.filter(content_type=content_type, object_id=str(obj.pk))
    return lines.select_related("user").order_by("-pk")


def values_of(obj: models.Model) -> list[str]:
    """Return every value of a row, and the rows that it lists."""
    values = [
        f"{field.attname}={field.value_to_string(obj)}"
        for field in obj._meta.concrete_fields
        if field.name not in BY_ITSELF
    ]
    return values + [
        f"{field.name}={sorted(row.pk for row in field.value_from_object(obj))}"
        for field in obj._meta.many_to_many
    ]


def what_happened(obj: models.Model, opened: str) -> str:
    """Return a sentence on who changed a row since a version was opened, when and how."""
    entry = history_of(obj).first()
    if entry is None or opened.endswith(f".{entry.pk}"):
        return "Somebody, or the site itself, has changed this since you opened it."
    at = timezone.localtime(entry.action_time)
    changes = entry.get_change_message().rstrip(".") or "changed"
    return (
        f"{entry.user} has changed this since you opened it, on {format_date(at.date())} at"
        f" {at:%H:%M}: {changes}."
    )
