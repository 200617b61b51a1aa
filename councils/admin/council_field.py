"""The field in which staff type a council by any name, on the forms of the admin."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from councils.models import Council
from councils.record import record_on
from councils.search.called import council_called

TYPED = "By any name."


class CouncilField(forms.CharField):
    """A council by any name or its code. What was typed and is none is an error, and stays."""

    default_error_messages = {"required": "Say which council."}

    def __init__(self, *, any_kind: bool = False, **options: Any) -> None:
        """``any_kind`` takes districts and councils that closed too, by their names or code."""
        super().__init__(max_length=120, **options)
        self.any_kind = any_kind
        self.widget.attrs |= {"autocomplete": "off", "size": 40}

    def prepare_value(self, value: Any) -> Any:
        """Return the name of the council of a row; what was typed as it was typed."""
        if not isinstance(value, int):
            return value
        council = Council.objects.filter(pk=value).first()
        return council.name if council else ""

    def clean(self, value: Any) -> Council | None:
        text = super().clean(value)
        if not text:
            return None
        if exact := self.in_full(text):
            return exact
        called = council_called(text, record_on())
        if called.row and called.is_guess:
            raise forms.ValidationError(
                f"“{text}” is no council’s name. Is {called.row.name} meant? Then write that."
            )
        if called.row:
            return Council.objects.get(pk=called.row.id)
        may_be = "; ".join(row.name for row in called.choices)
        said = f"{called.reason} Write it in full: {may_be}." if may_be else called.reason
        raise forms.ValidationError(said)

    def in_full(self, text: str) -> Council | None:
        """Return the council with a full name or a code, also one that has closed.

        Where districts are asked for too, its short name will do if no other council has it.
        """
        councils = Council.objects.all() if self.any_kind else Council.objects.responsible()
        found = councils.filter(Q(name__iexact=text) | Q(code__iexact=text)).first()
        if found or not self.any_kind:
            return found
        so_called = councils.filter(short_name__iexact=text)
        return so_called.get() if so_called.count() == 1 else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((self.prepare_value(initial) or "") != (data or ""))


class AsksForCouncils:
    """Mixin for an admin page whose councils are typed. It must come first among the bases."""

    typed_councils: tuple[str, ...] = ("council",)
    of_any_kind = False
    """Whether districts are asked for too."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what a link fills in, which names a council by its number."""
        given: dict[str, Any] = super().get_changeform_initial_data(request)  # type: ignore[misc]
        for name in self.typed_councils:
            if str(given.get(name, "")).isdecimal():
                given[name] = int(given[name])
        return given

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.typed_councils:
            label = str(db_field.verbose_name).capitalize()
            return CouncilField(
                label=label,
                required=not db_field.blank,
                help_text=f"{TYPED} {db_field.help_text}" if self.of_any_kind else TYPED,
                any_kind=self.of_any_kind,
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
