"""Each field that staff fill in says what it is for."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory

SAYS_ALL = {
    "tasks.Task": "its own page has its own form",
    "councils.CouncilName.council": "it is hidden",
    "councils.CouncilName.starts_on": "used from, if known",
    "councils.CouncilName.ends_on": "no longer used from",
    "remove_picture": "a box beside the picture",
    "roles": "each role is described in its own words",
    "reason": "each form says what it is for",
}
"""Models and fields whose names say all, and why."""


@pytest.fixture
def asked(db):
    request = RequestFactory().get("/admin/")
    request.user = User(username="ada@example.org", is_superuser=True, is_staff=True)
    return request


def forms(asked):
    """Yield every form of the staff site in which somebody types, with its model's label."""
    for model, model_admin in admin.site._registry.items():
        rows = [None] if model_admin.has_add_permission(asked) else []
        if model_admin.has_change_permission(asked):
            rows.append(model())
        for row in rows:
            yield model._meta.label, model_admin.get_form(asked, row, change=row is not None)
            for formset, _ in model_admin.get_formsets_with_inlines(asked, None):
                yield formset.model._meta.label, formset.form


def test_each_field_has_help_or_a_name_that_says_all(asked):
    without = {
        f"{label}.{name}"
        for label, form in forms(asked)
        for name, field in form.base_fields.items()
        if not field.help_text and SAYS_ALL.keys().isdisjoint({label, name, f"{label}.{name}"})
    }
    assert without == set()
