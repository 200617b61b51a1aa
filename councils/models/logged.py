"""The abstract model of public facts that write the changes log themselves.

Forms, imports and the shell all change a fact with ``record`` and ``correct`` (dated facts also
with ``retract``), so that no change goes unlogged. Each requires a reason.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst

from councils.dates import format_date, today
from councils.models.change import Change, ChangeKind
from councils.models.version import RecordVersion

if TYPE_CHECKING:
    from councils.models.council import Council

REASON_REQUIRED = "Say why you change it: the reason is shown in public."


RECORD_STANDS = (
    "The campaign closed on {}, and the record stands as of that day: nothing new goes on it, and"
    " nothing is corrected. What is wrong can still be taken back, and words taken out."
)


def stands_as_of() -> dt.date | None:
    """Return the day on which the campaign closed, as committed now; None while it is open."""
    closes_on = RecordVersion.objects.values_list("closes_on", flat=True).first()
    if closes_on and closes_on <= today():
        return closes_on
    return None


def refuse_while_closed() -> None:
    """Raise ValidationError once the campaign has closed: every page says that the record stands.

    Taking back, putting back, disputes and taking words out do not ask: truth and safety go first.
    """
    day = stands_as_of()
    if day:
        raise ValidationError(RECORD_STANDS.format(format_date(day)))


class LoggedModel(models.Model):
    """A public fact whose every change has a reason and a line in the changes log."""

    class Meta:
        abstract = True

    @cached_property
    def log_lines(self) -> "list[Change]":
        """The lines that what was done with this very object has written in the public log."""
        return []

    def record(self, reason: str = "") -> None:
        """Save this new fact and log it. The reason defaults to ``own_reason``.

        Raises ValidationError if the fact contradicts the record, if there is no reason, or once
        the campaign has closed.
        """
        refuse_while_closed()
        reason = required(reason.strip() or self.own_reason())
        self.full_clean()
        with transaction.atomic():
            self.save(force_insert=True)
            self._log(ChangeKind.RECORDED, self.recorded_text(), reason)

    def correct(self, reason: str) -> None:
        """Save the changes to this fact and log what they replaced. Without changes, do nothing.

        Raises ValidationError without a reason, or if the fact now contradicts the record.
        """
        self.full_clean()
        with transaction.atomic():
            before = type(self)._base_manager.select_for_update().get(pk=self.pk)
            changed = changed_fields(before, self)
            if not changed:
                return
            refuse_while_closed()
            reason = required(reason)
            self.save()
            if text := self.corrected_text(before, changed):
                self._log(ChangeKind.CORRECTED, text, reason, *before.log_councils())

    def own_reason(self) -> str:
        """Return the reason for recording it if none is given, such as its evidence."""
        return "It was missing."

    def log_councils(self) -> Sequence["Council | None"]:
        """Return the councils to log a change under; None means under no council."""
        return [None]

    def recorded_text(self) -> str:
        return f"{self} was added."

    def corrected_text(self, before: Self, changed: Sequence[str]) -> str:
        """Return a sentence on the ``changed`` fields, or "" if the public need not know."""
        return f"{self}. {describe_changes(before, self, changed)}"

    def _log(self, kind: str, what: str, why: str, *others: "Council | None") -> None:
        """Write the public line of each of its councils, and of others that it had before."""
        for council in dict.fromkeys([*self.log_councils(), *others]):
            self.log_lines.append(Change.objects.note(council, kind, what, why))


def required(reason: str, message: str = REASON_REQUIRED) -> str:
    """Return the reason, stripped. Raises ValidationError if it is empty."""
    if not reason.strip():
        raise ValidationError(message)
    return reason.strip()


def changed_fields(before: models.Model, after: models.Model) -> list[str]:
    """Return the names of the editable fields that differ, in the model's order."""
    return [
        field.name
        for field in after._meta.concrete_fields
        if field.editable and getattr(before, field.attname) != getattr(after, field.attname)
    ]


def describe_changes(before: models.Model, after: models.Model, names: Sequence[str]) -> str:
    """Describe the change of each field: "Evidence: was “A page”, now “Minutes”."."""
    return " ".join(
        f"{capfirst(column(after, name).verbose_name)}:"
        f" was {in_words(before, name)}, now {in_words(after, name)}."
        for name in names
    )


def column(model: models.Model | type[models.Model], name: str) -> "models.Field[Any, Any]":
    """Return a field of a model by name."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def in_words(fact: models.Model, name: str) -> str:
    """Return a field's value as the public log shows it: shortened, with a choice's label."""
    value = getattr(fact, name)
    if value in (None, ""):
        return "empty"
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return format_date(value)
    choices = dict(column(fact, name).flatchoices)
    words = str(choices.get(value, value)).replace("“", "‘").replace("”", "’")
    return f"“{Truncator(words).chars(118)}”"


# -- The history of a fact, for what happens to it outside its own form --------------------------
#
# The public log says what was changed and why; these lines say who did it as well.


def leave_line(request: HttpRequest, fact: models.Model, text: str, flag: int = CHANGE) -> None:
    """Leave a line in the history of a fact: who did what."""
    LogEntry.objects.create(
        user_id=int(request.user.pk or 0),
        content_type=ContentType.objects.get_for_model(fact, for_concrete_model=False),
        object_id=str(fact.pk),
        object_repr=str(fact)[:200],
        action_flag=flag,
        change_message=text,
    )


def history_of(fact: models.Model) -> models.QuerySet[LogEntry]:
    """Return the lines of the history of a fact."""
    kind = ContentType.objects.get_for_model(fact, for_concrete_model=False)
    return LogEntry.objects.filter(content_type=kind, object_id=str(fact.pk))


def what_changed(before: models.Model, after: models.Model, why: str) -> str:
    """Describe a correction: what each field was, what it is now, and why."""
    changes = describe_changes(before, after, changed_fields(before, after))
    return " ".join(filter(None, (changes, why and f"Why: {why}")))
