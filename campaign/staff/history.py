"""The admin's history says what a form changed: what each field was, what it is now, and why."""

import json
from copy import copy
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import models
from django.http import HttpRequest

from campaign.staff.bases import ModelAdmin
from councils.models.logged import describe_changes

TOLD = ("councils", "pages", "rate_limits", "outbox")
"""The apps whose forms hold no visitor's or writer's data: an entry outlives what it is about."""


class TellsBeforeAndAfter(ModelAdmin):
    """An admin page whose history shows the values before and after a change."""

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
