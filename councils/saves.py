"""What a form of staff leaves in the history of a row, and what happens when two people save one.

Each form carries a digest of the row that it shows and of the rows edited with it, and the number
of the last line of its history, so that only a later line is told as what happened since. The
second save is refused, and what was typed stays.
"""

import hashlib
import json
from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from councils.dates import format_date
from councils.models.logged import describe_changes

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin

FIELD = "_version"
BY_ITSELF = ("last_login",)
"""Fields that change without being edited."""
TOLD = ("councils", "pages", "rate_limits", "outbox")
"""The apps whose forms hold no visitor's or writer's data: an entry outlives what it is about."""


class SavesWithCare(Base):
    """A form that refuses a stale save, and whose history tells values before and after."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        opened = request.POST.get(FIELD, "")
        current = locked(obj) if obj is not None and opened else None
        if current is None or is_same(self.version_of(request, current), opened):
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
        return version(obj, values)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        message = super().construct_change_message(request, form, formsets, add)
        if add or self.opts.app_label not in TOLD:
            return message
        rows = [part for part in message if "name" in next(iter(part.values()))]
        in_words = LogEntry(change_message=json.dumps(rows)).get_change_message() if rows else ""
        why = form.cleaned_data.get("reason", "")
        parts = (changes_of(form), in_words, why and f"Why: {why}")
        return " ".join(filter(None, parts)) or message


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


def refuse(form: forms.BaseForm, said: str) -> None:
    words = (
        f"{said} Nothing was saved, and nothing that you typed is lost. Save again to put all of"
        " this form in its place."
    )
    form.add_error(None, forms.ValidationError(words, code="stale"))


def locked(obj: models.Model) -> models.Model | None:
    """Return the current row, locked until the commit where the database supports that."""
    rows = type(obj)._base_manager.filter(pk=obj.pk)
    return (rows.select_for_update() if connection.in_atomic_block else rows).first()


def version(obj: models.Model, values: list[str]) -> str:
    """Return a digest of values, and the number of the last line in the history of the row."""
    last = history_of(obj).first()
    return f"{hashlib.sha256(repr(values).encode()).hexdigest()[:24]}.{last.pk if last else 0}"


def is_same(version: str, opened: str) -> bool:
    """Whether both are of the same values. A line of the history alone changes none."""
    return version.partition(".")[0] == opened.partition(".")[0]


def history_of(obj: models.Model) -> models.QuerySet[LogEntry]:
    """Return the lines in the history of a row, the newest first."""
    content_type = ContentType.objects.get_for_model(obj, for_concrete_model=False)
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


def changes_of(form: Any) -> str:
    """Describe what a form changed; a list of rows, a picture and the like only by their name."""
    after: models.Model = form.instance
    before = copy(after)
    columns, others = [], []
    names = {field.name: field for field in after._meta.concrete_fields if field.editable}
    for name in form.changed_data:
        if name in names and name in form.initial:
            setattr(before, names[name].attname, form.initial[name])
            columns.append(name)
        elif name != "reason":
            others.append(str(form.fields[name].label or name).lower())
    also = f"Changed {', '.join(others)}." if others else ""
    return " ".join(filter(None, (describe_changes(before, after, columns), also)))
