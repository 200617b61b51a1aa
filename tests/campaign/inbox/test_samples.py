"""What councils' mail servers and email programs send, in the forms that their makers document."""

import pytest

from campaign.inbox.auto_reply import unquoted
from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import MailKind
from tests.campaign.inbox import samples
from tests.campaign.inbox.mails import MESSAGE_ID, RECIPIENT, REFUSED, TOKEN, what


def test_each_reported_bounce_is_what_its_server_says():
    for server, action, status, words, kind in samples.REPORTED:
        email = classify(samples.report(server, action, status, words))
        assert what(email) == kind, words
        assert email.token == TOKEN
        assert email.fits(RECIPIENT, MESSAGE_ID)
        assert email.names(RECIPIENT, MESSAGE_ID)


def test_each_plain_bounce_is_what_its_words_say():
    for words, kind in samples.PLAIN:
        email = classify(samples.plain(words))
        assert what(email) == kind, words
        assert email.names(RECIPIENT, MESSAGE_ID)


def test_rejection_in_the_form_of_a_receipt_is_a_bounce():
    for words, kind in (
        ("Quota exceeded (mailbox for user is full)", REFUSED),
        ("This address takes mail of the council only.", REFUSED),
    ):
        email = classify(samples.rejection(words))
        assert what(email) == kind
        assert email.names(RECIPIENT, MESSAGE_ID)


def test_an_answers_own_words_are_separated_from_what_it_quotes():
    for layout in samples.ANSWERS:
        email = classify(samples.answer(layout))
        assert email.kind == MailKind.PERSON, layout
        assert email.text.startswith(samples.OWN), layout
        assert samples.QUOTED in email.text, layout
        assert samples.OWN in unquoted(email.text), layout
        assert samples.QUOTED not in unquoted(email.text), layout


@pytest.mark.parametrize(
    "quoted",
    [
        "> Will you sign?",
        "On Tue, 24 Nov 2026 at 10:15, Anna Smith wrote:\n> Will you sign?\n>\n> Anna",
        "On Tue, 24 Nov 2026 at 10:15, Anna Smith\n<letters@runaways.example> wrote:\n\n> Please",
        "Ar 24 Tach 2026, ysgrifennodd Anna:\n> A wnewch chi lofnodi?",
    ],
)
def test_words_below_marked_lines_are_the_senders_own(quoted):
    assert unquoted(f"{quoted}\n\nYes, gladly.").strip().endswith("Yes, gladly.")
    assert ">" not in unquoted(f"{quoted}\n\nYes, gladly.")


def test_malicious_text_is_separated_at_once():
    for text in ("on a wrote", "on a\n", ">\n", "\n", "From: ", "on " + "a" * 119 + "\n"):
        assert len(unquoted(text * (20_000 // len(text)))) <= 20_000
