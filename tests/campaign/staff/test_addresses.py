"""Who may open what: a table of every address of the admin and the roles that may open it.

A new address fails the test until its roles are listed here.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern

from campaign.pages.models import Page
from campaign.staff import roles
from campaign.tasks.models import Task
from councils.models import Signature
from tests.seen import links, words

ALL = ("recorder", "editor", "supporter care", "reader")
RECORD, EDITOR, CARE, NOBODY = ("recorder", "editor"), ("editor",), ("supporter care",), ()
TASKS, LOOKS_AT_WORDS = ("recorder", "editor", "supporter care"), ("editor", "reader")

LISTS = {
    # roles that may view, add, change and delete
    "asking_ask": (TASKS, NOBODY, NOBODY, NOBODY),  # its own views check who may ask
    "auth_user": (NOBODY, NOBODY, NOBODY, NOBODY),
    "councils_change": (RECORD, NOBODY, NOBODY, NOBODY),
    "councils_contact": (ALL, RECORD, RECORD, RECORD),
    "councils_council": (ALL, EDITOR, EDITOR, NOBODY),
    "councils_edition": (ALL, EDITOR, EDITOR, NOBODY),
    "councils_event": (ALL, NOBODY, RECORD, NOBODY),
    "councils_lineage": (ALL, EDITOR, EDITOR, EDITOR),
    "councils_pause": (ALL, TASKS, TASKS, NOBODY),
    "councils_signature": (ALL, NOBODY, RECORD, NOBODY),
    "inbox_incomingmessage": (CARE, NOBODY, NOBODY, NOBODY),
    "outbox_outgoingmessage": (CARE, NOBODY, CARE, NOBODY),
    "pages_newsitem": (LOOKS_AT_WORDS, EDITOR, EDITOR, EDITOR),
    "pages_notice": (LOOKS_AT_WORDS, EDITOR, EDITOR, NOBODY),
    "pages_organisation": (LOOKS_AT_WORDS, EDITOR, EDITOR, NOBODY),
    "pages_page": (LOOKS_AT_WORDS, EDITOR, EDITOR, NOBODY),
    "sign_up_signup": (TASKS, NOBODY, NOBODY, NOBODY),  # its own view checks who may decide
    "staff_auditentry": (NOBODY, NOBODY, NOBODY, NOBODY),
    "supporters_update": (CARE, CARE, CARE, NOBODY),
    "tasks_task": (TASKS, NOBODY, TASKS, NOBODY),
}
OTHERS = {
    "asking_ask_plan": RECORD,
    "index": ALL,
    "logout": ALL,
    "password_change": ALL,
    "password_change_done": ALL,
    "jsi18n": ALL,
    "app_list": ALL,
    "view_on_site": ALL,
    "guide": ALL,
    "typed": ALL,
    "held_letters": CARE,
    "pages_newsitem_simple_history": ALL,
    "pages_page_simple_history": ALL,  # it looks up the row, then who may change it
    "closing": NOBODY,
    "switch": CARE,
    "privacy_person": CARE,
    "record": RECORD,
    "recorded": ALL,
    "record_correct": RECORD,
    "record_act": RECORD,
    "record_file": ALL,
    "take_out": RECORD,  # of a message: who may change it
    "erase_versions": EDITOR,
    "record_lists": RECORD,
    "record_list": RECORD,
    "supporters_update_steps": CARE,
    "autocomplete": ALL,  # it checks the permission to view the model itself
    "login": ALL,
    "second_factor": ALL,
}
METHODS = {"switch": "POST"}
OPEN_TO_ALL = {"login", "second_factor", "logout"}


VERBS = ("changelist", "change", "add", "delete", "history")


def patterns(urls):
    for url in urls:
        if isinstance(url, URLPattern):
            yield url
        else:
            yield from patterns(url.url_patterns)


VIEWS = {url.name: url.callback for url in patterns(admin.site.get_urls()) if url.name}
"""Without a name are Django's own: an old address of a change form, and whatever there is not."""
ARGUMENTS = {
    "record_lists": {"kind": "signatures"},
    "record_list": {"kind": "signatures", "pk": 0},
    "app_list": {"app_label": "councils"},
    "view_on_site": {"content_type_id": 0, "object_id": "0"},
    "pages_newsitem_simple_history": {"object_id": "0", "version_id": "0"},
    "pages_page_simple_history": {"object_id": "0", "version_id": "0"},
    **dict.fromkeys(("recorded", "record_correct"), {"kind": "signature", "pk": 0}),
    "record_file": {"digest": "0"},
    "take_out": {"kind": "signature", "pk": 0},
    "erase_versions": {"kind": "page", "pk": 0},
    "record_act": {"kind": "signature", "pk": 0, "act": "retract"},
}
COUNCILS_OF_A_SIGNATURE = "?app_label=councils&model_name=signature&field_name=council"
MODEL_ADMINS = {
    model._meta.label_lower.replace(".", "_"): model_admin
    for model, model_admin in admin.site._registry.items()
}


def opens(user, name, method="GET"):
    """Whether a user is let in; a missing row does not count as a refusal."""
    query = COUNCILS_OF_A_SIGNATURE if name == "autocomplete" else ""
    request = getattr(RequestFactory(), method.lower())(f"/admin/{query}")
    request.user, request.session, request._dont_enforce_csrf_checks = (user, SessionStore(), True)
    request._messages = FallbackStorage(request)
    model, _, verb = name.rpartition("_")
    if verb == "change" and model in LISTS:  # some views look up the row first
        model_admin = MODEL_ADMINS[model]
        asks = (
            model_admin.has_change_permission
            if method == "POST"
            else model_admin.has_view_permission
        )
        return asks(request)
    arguments = ARGUMENTS.get(name, {})
    if verb in ("change", "delete", "history") and model in LISTS:
        arguments = {"object_id": "0"}
    elif verb in ("settle", "back", "steps", "formal"):
        arguments = {"pk": 0}
    try:
        response = VIEWS[name](request, **arguments)
    except PermissionDenied:
        return False
    except Http404:
        return True
    return response.status_code != 403 and "login" not in response.headers.get("Location", "")


@pytest.fixture
def people(db):
    """A member of staff in each role, an administrator, and one without a role."""
    made = {}
    for role in (*roles.IN_WORDS, "no role"):
        made[role] = User.objects.create(username=f"{role}@example.org")
        roles.give(made[role], role)
    return made


def test_every_address_is_in_the_table():
    named = {f"{model}_{verb}" for model in LISTS for verb in VERBS} | OTHERS.keys()
    assert named == VIEWS.keys()


@pytest.mark.promise(27)
def test_each_role_opens_exactly_what_the_table_says(people):
    table = {(name, METHODS.get(name, "GET")): allowed for name, allowed in OTHERS.items()}
    for model, (seen, added, changed, deleted) in LISTS.items():
        table[f"{model}_changelist", "GET"] = table[f"{model}_change", "GET"] = seen
        table[f"{model}_add", "GET"] = table[f"{model}_add", "POST"] = added
        table[f"{model}_change", "POST"] = changed
        table[f"{model}_delete", "POST"] = deleted
    wrong = [
        (name, method, role)
        for (name, method), allowed in table.items()
        for role in roles.ROLES
        if opens(people[role], name, method) != (role in allowed)
    ]
    assert wrong == []


def test_nothing_opens_without_a_role_or_signing_in(people):
    for name in set(VIEWS) - OPEN_TO_ALL:
        assert not opens(AnonymousUser(), name), name
    for model in LISTS:
        assert not opens(people["no role"], f"{model}_changelist"), model
        assert opens(people["administrator"], f"{model}_changelist"), model


def test_a_reader_is_offered_nothing_that_would_be_refused(people, client, settings):
    settings.MUST_BE_OPENED = True
    client.force_login(people["reader"])
    desk = client.get("/admin/")
    assert "This site is being prepared." in words(desk)
    assert not {address for address in links(desk) if "/add/" in address}
    assert not {address for address in links(desk) if "/lists/" in address}
    assert client.get("/admin/record/lists/signatures/").status_code == 403
    signature = Signature.objects.first()
    fact = words(client.get(f"/admin/record/signature/{signature.pk}/"))
    assert "On record and public" in fact
    assert "Withdraw" not in fact
    page = Page.objects.get(slug="privacy")
    form = words(client.get(f"/admin/pages/page/{page.pk}/change/"))
    assert "Show how it looks" not in form


def test_a_complaint_is_seen_by_supporter_care_alone(people, client):
    task = Task(text="Wrong.", name="Olu Ade", email="olu@sheffield.example")
    task.receive_complaint()
    for role, may in (("recorder", False), ("supporter care", True)):
        client.force_login(people[role])
        page = client.get(f"/admin/tasks/task/{task.pk}/change/")
        assert page.status_code == (200 if may else 403), role
        assert ("Olu Ade" in words(page)) == may, role
        assert ("1 complaint to answer" in words(client.get("/admin/"))) == may, role
