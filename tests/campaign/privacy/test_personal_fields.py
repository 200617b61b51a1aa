"""Every field of text says whether it holds a person’s words, and so is found and erased."""

import pytest
from django.apps import apps
from django.db import models

from campaign.privacy.held import EACH_NIGHT, OF_A_PERSON, declared

TEXT = (models.CharField, models.TextField, models.BinaryField, models.JSONField, models.FileField)
OF_NOBODY = {
    "admin.LogEntry": "what staff did; it names a row by its number",
    "auth.Group": "a role",
    "auth.Permission": "a permission",
    "contenttypes.ContentType": "a model",
    "otp_totp.TOTPDevice": "what we call an authenticator app, and its key",
    "outbox.MailSettings": "how email goes out",
    "pages.Notice": "what staff publish",
    "pages.Page": "what staff publish",
    "pages.Organisation": "who runs the site, published by it",
    "pages.NewsItem": "what staff publish",
    "supporters.Update": "what staff publish",
    "tasks.TaskStep": "a note on a task, shown, emptied and deleted with it",
    "asking.Ask": "what stands for a question in emails",
    "staff.RecoveryDevice": "what we call a set of codes",
    "operations.CompletedJob": "a job",
}
"""Models that hold no word of a person but the names of staff, and what they hold."""
OF_THE_RECORD = ("councils.", "sessions.")
"""What is public, and may name who signed for a council; and sessions, which are unreadable."""


def texts(model):
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, TEXT) and not field.choices
    }


def said(personal):
    return {*personal.addresses, *personal.names, *personal.words, *personal.of_nobody}


def undeclared(declarations):
    """Return the fields of text of which nobody has said what they hold."""
    return {
        f"{model._meta.label}.{field}"
        for model in apps.get_models()
        if model._meta.label not in OF_NOBODY
        and not model._meta.proxy
        and not model._meta.label.startswith(OF_THE_RECORD)
        and "Historical" not in model.__name__
        and not model._meta.proxy
        for field in texts(model) - (said(declarations[model]) if model in declarations else set())
    }


@pytest.mark.promise(21)
def test_each_says_what_it_holds():
    assert undeclared(dict(declared())) == set()


def test_whatever_holds_people_shows_it_to_them_and_has_its_time():
    for model, personal in declared():
        if personal.addresses or personal.names:
            assert personal.shown, f"{model} shows nobody what it holds of them"
            stays = personal.is_of_staff or personal.erase is None
            assert personal.kept or stays, f"{model} keeps them for ever"


def test_whatever_says_what_it_holds_has_its_place_in_the_order_of_deleting():
    declarations = dict(declared())
    for model in apps.get_models():
        if getattr(model, "personal", None):
            assert model in declarations, model
    for model, personal in declarations.items():
        assert (model in OF_A_PERSON) == (personal.shown is not None), model
        assert model in EACH_NIGHT or not personal.kept, model


def test_emails_go_before_the_letters_whose_writers_they_tell():
    order = [model._meta.label for model in EACH_NIGHT]
    assert order.index("outbox.OutgoingMessage") < order.index("letters.Letter")
