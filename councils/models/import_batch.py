"""What was taken in from one list: who did it, when, and what each fact said before."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.template.defaultfilters import pluralize
from django.utils import timezone

from councils.models.contact import Contact
from councils.models.facts import Signature
from councils.models.logged import describe_changes

TAKEN_IN = "Taken in from a list of signatures."
UNDONE = "The list that it came from was taken back."

on_import: list[Callable[[str, str], object]] = []
"""Functions called with who took a list in or undid one, and with what it was and how many."""


class ImportBatch(models.Model):
    """One list that was applied as a whole, and can be undone as one."""

    by = models.CharField("who", max_length=150)
    name = models.CharField("what", max_length=120, blank=True)
    at = models.DateTimeField("when", default=timezone.now)
    undone_at = models.DateTimeField("undone", null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = "import"

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @classmethod
    def take_in(cls, by: str, name: str, taken_in: Iterable[Signature | Contact]) -> "ImportBatch":
        """Save the facts of a list as one, and keep what each said before and says now."""
        with transaction.atomic():
            batch = cls.objects.create(by=by, name=name[:120])
            for fact in taken_in:
                before = type(fact)._base_manager.filter(pk=fact.pk).first()
                if isinstance(fact, Contact):
                    fact.update()
                elif before is None:
                    fact.record()
                else:
                    fact.correct(TAKEN_IN)
                fact.refresh_from_db()
                batch.rows.create(
                    **{str(fact._meta.model_name): fact},
                    name=str(fact.council),
                    before=before and fields_of(before),
                    after=fields_of(fact),
                )
            count = batch.rows.count()
            tell(by, f"{batch}, {batch.name}: {count} fact{pluralize(count)} taken in")
        return batch

    def undo(self, by: str) -> "list[ImportedRow]":
        """Put everything back as one; return the rows whose fact was edited since.

        Those are spared. Raises ValidationError if it was undone before.
        """
        with transaction.atomic():
            mine = ImportBatch.objects.filter(pk=self.pk, undone_at=None)
            if not mine.update(undone_at=timezone.now()):
                raise ValidationError("It was undone already.")
            rows = self.rows.select_related("signature", "contact")
            spared = [row for row in rows if not row.undo()]
            back = len(rows) - len(spared)
            counts = f"{back} fact{pluralize(back)} put back, {len(spared)} spared"
            tell(by, f"{self}, {self.name}, undone: {counts}")
        self.refresh_from_db()
        return spared


class ImportedRow(models.Model):
    """One fact that a list made or changed."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    signature = models.ForeignKey(Signature, on_delete=models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def fact(self) -> Signature | Contact | None:
        return self.signature or self.contact

    @property
    def changes(self) -> str:
        """What it was and is: "Evidence: was “A page”, now “Minutes”."; "" for a new fact."""
        if self.before is None or self.fact is None:
            return ""
        kind = type(self.fact)
        before, after = (put_back(kind(), values) for values in (self.before, self.after))
        changed = [name for name, value in self.after.items() if self.before.get(name) != value]
        if isinstance(before, Signature) and isinstance(after, Signature):
            return after.corrected_text(before, changed)
        return describe_changes(before, after, changed)

    @property
    def why_spared(self) -> str:
        """Why its fact, as it stands in the database, is not put back; "" where it is."""
        fact = self.fact
        if fact is None:
            return "deleted since"
        if getattr(fact, "retracted_on", None):
            return "taken back since"
        now = fields_of(fact)
        if any(now.get(name) != value for name, value in self.after.items()):
            return "edited since"
        if isinstance(fact, Signature) and fact.is_built_upon(self.batch.at):
            return "withdrawn, re-affirmed or disputed since"
        return ""

    def undo(self) -> bool:
        """Put the fact back; return False, and change nothing, where it is spared."""
        fact = self.fact
        if fact is None or self.why_spared:
            return False
        if self.before is not None:
            put_back(fact, self.before)
        if isinstance(fact, Signature):
            fact.retract(UNDONE) if self.before is None else fact.correct(UNDONE)
        elif self.before is None:
            fact.remove()
        else:
            fact.update()
        return True


def tell(by: str, text: str) -> None:
    for listener in on_import:
        listener(by, text)


def put_back[Fact: Signature | Contact](fact: Fact, values: dict[str, Any]) -> Fact:
    """Set on a fact what ``fields_of`` returned of it."""
    for field in fact._meta.concrete_fields:
        if field.name in values:
            setattr(fact, field.attname, field.to_python(values[field.name]))
    return fact


def fields_of(fact: Signature | Contact) -> dict[str, Any]:
    """Return what staff can edit of a fact as data, the same whenever it says the same."""
    names = [field.name for field in fact._meta.concrete_fields if field.editable]
    values = model_to_dict(fact, names)
    return {name: None if value is None else str(value) for name, value in values.items()}
