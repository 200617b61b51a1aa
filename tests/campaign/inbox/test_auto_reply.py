"""What people write, and what machines do."""

import pytest

from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import MailKind
from tests.campaign.inbox.mails import EXPECTED, mail, parsed


@pytest.mark.parametrize(
    "name", ["use_our_web_form", "html_acknowledgement", "welsh_acknowledgement_by_words_only"]
)
def test_automatic_reply_that_sends_people_to_a_form_is_marked(name):
    assert parsed(name).wants_form


@pytest.mark.parametrize(
    "name", ["outlook_out_of_office", "acknowledgement_by_phrases_only", "welsh_out_of_office"]
)
def test_automatic_reply_that_names_no_form_is_not_marked(name):
    assert not parsed(name).wants_form


@pytest.mark.parametrize(
    "field",
    [
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "List-Id: <news.example.org>",
        "List-Unsubscribe: <mailto:x@example.org>",
    ],
)
def test_email_that_asks_for_no_automatic_answer_gets_none(field):
    data = mail("reply_to_a_confirmation")
    assert classify(data).may_be_answered
    assert not classify(field.encode() + b"\n" + data).may_be_answered


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("Auto-Submitted: no", MailKind.PERSON),
        ("Auto-Submitted: No (a person wrote this)", MailKind.PERSON),
        ("Auto-Submitted: auto-replied; owner-email=x@example.org", MailKind.AUTOMATIC),
        ("Auto-Submitted: AUTO-GENERATED", MailKind.AUTOMATIC),
        ("X-Autorespond: yes", MailKind.AUTOMATIC),
        ("X-Auto-Reply: no", MailKind.PERSON),
        ("Precedence: auto_reply", MailKind.AUTOMATIC),
        ("Precedence: first-class", MailKind.PERSON),
    ],
)
def test_headers_say_first_whether_a_machine_wrote_it(fields, kind):
    assert classify(fields.encode() + b"\n" + mail("answer")).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your email. The council will sign in June.",
        "I was out of office last week, sorry. We discussed the charter on Monday.",
        "Please reply to me with your phone number.",
        "I have asked our policy team, and they block out time for this in May.",
        "We received your letter and will put it to the committee. It is on our website.",
        "Diolch am eich llythyr. Byddaf yn codi hyn gyda'r arweinydd.",
    ],
)
def test_emails_of_people_are_answers(text):
    data = f"From: pat@sheffield.example\nSubject: Your letter\n\n{text}\n"
    assert classify(data.encode()).kind == MailKind.PERSON


GUESSED = ["acknowledgement_by_phrases_only", "out_of_office_by_phrases_only",
           "welsh_out_of_office", "welsh_acknowledgement_by_words_only", "html_acknowledgement",
           "ticket_received_freshdesk", "case_opened_servicenow", "no_longer_works_here",
           "large_volume_of_correspondence", "not_in_the_office_today", "welsh_not_in_the_office",
           "empty", "not_a_mail_at_all"]  # fmt: skip


@pytest.mark.parametrize(
    "name", [name for name, (kind, _) in EXPECTED.items() if kind == MailKind.AUTOMATIC]
)
def test_automatic_reply_known_by_its_words_alone_is_a_guess(name):
    assert parsed(name).is_guess == (name in GUESSED)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: your letter", "Out of Office", "AutoReply", "Auto: back Monday",
        "Auto-Response: we got it", "Allan o'r swyddfa", "Ateb awtomatig: eich llythyr",
        "Diolch am gysylltu â ni", "Acknowledgement of your correspondence",
    ],
)  # fmt: skip
def test_subjects_of_machines_are_automatic(subject):
    data = f"From: pat@sheffield.example\nSubject: {subject}\n\nHello.\n"
    assert classify(data.encode()).kind == MailKind.AUTOMATIC
