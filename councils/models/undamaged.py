"""Text that was damaged on its way here is refused, wherever it comes in."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models

from councils.names import damage_in


def undamaged(text: str) -> None:
    """Refuse a text with damaged letters, as a validator of a form's field."""
    if damage := damage_in(text):
        raise ValidationError(damage)


class UndamagedModel(models.Model):
    """A model that takes no text with damaged letters: forms, sheets and the shell alike."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check each field as Django does, and every text that staff enter for damaged letters."""
        errors: dict[str, list[ValidationError]] = {}
        try:
            super().clean_fields(exclude)
        except ValidationError as error:
            errors = error.error_dict
        for field in self._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if not (is_text and field.editable) or field.name in {*errors, *(exclude or ())}:
                continue
            if damage := damage_in(getattr(self, field.attname) or ""):
                errors[field.name] = [ValidationError(damage)]
        if errors:
            raise ValidationError(errors)
