"""Lines in the admin's history of a fact, for what happens to it outside its own form.

The public log says what was changed and why; these lines say who did it as well.
"""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import models
from django.http import HttpRequest

from councils.models.logged import changed_fields, describe_changes


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
