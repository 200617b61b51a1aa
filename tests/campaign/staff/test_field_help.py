"""Each field that staff fill in says what it is for."""

import re

import pytest
from django import forms as forms_of_django
from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import ModelForm
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


RAW = re.compile(r"\b(slug|by to|pk|permissions?)\b|^is |_", re.IGNORECASE)


def test_no_field_is_called_as_in_the_code(asked):
    named = {
        f"{label}.{name}: {field.label}"
        for label, form in forms(asked)
        for name, field in form.base_fields.items()
        if RAW.search(str(field.label or ""))
    }
    assert named == set()


FOR_VISITORS = (
    "campaign.letters.forms",
    "campaign.rate_limits.forms", "campaign.supporters.forms",
    "councils.forms", "councils.tracker.forms", "campaign.sign_up.forms.SignUpForm",
    "campaign.tasks.forms.TellUsForm",
)  # fmt: skip
"""Modules and classes of the forms that are not the desk's."""
NAMES_SAY_ALL = {
    *("act", "shows", "meant", "all_the_same", "sure", "owner_seen"),
    *("username", "password", "old_password", "code", "action", "select_across"),
    "campaign.tasks.forms.TaskActionForm.outcome",  # in the bar above the list
    "campaign.recording.acts.Confirm.day",  # the sentence above it says when it stays empty
}


def screens(form=forms_of_django.BaseForm):
    """Yield each form of a screen of ours at the desk."""
    for subclass in form.__subclasses__():
        called = f"{subclass.__module__}.{subclass.__qualname__}"
        is_ours = called.startswith(("campaign.", "councils.")) and "<" not in called
        is_plain = not issubclass(subclass, ModelForm)
        if is_ours and is_plain and not called.startswith(FOR_VISITORS):
            yield called, subclass
        yield from screens(subclass)


def test_each_field_of_a_screen_of_ours_has_help(asked):
    found = dict(screens())
    for name in ("screens.ClosingForm", "privacy.views.Erasure",
                 "views.ListForm",
                 "recording.forms.RecordForm", "recording.acts.Withdraw"):  # fmt: skip
        assert any(name in called for called in found), name
    without = {
        f"{called}.{name}"
        for called, form in found.items()
        for name, field in form.base_fields.items()
        if not field.help_text and not field.widget.is_hidden
        if NAMES_SAY_ALL.isdisjoint({name, f"{called}.{name}"})
    }
    assert without == set()


RAW_WORDS = re.compile(r"Enter a valid|This field is required|Select a valid|Enter a whole number")

ANSWERS_OTHERWISE = {
    "tasks.Task",  # its own page has its own form
    "campaign.tasks.forms.TaskActionForm",  # the bar above the list, which answers by a message
}


def test_no_field_answers_in_the_words_of_django(asked):
    raw = {
        f"{label}.{name}: {words}"
        for label, form in [*forms(asked), *screens()]
        for name, field in form.base_fields.items()
        for words in field.error_messages.values()
        if label not in ANSWERS_OTHERWISE and RAW_WORDS.search(str(words))
    }
    assert raw == set()
