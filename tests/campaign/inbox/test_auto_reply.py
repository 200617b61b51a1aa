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


def test_person_who_quotes_an_out_of_office_reply_is_no_machine():
    assert "out of the office" in parsed("answer").text
    assert parsed("answer").kind == MailKind.ANSWER


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


@pytest.mark.parametrize("name", [name for name, (kind, _) in EXPECTED.items() if kind != "answer"])
def test_email_from_a_machine_is_never_answered(name):
    assert not parsed(name).may_be_answered


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("Auto-Submitted: no", MailKind.ANSWER),
        ("Auto-Submitted: No (a person wrote this)", MailKind.ANSWER),
        ("Auto-Submitted: auto-replied; owner-email=x@example.org", MailKind.AUTO_REPLY),
        ("Auto-Submitted: AUTO-GENERATED", MailKind.AUTO_REPLY),
        ("X-Autorespond: yes", MailKind.AUTO_REPLY),
        ("X-Auto-Reply: no", MailKind.ANSWER),
        ("Precedence: auto_reply", MailKind.AUTO_REPLY),
        ("Precedence: first-class", MailKind.ANSWER),
    ],
)
def test_headers_say_first_whether_a_machine_wrote_it(fields, kind):
    assert classify(fields.encode() + b"\n" + mail("answer")).kind == kind


def test_header_that_says_a_person_wrote_it_outweighs_phrases():
    data = mail("out_of_office_by_phrases_only")
    assert classify(data).kind == MailKind.AUTO_REPLY
    assert classify(b"Auto-Submitted: no\n" + data).kind == MailKind.ANSWER


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
    assert classify(data.encode()).kind == MailKind.ANSWER


GUESSED = ["acknowledgement_by_phrases_only", "out_of_office_by_phrases_only",
           "welsh_out_of_office", "welsh_acknowledgement_by_words_only", "html_acknowledgement",
           "ticket_received_freshdesk", "case_opened_servicenow", "no_longer_works_here",
           "large_volume_of_correspondence", "not_in_the_office_today", "welsh_not_in_the_office",
           ]  # fmt: skip


@pytest.mark.parametrize(
    "name", [name for name, (kind, _) in EXPECTED.items() if kind == MailKind.AUTO_REPLY]
)
def test_automatic_reply_known_by_its_words_alone_is_a_guess(name):
    assert parsed(name).is_guess == (name in GUESSED)


@pytest.mark.parametrize(
    "text, kind",
    [
        ("I am on annual leave from Friday. We will sign.", MailKind.ANSWER),
        ("Thank you for your email. I am on leave from Friday, and Jo Smith has the papers until "
         "then.", MailKind.ANSWER),
        ("I will be out of the office until 3 December.\n\nCllr Pat Jones", MailKind.AUTO_REPLY),
        ("Thank you for your email. I am on leave.", MailKind.AUTO_REPLY),
        ("I am on annual leave until Friday. If it is urgent, ask Jo Smith.", MailKind.AUTO_REPLY),
        ("** THIS IS AN AUTOMATED RESPONSE **\nWe will read it at the next meeting.",
         MailKind.AUTO_REPLY),
    ],
)  # fmt: skip
def test_reply_is_automatic_by_two_clues_or_by_one_and_nothing_else(text, kind):
    data = f"From: a@b.example\nSubject: RE: Sign?\nIn-Reply-To: <one@b.example>\n\n{text}\n"
    assert classify(data.encode()).kind == kind


def test_phrases_inside_a_sentence_or_far_down_are_no_clue():
    clues = "I am out of the office. Your reference is 12. This is an automated email."
    told = "From: pat@sheffield.example\nSubject: Your letter\n\n{}\n"
    assert classify(told.format(clues).encode()).kind == MailKind.AUTO_REPLY
    for text in (
        f"We will sign.\n\nKind regards,\n\nPat\n\n{clues}",
        f"We will sign. {'We talked about it at length. ' * 20}\n\n{clues}",
        f"We will sign.\n\nFrom: Anna\n{clues}",
        "My deputy says that I am out of the office and that your reference is 12.",
    ):
        assert classify(told.format(text).encode()).kind == MailKind.ANSWER


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
    assert classify(data.encode()).kind == MailKind.AUTO_REPLY
