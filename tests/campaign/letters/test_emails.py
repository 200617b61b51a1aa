"""The emails about a letter, read back from their bytes as an email program reads them."""

import re

import pytest

from campaign.letters.models import Letter
from campaign.pages.models import Organisation
from tests.campaign.letters.conftest import WRITER
from tests.campaign.letters.typed import AWKWARD, NAMES, read, text_of

SNEAKY = [
    "Anna\r\nBcc: everyone@example.org\r\n\r\nHello",
    "=?utf-8?q?Anna=0D=0ABcc:_everyone@example.org?=",
    "=?utf-8?b?DQpCY2M6IHg=?=",
]


@pytest.fixture
def sent(confirmed):
    return confirmed


# The letter


@pytest.mark.promise(19)
def test_the_letter_comes_from_us_by_name_and_is_answered_to_its_writer(sent):
    message = sent()
    mail = read(message)
    assert mail["From"].addresses[0].display_name == "Anna Smith via Make Runaways Safe"
    assert mail["From"].addresses[0].addr_spec == "site@localhost"
    assert mail["Reply-To"].addresses[0].display_name == "Anna Smith"
    assert mail["Reply-To"].addresses[0].addr_spec == WRITER["email"]
    assert mail["To"].addresses[0].addr_spec == "lead@kent.example" == message.recipient
    assert "Kent" in mail["Subject"]
    assert "Auto-Submitted" not in mail  # a person wrote it
    assert message.envelope_sender.startswith("bounces+")
    assert message.token not in bytes(message.content).decode()


def test_the_footer_says_who_runs_this_that_the_address_was_checked_and_how_to_object(
    sent, db, settings
):
    Organisation.objects.create(
        pk=1, name="The Campaign", charity_number="123456", email="us@runaways.example",
        postal_address="1 Long Road, Leeds",
    )  # fmt: skip
    footer = text_of(sent()).partition("-" * 40)[2]
    assert footer.strip().split("\n") == [
        "Sent for Anna Smith by Make Runaways Safe. Reply, and it goes to Anna Smith, not to us:"
        " we’ve checked that the address is theirs.",
        "Please pass on their details only to those who need them to answer.",
        f"We haven’t found the charter’s full text: {settings.SITE_URL}/for-councils/",
        "Too many letters, the wrong inbox, or something wrong?"
        f" {settings.SITE_URL}/sign/?council=kent&kind=letters",
        "Make Runaways Safe, run by The Campaign, registered charity 123456, 1 Long Road, Leeds",
    ]


@pytest.mark.promise(19)
@pytest.mark.parametrize("name", NAMES)
def test_any_name_and_subject_read_as_they_were_typed(sent, name):
    name = name.strip()[:120].strip()
    message = sent(name=name, subject=f"{name[:100]} from Kent"[:150])
    mail = read(message)
    for header in ("From", "Reply-To", "To"):
        assert len(mail[header].addresses) == 1
    folded = re.sub(r"\s+", "", f"{name} via Make Runaways Safe")  # Python's reader adds spaces
    assert re.sub(r"\s+", "", mail["From"].addresses[0].display_name) == folded
    assert mail["From"].addresses[0].addr_spec == "site@localhost"
    assert mail["Reply-To"].addresses[0].addr_spec == WRITER["email"]
    assert f"\n{name}\n" in text_of(message)
    assert max(map(len, bytes(message.content).split(b"\r\n"))) <= 200


@pytest.mark.promise(19)
@pytest.mark.parametrize("typed", SNEAKY)
@pytest.mark.parametrize("field", ["name", "subject", "postal_address"])
def test_typed_text_cannot_add_a_header(sent, mails, field, typed):
    message = sent(**{field: typed})
    for queued in (message, *mails()):
        mail = read(queued)
        assert "Bcc" not in mail
        assert len(mail.get_all("Subject")) == 1
        assert mail["To"].addresses[0].addr_spec == queued.recipient


# The copy


def test_a_copy_of_a_confirmed_letter_goes_to_its_writer(sent, mails):
    sent(text=AWKWARD, subject="To {Kent} 100%")
    (copy,) = mails("copy")
    text = text_of(copy)
    for part in (
        "You confirmed this letter to Kent County Council on 24 November 2026.",
        f"/letters/{Letter.objects.get().token}/",
        "To {Kent} 100%",
        AWKWARD,
        "Anna Smith\nCrookes, Sheffield",
    ):
        assert part in text
    assert copy.recipient == "anna@example.org"
