"""Django's admin classes, for mypy with their type parameters, which they do not take at run time.

``ModelForm`` stands in ``councils/forms.py``, for public pages too.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import models
from django.http import HttpRequest

from councils.forms import ModelForm
from councils.models.logged import changed_fields, describe_changes

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    StackedInline = admin.StackedInline[Any, Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    StackedInline = admin.StackedInline
    InlineFormSet = forms.BaseInlineFormSet


class UpdatesAndRemoves(ModelAdmin):
    """An admin page that saves with a row's ``update`` and deletes with its ``remove``."""

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        obj.update()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.remove()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            row.remove()


# -- The history of a fact, for what happens to it outside its own form --------------------------
#
# The public log says what was changed and why; these lines say who did it as well.


def leave_line(request: HttpRequest, fact: models.Model, text: str, flag: int = CHANGE) -> None:
    """Leave a line in the history of a fact: who did what."""
    LogEntry.objects.create(
        user_id=int(request.user.pk or 0),
        content_type=get_content_type_for_model(fact),
        object_id=str(fact.pk),
        object_repr=str(fact)[:200],
        action_flag=flag,
        change_message=text,
    )


def what_changed(before: models.Model, after: models.Model, why: str) -> str:
    """Describe a correction: what each field was, what it is now, and why."""
    changes = describe_changes(before, after, changed_fields(before, after))
    return " ".join(filter(None, (changes, why and f"Why: {why}")))
