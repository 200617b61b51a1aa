"""When two people edit the same row, warn the second to save, and keep what they typed.

Each form carries the version of the row that it shows: a digest of all its values, and of the rows
edited with it; the number of the last line of its history, so that only later ones are told; and a
digest of each value, so that a refused form shows what a colleague saved where its own was left as
it was.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from copy import copy
from os.path import commonprefix
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import connection, models
from django.forms.models import (
    _get_foreign_key,  # Django's own admin finds the foreign key with this
    model_to_dict,
)
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign.staff.bases import ModelAdmin
from councils.dates import format_date

FIELD = "_version"
SHOWN = 200
"""Characters of a value that the warning shows."""
BY_ITSELF = ("last_login",)
"""Fields that change without being edited."""


class RefusesStaleSaves(ModelAdmin):
    """An admin page that refuses to save an outdated form, and keeps its fields."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        current, opened = self.changed_since(request, obj)
        if current is None:
            return form
        summary, beside = what_happened(current, opened), self.shown_beside(current)

        class StaleForm(form):
            def clean(self) -> Any:
                cleaned = super().clean()
                shown = show_current(self, current, opened, beside=beside)
                raise_stale(summary, self, shown)
                return cleaned

        return StaleForm

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
        """Let a refused form show a colleague's values in the rows edited with it, too."""
        current, opened = self.changed_since(request, obj)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield (formset if current is None else stale_rows(formset, opened)), inline

    def changed_since(
        self, request: HttpRequest, obj: models.Model | None
    ) -> tuple[models.Model | None, str]:
        """Return the row as it is, if it was changed since; and the version that was opened."""
        opened = request.POST.get(FIELD, "")
        current = locked(obj) if obj is not None and opened else None
        if current is not None and is_same(version_of(self, request, current), opened):
            current = None
        return current, opened

    def shown_beside(self, obj: Any) -> dict[str, list[str]]:
        """Return what the form shows of a row beside its fields, by the name of its field."""
        own = getattr(super(), "shown_beside", None)
        return own(obj) if own else {}

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


def locked(obj: models.Model) -> models.Model | None:
    """Return the current row, locked until the commit where the database supports that."""
    rows = type(obj)._base_manager.filter(pk=obj.pk)
    if connection.in_atomic_block and connection.features.has_select_for_update:
        rows = rows.select_for_update()
    return rows.first()


def version_of(model_admin: Any, request: HttpRequest, obj: models.Model) -> str:
    """Return the version of a row and the rows edited in the same form."""
    values, opened_with = [values_of(obj)], values_of(obj)
    opened_with += [f"{name}={value}" for name, value in model_admin.shown_beside(obj).items()]
    for inline in model_admin.get_inline_instances(request, obj):
        key = _get_foreign_key(type(obj), inline.model, fk_name=inline.fk_name)
        rows = inline.model._default_manager.filter(**{key.name: obj}).order_by("pk")
        for row in rows:
            values.append(values_of(row))
            opened_with += [name_of(row) + value for value in values[-1]]
    return version(obj, values, opened_with)


def version(obj: models.Model, values: list[list[str]], opened_with: list[str]) -> str:
    """Return a digest of values, the last line in the history of the row, and a digest of each.

    ``opened_with`` holds each value that the form shows.
    """
    last = history_of(obj).values_list("pk", flat=True).first() or 0
    each = "-".join(digest_of(value) for value in opened_with)
    return f"{hashlib.sha256(repr(values).encode()).hexdigest()[:24]}.{last}.{each}"


def name_of(row: models.Model) -> str:
    """Return what tells the values of a row edited with another from those of its like."""
    return f"{row._meta.label}.{row.pk}."


def digest_of(value: str) -> str:
    return salted_hmac(FIELD, one_line_end(value), algorithm="sha256").hexdigest()[:8]


def is_same(version: str, opened: str) -> bool:
    """Whether both are of the same values. A line of the history alone changes none."""
    return version.partition(".")[0] == opened.partition(".")[0]


def history_of(obj: models.Model) -> models.QuerySet[LogEntry]:
    """Return the lines in the history of a row, the newest first."""
    content_type = get_content_type_for_model(obj)
    return LogEntry.objects.filter(content_type=content_type, object_id=str(obj.pk)).order_by("-pk")


def values_of(obj: models.Model) -> list[str]:
    """Return every value of a row, and the rows that it lists."""
    values = [
        f"{field.attname}={field.value_to_string(obj)}"
        for field in obj._meta.concrete_fields
        if field.name not in BY_ITSELF
    ]
    if obj.pk is not None:
        for field in obj._meta.many_to_many:
            rows = field.value_from_object(obj)
            values.append(f"{field.name}={sorted(row.pk for row in rows)}")
    return values


def refuse_if_stale(request: HttpRequest, obj: models.Model, form: forms.BaseForm) -> str:
    """Add an error to a form of ours whose row was changed since; return the row’s version.

    Call it before the form is checked, which sets what was typed on the row.
    """
    opened_with = [f"{name}={value}" for name, value in filled_in(form).items()]
    current = version(obj, [values_of(obj)], opened_with)
    opened = request.POST.get(FIELD, current)
    if request.method == "POST" and not is_same(current, opened):
        form.is_valid()
        try:
            shown = show_current(form, locked(obj), opened)
            raise_stale(what_happened(obj, opened), form, shown)
        except forms.ValidationError as error:
            form.add_error(None, error)
    return current


def what_happened(obj: models.Model, opened: str) -> str:
    """Return a sentence on who changed a row since a version was opened, when and how."""
    number = opened.partition(".")[2].partition(".")[0]
    seen = int(number) if number.isdecimal() and len(number) < 19 else 0
    entry = history_of(obj).filter(pk__gt=seen).select_related("user").first()
    if entry is None:
        return "Somebody, or the site itself, has changed this since you opened it."
    at = timezone.localtime(entry.action_time)
    changes = entry.get_change_message().rstrip(".") or "changed"
    return (
        f"{entry.user} has changed this since you opened it, on {format_date(at.date())} at"
        f" {at:%H:%M}: {changes}."
    )


def stale_rows(formset: Any, opened: str) -> Any:
    """Return a formset whose rows show what is there now in each field that nobody changed."""

    class StaleRows(formset):
        def full_clean(self) -> None:
            super().full_clean()
            for form in self.initial_forms:
                current = locked(form.instance) if form.instance.pk else None
                show_current(form, current, opened, current and name_of(current) or "")

    return StaleRows


def show_current(
    form: Any,
    current: models.Model | None,
    opened: str,
    row: str = "",
    beside: Mapping[str, Any] | None = None,
) -> set[str]:
    """Let a form show what is there now in each field that nobody changed in it; return these.

    ``row`` is the name of a row edited with another; ``beside`` what the form shows of neither.
    """
    if current is None:
        return set()
    digests = opened.rpartition(".")[2].split("-")
    if isinstance(form, forms.BaseModelForm):
        beside = beside or {}
        now = {**model_to_dict(current), **beside}
        form.initial.update(beside)
        typed = {
            name: f"{name}={value}" if name in beside else row + value_typed(current, name, value)
            for name, value in form.cleaned_data.items()
            if name in now
        }
    else:
        now = filled_in(form)
        typed = {name: f"{name}={form[name].data or ''}" for name in now}
    untouched = {name for name, value in typed.items() if digest_of(value) in digests}
    for name in untouched:
        form.initial[name] = now[name]
        form.fields[name].bound_data = lambda data, initial, value=now[name]: value
    return untouched


def filled_in(form: Any) -> dict[str, Any]:
    """Return the values that a form of ours opens with; none of a form of a row."""
    if isinstance(form, forms.BaseModelForm):
        return {}
    return {
        name: form.fields[name].prepare_value(value) or ""
        for name, value in form.initial.items()
        if name in form.fields
    }


def value_typed(current: models.Model, name: str, typed: Any) -> str:
    """Return a value as ``values_of`` has it."""
    field = current._meta.get_field(name)
    if field.many_to_many:
        return f"{name}={sorted(row.pk for row in typed)}"
    row = copy(current)
    setattr(row, name, typed)
    return f"{field.attname}={field.value_to_string(row)}"  # type: ignore[union-attr]


def raise_stale(summary: str, form: Any, shown: set[str]) -> None:
    """Raise ValidationError, listing current values that differ from those typed.

    ``shown`` names the fields that the form shows as they are now.
    """
    values = {
        name: f"{form[name].label}: “{there_now(form, name)}”"
        for name in form.changed_data
        if name in form.initial
        and one_line_end(form.initial[name]) != one_line_end(form[name].data)
    }
    new = "; ".join(words for name, words in values.items() if name in shown)
    other = "; ".join(words for name, words in values.items() if name not in shown)
    parts = (
        f"{summary} Nothing was saved, and nothing that you typed is lost.",
        new and f"The form now shows what you had not changed as it is there: {new}.",
        other and f"Where you typed something else, there now: {other}.",
        "Save again to put yours in its place." if other else "Save again to save what you typed.",
    )
    raise forms.ValidationError(" ".join(filter(None, parts)), code="stale")


def one_line_end(value: Any) -> str:
    """Return text with the line ends that a browser does not change."""
    return str(value or "").replace("\r\n", "\n").strip()


def there_now(form: Any, name: str) -> str:
    """Return what a field holds now, in words; of a long text, where it begins to differ."""
    value = form.initial[name]
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return format_date(value)
    labels = {str(key): label for key, label in getattr(form.fields[name], "choices", ())}
    now = str(labels.get(str(value), "" if value is None else value)) or "nothing"
    if len(now) <= SHOWN:
        return now
    same = len(commonprefix([now, one_line_end(form[name].data)]))
    begin = max(0, same - SHOWN // 4)
    return f"{'…' if begin else ''}{now[begin : begin + SHOWN]}…"
