"""Public facts whose verbs write the public changes log, whoever calls them.

A form, an import and the shell all change a fact by ``record`` and ``correct`` (dated facts also
by ``retract``), so that none of them can forget its line. Each says why, or is refused.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import Truncator, capfirst

from councils.dates import format_date
from councils.models.change import Change, ChangeKind
from councils.models.mojibake import NoMojibakeModel

if TYPE_CHECKING:
    from councils.models.council import Council

REASON_REQUIRED = "Say why you change it: the reason is shown in public."


class LoggedModel(NoMojibakeModel):
    """A public fact that is recorded and corrected with a reason and a line in the log."""

    class Meta:
        abstract = True

    def record(self, reason: str = "") -> None:
        """Save this new fact and log it, for a reason or else for the evidence it carries.

        Raises ValidationError if the fact contradicts the record, or nothing says why.
        """
        reason = required(reason.strip() or self.own_reason())
        self.full_clean()
        with transaction.atomic():
            self.save(force_insert=True)
            self._log(self.log_councils(), ChangeKind.RECORDED, self.recorded_text(), reason)

    def correct(self, reason: str) -> None:
        """Save what was changed on this fact and log what it said before; without a change, pass.

        Raises ValidationError without a reason, or if the fact now contradicts the record.
        """
        self.full_clean()
        with transaction.atomic():
            before = type(self)._default_manager.select_for_update().get(pk=self.pk)
            changed = changed_fields(before, self)
            if not changed:
                return
            reason = required(reason)
            self.save()
            if text := self.corrected_text(before, changed):
                councils = dict.fromkeys([*self.log_councils(), *before.log_councils()])
                self._log(list(councils), ChangeKind.CORRECTED, text, reason)

    def own_reason(self) -> str:
        """Return why it is recorded where nobody says: the evidence it carries."""
        return ""

    def log_councils(self) -> Sequence["Council | None"]:
        """Return the councils whose log has its line; None stands for the log of no council."""
        return [None]

    def recorded_text(self) -> str:
        return f"{self} was added."

    def corrected_text(self, before: Self, changed: Sequence[str]) -> str:
        """Say what the ``changed`` fields said before and say now, or nothing."""
        return f"{self}. {describe_changes(before, self, changed)}"

    def _log(self, councils: Sequence["Council | None"], kind: str, what: str, why: str) -> None:
        for council in councils:
            Change.objects.note(council, kind, what, why)


def required(reason: str, message: str = REASON_REQUIRED) -> str:
    """Return a reason without space around it. Raises ValidationError where there is none."""
    if not reason.strip():
        raise ValidationError(message)
    return reason.strip()


def changed_fields(before: models.Model, after: models.Model) -> list[str]:
    """Return the names of the fields staff can edit that differ, in the model's order."""
    return [
        field.name
        for field in after._meta.concrete_fields
        if field.editable and getattr(before, field.attname) != getattr(after, field.attname)
    ]


def describe_changes(before: models.Model, after: models.Model, names: Sequence[str]) -> str:
    """Say of each field what it said: "Evidence: was “A page”, now “Minutes”."."""
    return " ".join(
        f"{capfirst(column(after, name).verbose_name)}:"
        f" was {shown(before, name)}, now {shown(after, name)}."
        for name in names
    )


def column(fact: models.Model, name: str) -> "models.Field[Any, Any]":
    """Return a field that the model itself has, by name."""
    field = fact._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def shown(fact: models.Model, name: str) -> str:
    """Return a field's value as the log shows it to the public: short, a choice by its words."""
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
    return Truncator(f"“{choices.get(value, value)}”").chars(120)
