"""What was taken in from one list: who did it, when, and what each fact said before."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from councils.models.contact import Contact
from councils.models.signature import Signature

UNDONE = "The list that it came from was taken back."


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

    def add(self, fact: Signature | Contact, before: Signature | Contact | None) -> None:
        """Keep what a fact said before this list, and what it says now."""
        kind = "signature" if isinstance(fact, Signature) else "contact"
        fact.refresh_from_db()
        said = fields_of(before) if before else None
        ImportedRow.objects.create(
            batch=self, **{kind: fact}, name=str(fact.council), before=said, after=fields_of(fact)
        )

    def undo(self) -> list[str]:
        """Put everything back as one; return the councils whose fact was edited since.

        Those are spared. Raises ValidationError if it was undone before.
        """
        with transaction.atomic():
            mine = ImportBatch.objects.filter(pk=self.pk, undone_at=None)
            if not mine.update(undone_at=timezone.now()):
                raise ValidationError("It was undone already.")
            rows = self.rows.select_related("signature", "contact")
            spared = [row.name for row in rows if not row.undo()]
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

    def undo(self) -> bool:
        """Put the fact back; return False, and change nothing, where it was edited since."""
        fact = self.signature or self.contact  # as it stands in the database
        if fact is None or getattr(fact, "retracted_on", None):
            return False
        now = fields_of(fact)
        if any(now.get(name) != value for name, value in self.after.items()):
            return False
        if self.before is not None:
            for field in fact._meta.concrete_fields:
                if field.name in self.before:
                    setattr(fact, field.attname, field.to_python(self.before[field.name]))
        if isinstance(fact, Signature):
            fact.retract(UNDONE) if self.before is None else fact.correct(UNDONE)
        elif self.before is None:
            fact.remove()
        else:
            fact.update()
        return True


def fields_of(fact: Signature | Contact) -> dict[str, Any]:
    """Return what staff can edit of a fact as data, the same whenever it says the same."""
    names = [field.name for field in fact._meta.concrete_fields if field.editable]
    values = model_to_dict(fact, names)
    return {name: None if value is None else str(value) for name, value in values.items()}
