"""Refuse mojibake (text damaged by a wrong character encoding), however it is entered."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models

from councils.names import damage_in


def validate_no_mojibake(text: str) -> None:
    """Raise ValidationError if ``text`` contains mojibake: a validator for form fields."""
    if damage := damage_in(text):
        raise ValidationError(damage)


class NoMojibakeModel(models.Model):
    """A model whose ``clean_fields`` refuses mojibake in every text that staff can edit."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check each field as Django does, and every editable text field for mojibake."""
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
