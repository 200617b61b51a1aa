"""A stranger types somebody else's address into every form, and words that they should read."""

import pytest
from django.test import Client

from campaign.outbox.models import OutgoingMessage
from tests.campaign.letters.conftest import Browser

VICTIM = "victim@mail.example"
LURE = "LURE sign in at evil-lure.example"


def by_letter(email):
    browser = Browser(Client())
    browser.go("/councils/sheffield/write/")
    browser.press("", topics=["talk"], own_line=LURE)
    lured = {"subject": LURE, "postal_address": LURE, "name": "Lure Lure"}
    browser.press("send", email=email, **lured)


def by_alert(email):
    Client().post("/alerts/?council=sheffield", {"email": email, "updates": "on", "name": LURE})


def by_sign_up(email):
    typed = {"officer": "Lure Lure", "role": "sign in at evil.example", "text": LURE}
    Client().post("/sign/?council=sheffield", {"kind": "wants", "email": email, **typed})


def by_complaint(email):
    Client().post(
        "/complaints/", {"text": LURE, "about": "sheffield", "name": LURE, "email": email}
    )


def by_lost_links(email):
    by_letter(email)
    Client().post("/letters/lost/", {"email": email})


@pytest.mark.promise(14)
@pytest.mark.parametrize("name", ["", "LURE evil-lure.example "])
@pytest.mark.parametrize("form", [by_letter, by_alert, by_sign_up, by_complaint, by_lost_links])
def test_no_form_sends_a_stranger_a_word_that_somebody_typed(form, name, contact, sheffield):
    contact(council=sheffield, where="lead@sheffield.example")
    form(f"{name}<{VICTIM}>" if name else VICTIM)
    sent = OutgoingMessage.objects.all()
    assert sent.exists() == (form is not by_complaint)
    for message in sent:
        assert message.recipient == VICTIM
        content = bytes(message.content).lower()
        assert b"lure" not in content
        assert b"evil" not in content
