"""Olu Ade, head of children's services at Sheffield City Council, and what Olu writes to us."""

import pytest

from campaign.sign_up.models import SignUp
from tests.conftest import forget_everything
from tests.recording import preview_and_publish
from tests.seen import fields, links

OLU = "olu.ade@sheffield.gov.uk"
SIGN = "/sign/?council=sheffield"
DECIDE = "/admin/sign_up/signup/{}/change/"


@pytest.fixture
def write(client, db):
    """Return a function that sends the form for Sheffield, with valid fields by default."""

    def send(kind="wants", email=OLU, headers=None, **typed):
        filled = {
            "kind": kind,
            "email": email,
            "officer": "Olu Ade",
            "role": "Head of children’s services",
            **typed,
        }
        return client.post(SIGN, filled, headers=headers)

    return send


@pytest.fixture
def written(write):
    """Return a function that sends a message for Sheffield and confirms it as Olu does."""

    def send(kind="wants", **typed):
        assert write(kind, **typed).status_code == 200
        sign_up = SignUp.objects.first()
        assert sign_up.confirm()
        return sign_up

    return send


@pytest.fixture
def answer(staff):
    """Return a function that selects a button on a message’s page, then sends what it shows."""

    def send(sign_up, button, words=""):
        address = DECIDE.format(sign_up.pk)
        page = fields(staff.get(address))
        shown = staff.post(address, page | {"words": words, button: ""})
        if "seen" not in fields(shown):
            return shown
        return staff.post(address, fields(shown) | {button: ""}, follow=True)

    return send


@pytest.fixture
def record(staff):
    """Return a function that follows a link of a message’s page, and fills in what it opens."""

    def send(sign_up, link, button="publish", **typed):
        offered = links(staff.get(DECIDE.format(sign_up.pk)))
        address = next(there for there, text in offered.items() if text.startswith(link))
        filled = fields(staff.get(address)) | typed
        there = address.partition("?")[0]
        if button == "publish":
            return preview_and_publish(staff, there, filled, follow=True)
        return staff.post(there, {**filled, button: ""}, follow=True)

    return send


@pytest.fixture
def hold_the_text(edition):
    """Return a function that enters the charter's text, as staff would."""

    def hold():
        edition.text, edition.source = "We will listen.\n\nWe will act.", "A copy from its owner."
        edition.owner, edition.agreed_by = "The Owner", "The Owner, 1 November 2026"
        edition.may_be_signed_here = True
        edition.correct("Its owner gave it to us.")
        forget_everything()
        return edition

    return hold
