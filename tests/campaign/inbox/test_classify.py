"""Every mail in mail/ was written for these tests, after what such servers and people send."""

import pytest

from campaign.inbox import mime
from campaign.inbox.bounces import kind_of, refused_mailbox
from campaign.inbox.classify import read, token_in
from campaign.inbox.parsed_mail import Kind
from tests.campaign.inbox.mails import FOLDER, MESSAGE_ID, RECIPIENT, TOKEN, mail

EXPECTED = {
    # What came back for good
    "postfix_user_unknown": (Kind.PERMANENT, "5.1.1"),
    "exchange_online_no_recipient": (Kind.PERMANENT, "5.1.10"),
    "exchange_access_denied": (Kind.PERMANENT, "5.4.1"),
    "exim_dsn_unrouteable": (Kind.PERMANENT, "5.0.0"),
    "gmail_address_not_found": (Kind.PERMANENT, "5.1.1"),
    "qmail_failure_notice": (Kind.PERMANENT, "5.1.1"),
    "sendmail_host_unknown": (Kind.PERMANENT, "5.1.2"),
    "dsn_without_status_or_action": (Kind.PERMANENT, "5.1.1"),
    "dsn_with_nothing_in_it": (Kind.PERMANENT, "5.1.1"),
    "dsn_for_a_group": (Kind.PERMANENT, "5.2.1"),
    "dsn_wrapped_by_a_gateway": (Kind.PERMANENT, "5.1.1"),
    "bounce_about_another_message": (Kind.PERMANENT, "5.1.1"),
    "bounce_passed_on_inside": (Kind.PERMANENT, "5.1.1"),
    # A full mailbox
    "postfix_mailbox_full": (Kind.FULL, "5.2.2"),
    "exchange_mailbox_full": (Kind.FULL, "5.2.2"),
    "exim_plain_quota": (Kind.FULL, ""),
    "dsn_in_base64": (Kind.FULL, "5.2.2"),
    # Refused by a rule
    "postfix_content_rejected": (Kind.POLICY, "5.7.1"),
    "exchange_only_from_inside": (Kind.POLICY, "5.7.133"),
    "exim_plain_administrative_prohibition": (Kind.POLICY, ""),
    "gmail_spam_rejected": (Kind.POLICY, "5.7.0"),
    "mimecast_rejected_by_policy": (Kind.POLICY, "5.0.0"),
    # Given up, and still being tried
    "postfix_given_up": (Kind.TEMPORARY, "4.4.1"),
    "postfix_delayed": (Kind.DELAYED, "4.4.1"),
    "exchange_delayed": (Kind.DELAYED, "4.4.7"),
    "exim_plain_warning": (Kind.DELAYED, ""),
    "gmail_delay": (Kind.DELAYED, "4.4.1"),
    # Automatic replies, by their fields and by their words
    "outlook_out_of_office": (Kind.AUTO_REPLY, ""),
    "vacation_with_precedence_bulk": (Kind.AUTO_REPLY, ""),
    "gmail_vacation": (Kind.AUTO_REPLY, ""),
    "use_our_web_form": (Kind.AUTO_REPLY, ""),
    "acknowledgement_by_phrases_only": (Kind.AUTO_REPLY, ""),
    "out_of_office_by_phrases_only": (Kind.AUTO_REPLY, ""),
    "welsh_out_of_office": (Kind.AUTO_REPLY, ""),
    "welsh_acknowledgement_by_words_only": (Kind.AUTO_REPLY, ""),
    "html_acknowledgement": (Kind.AUTO_REPLY, ""),
    "ticket_system": (Kind.AUTO_REPLY, ""),
    "ticket_received_freshdesk": (Kind.AUTO_REPLY, ""),
    "case_opened_servicenow": (Kind.AUTO_REPLY, ""),
    "no_longer_works_here": (Kind.AUTO_REPLY, ""),
    "large_volume_of_correspondence": (Kind.AUTO_REPLY, ""),
    "not_in_the_office_today": (Kind.AUTO_REPLY, ""),
    "welsh_not_in_the_office": (Kind.AUTO_REPLY, ""),
    # Receipts and complaints
    "read_receipt": (Kind.RECEIPT, ""),
    "dsn_relayed": (Kind.RECEIPT, "2.0.0"),
    "complaint_of_spam": (Kind.COMPLAINT, ""),
    # People
    "answer": (Kind.ANSWER, ""),
    "answer_in_html_with_a_pdf": (Kind.ANSWER, ""),
    "answer_in_welsh": (Kind.ANSWER, ""),
    "answer_that_speaks_of_bounces": (Kind.ANSWER, ""),
    "answer_with_nothing_but_a_file": (Kind.ANSWER, ""),
    "answer_in_an_unknown_charset": (Kind.ANSWER, ""),
    "reply_to_a_confirmation": (Kind.ANSWER, ""),
    "forwarded_as_an_attachment": (Kind.ANSWER, ""),
    "forwarded_as_a_file": (Kind.ANSWER, ""),
    # People in whose replies stand words that machines use
    "answer_scanned_for_viruses": (Kind.ANSWER, ""),
    "answer_classified": (Kind.ANSWER, ""),
    "answer_with_a_generated_disclaimer": (Kind.ANSWER, ""),
    "answer_received_in_error": (Kind.ANSWER, ""),
    "answer_before_leave": (Kind.ANSWER, ""),
    "answer_passed_to_full_council": (Kind.ANSWER, ""),
    "answer_hear_from_her": (Kind.ANSWER, ""),
    "answer_return_interviews": (Kind.ANSWER, ""),
    "answer_called_thank_you": (Kind.ANSWER, ""),
    "answer_to_an_automatic_reply": (Kind.ANSWER, ""),
    # Nothing that can be read
    "empty": (Kind.UNKNOWN, ""),
    "nothing_but_fields": (Kind.AUTO_REPLY, ""),
    "not_a_mail_at_all": (Kind.UNKNOWN, ""),
}


def arrival(name: str, **facts):
    return read(mail(name), **facts)


def test_every_mail_in_the_folder_is_expected_to_be_something():
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_it_is_told_what_came_in(name):
    found = arrival(name)
    assert (found.kind, found.status) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_lines_that_end_as_in_smtp_make_no_difference(name):
    found = read(mail(name).replace(b"\n", b"\r\n"))
    assert (found.kind, found.status) == EXPECTED[name]


def test_a_bounce_keeps_what_the_server_said():
    assert "User unknown" in arrival("postfix_user_unknown").said
    assert arrival("exchange_online_no_recipient").said.startswith("smtp;550 5.1.10")
    said = arrival("exim_plain_administrative_prohibition").said
    assert "550 Administrative prohibition" in said
    assert "Dear Lead Member" not in said


def test_words_of_our_own_letter_below_a_bounce_count_for_nothing():
    assert "spam and policy" in mail("qmail_failure_notice").decode()
    assert arrival("qmail_failure_notice").kind == Kind.PERMANENT


# Whose it is


@pytest.mark.parametrize(
    "name", [name for name in EXPECTED if arrival(name).kind in Kind and arrival(name).token]
)
def test_the_token_comes_from_the_envelope(name):
    assert arrival(name).token == TOKEN
    assert arrival(name, to="bounces+another0@bounces.runaways.example").token == "another0"
    assert arrival(name, to="letters@runaways.example").token == ""


@pytest.mark.parametrize(
    ("recipient", "token"),
    [
        ("bounces+abcdefgh@bounces.example", "abcdefgh"),
        ("<BOUNCES+AbCdEfGh@BOUNCES.EXAMPLE>", "AbCdEfGh"),
        ("prvs=123abc=bounces+abcdefgh@bounces.example", "abcdefgh"),
        ("bounces+abcdefgh@elsewhere.example", ""),
        ("bounces+@bounces.example", ""),
        ("bounces@bounces.example", ""),
        ("x bounces+abcdefgh@bounces.example", ""),
        ("bounces+abcdefgh@bounces.example, bounces+zzzzzzzz@bounces.example", ""),
        ("bounces+abc\ndefgh@bounces.example", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_ours_has_a_token(recipient, token):
    assert token_in(recipient, "bounces.example") == token


def test_a_field_that_the_sender_put_below_our_servers_own_is_not_believed():
    forged = b"X-Original-To: letters@runaways.example\nDelivered-To: bounces+" + (
        b"t0kenOfTheLetterToSheffield@bounces.runaways.example\nFrom: a@b.example\n\nHello"
    )
    assert read(forged).token == ""


def test_a_bounce_fits_the_message_it_names():
    fits = arrival("postfix_user_unknown")
    assert fits.fits(RECIPIENT, MESSAGE_ID)
    assert fits.fits(RECIPIENT.upper(), MESSAGE_ID)
    assert not fits.fits("director@leeds.example", "<other@runaways.example>")
    assert not arrival("bounce_about_another_message").fits(RECIPIENT, MESSAGE_ID)


def test_a_bounce_from_a_mailbox_that_passes_mail_on_fits_by_its_message_id():
    found = arrival("bounce_passed_on_inside")
    assert RECIPIENT not in found.about
    assert found.fits(RECIPIENT, MESSAGE_ID)


def test_a_bounce_that_names_nothing_rests_on_its_token():
    assert arrival("exim_plain_warning").about == frozenset()
    assert arrival("exim_plain_warning").fits(RECIPIENT, MESSAGE_ID)


def test_a_notice_about_many_is_read_for_ours():
    found = arrival("dsn_for_a_group", about=RECIPIENT)
    assert found.kind == Kind.PERMANENT
    assert arrival("dsn_for_a_group", about="secretary@sheffield.example").kind == Kind.RECEIPT


# What people and machines write


@pytest.mark.parametrize(
    "name", ["use_our_web_form", "html_acknowledgement", "welsh_acknowledgement_by_words_only"]
)
def test_an_automatic_reply_that_sends_people_to_a_form_is_marked(name):
    assert arrival(name).wants_form


@pytest.mark.parametrize(
    "name", ["outlook_out_of_office", "acknowledgement_by_phrases_only", "welsh_out_of_office"]
)
def test_one_that_does_not_is_not(name):
    assert not arrival(name).wants_form


def test_an_answer_has_its_text_its_sender_and_what_it_answers():
    found = arrival("answer")
    assert found.sender == RECIPIENT
    assert found.sender_name == "Cllr Pat Jones"
    assert found.text.startswith("Dear Anna,\n\nThank you for your email.")
    assert "will sign – I will let you know" in found.text.replace("\n", " ")
    assert found.replies_to == (MESSAGE_ID.strip("<>"),)
    assert found.may_be_answered


def test_out_of_office_in_a_quoted_letter_does_not_make_a_person_a_machine():
    assert "out of the office" in arrival("answer").text
    assert arrival("answer").kind == Kind.ANSWER


def test_an_answer_in_html_is_read_without_its_tags_and_keeps_its_file():
    found = arrival("answer_in_html_with_a_pdf")
    assert found.text == "Dear Anna,\n\nPlease find the council’s reply attached."
    (file,) = found.attachments
    assert (file.name, file.content_type) == ("Reply to A Smith.pdf", "application/pdf")
    assert file.content.startswith(b"%PDF-1.4")


@pytest.mark.parametrize(
    "name, own",
    [("forwarded_as_an_attachment", ""), ("forwarded_as_a_file", "For your record!\n\nAnna\n\n")],
)
def test_a_mail_that_is_sent_on_as_an_attachment_is_read(name, own):
    assert (
        arrival(name).text
        == f"""{own}---------- Forwarded message ----------
From: "Cllr Pat Jones" <leadmember@sheffield.example>
Date: Thu, 26 Nov 2026 14:00:00 +0000
Subject: RE: Will Sheffield sign the Runaways' Charter?

Dear Anna,

The committee decides on 14 January – I will vote for the charter.

Pat"""
    )


def test_its_files_come_with_it_and_it_is_none_itself():
    found = arrival("forwarded_as_a_file")
    assert [file.name for file in found.attachments] == ["Report.pdf"]
    assert found.left_out == ()


def test_beside_an_answer_of_some_length_an_enclosed_mail_is_a_file():
    long = b"For your record! " * 15
    found = read(mail("forwarded_as_a_file").replace(b"For your record!", long))
    assert "14 January" not in found.text
    assert found.left_out == ("RE Will Sheffield sign.eml",)


@pytest.mark.parametrize(
    "marked, text",
    [
        ('Use <a class="x" href="https://a.example/f?a=1&amp;b=2">our <b>form</b></a>.',
         "Use our form <https://a.example/f?a=1&b=2>."),
        ("Use <A HREF='HTTP://a.example/f'>our form</A>.", "Use our form <HTTP://a.example/f>."),
        ("<a href=https://a.example/f>https://a.example/f</a>", "https://a.example/f"),
        ('<a href="mailto:pat@a.example">Pat</a> <a name="x">here</a>', "Pat here"),
        ('<a href="javascript:alert(1)">go</a>', "go"),
        ('<a href="https://a.example/">one <a href="https://b.example/">two</a></a>',
         "one two <https://b.example/>"),
        ('<style><a href="https://a.example/"></style>x</a>', "x"),
    ],
)  # fmt: skip
def test_a_link_in_html_keeps_where_it_leads(marked, text):
    assert mime.without_tags(marked) == text


def test_a_form_that_an_automatic_reply_names_is_named_to_its_reader():
    assert "our general enquiry form <https://www.sheffield.example/f>" in (
        arrival("html_acknowledgement").text
    )


def test_styles_and_titles_are_not_words():
    text = arrival("html_acknowledgement").text
    assert "margin" not in text
    assert text.startswith("Dear customer,")


def test_an_unknown_charset_loses_no_answer():
    assert "Dear Anna, the council" in arrival("answer_in_an_unknown_charset").text


def test_welsh_letters_arrive_whole():
    assert arrival("answer_in_welsh").subject == "Ynghylch: Siarter ŵ"


@pytest.mark.parametrize(
    "field",
    [
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "List-Id: <news.example.org>",
        "List-Unsubscribe: <mailto:x@example.org>",
    ],
)
def test_mail_that_asks_for_no_automatic_answer_gets_none(field):
    data = mail("reply_to_a_confirmation")
    assert read(data).may_be_answered
    assert not read(field.encode() + b"\n" + data).may_be_answered


@pytest.mark.parametrize("name", [name for name, (kind, _) in EXPECTED.items() if kind != "answer"])
def test_what_a_machine_sent_is_never_answered(name):
    assert not arrival(name).may_be_answered


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("Auto-Submitted: no", Kind.ANSWER),
        ("Auto-Submitted: No (a person wrote this)", Kind.ANSWER),
        ("Auto-Submitted: auto-replied; owner-email=x@example.org", Kind.AUTO_REPLY),
        ("Auto-Submitted: AUTO-GENERATED", Kind.AUTO_REPLY),
        ("X-Autorespond: yes", Kind.AUTO_REPLY),
        ("X-Auto-Reply: no", Kind.ANSWER),
        ("Precedence: auto_reply", Kind.AUTO_REPLY),
        ("Precedence: first-class", Kind.ANSWER),
    ],
)
def test_fields_say_first_whether_a_machine_wrote_it(fields, kind):
    assert read(fields.encode() + b"\n" + mail("answer")).kind == kind


def test_a_person_who_says_so_in_a_field_is_believed_before_phrases():
    data = mail("out_of_office_by_phrases_only")
    assert read(data).kind == Kind.AUTO_REPLY
    assert read(b"Auto-Submitted: no\n" + data).kind == Kind.ANSWER


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
def test_these_are_people(text):
    data = f"From: pat@sheffield.example\nSubject: Your letter\n\n{text}\n"
    assert read(data.encode()).kind == Kind.ANSWER


GUESSED = ["acknowledgement_by_phrases_only", "out_of_office_by_phrases_only",
           "welsh_out_of_office", "welsh_acknowledgement_by_words_only", "html_acknowledgement",
           "ticket_received_freshdesk", "case_opened_servicenow", "no_longer_works_here",
           "large_volume_of_correspondence", "not_in_the_office_today", "welsh_not_in_the_office",
           ]  # fmt: skip


@pytest.mark.parametrize(
    "name", [name for name, (kind, _) in EXPECTED.items() if kind == Kind.AUTO_REPLY]
)
def test_where_no_field_says_that_a_machine_wrote_it_that_is_a_guess(name):
    assert arrival(name).is_a_guess == (name in GUESSED)


@pytest.mark.parametrize(
    "text, kind",
    [
        ("I am on annual leave from Friday. We will sign.", Kind.ANSWER),
        ("Thank you for your email. I am on leave from Friday, and Jo Smith has the papers until "
         "then.", Kind.ANSWER),
        ("I will be out of the office until 3 December.\n\nCllr Pat Jones", Kind.AUTO_REPLY),
        ("Thank you for your email. I am on leave.", Kind.AUTO_REPLY),
        ("I am on annual leave until Friday. If it is urgent, ask Jo Smith.", Kind.AUTO_REPLY),
        ("** THIS IS AN AUTOMATED RESPONSE **\nWe will read it at the next meeting.",
         Kind.AUTO_REPLY),
    ],
)  # fmt: skip
def test_a_reply_is_automatic_by_two_clues_or_by_one_and_nothing_else(text, kind):
    data = f"From: a@b.example\nSubject: RE: Sign?\nIn-Reply-To: <one@b.example>\n\n{text}\n"
    assert read(data.encode()).kind == kind


def test_words_in_the_middle_of_a_sentence_or_far_down_are_no_clue():
    clues = "I am out of the office. Your reference is 12. This is an automated email."
    told = "From: pat@sheffield.example\nSubject: Your letter\n\n{}\n"
    assert read(told.format(clues).encode()).kind == Kind.AUTO_REPLY
    for text in (
        f"We will sign.\n\nKind regards,\n\nPat\n\n{clues}",
        f"We will sign. {'We talked about it at length. ' * 20}\n\n{clues}",
        f"We will sign.\n\nFrom: Anna\n{clues}",
        "My deputy says that I am out of the office and that your reference is 12.",
    ):
        assert read(told.format(text).encode()).kind == Kind.ANSWER


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: your letter", "Out of Office", "AutoReply", "Auto: back Monday",
        "Auto-Response: we got it", "Allan o'r swyddfa", "Ateb awtomatig: eich llythyr",
        "Diolch am gysylltu â ni", "Acknowledgement of your correspondence",
    ],
)  # fmt: skip
def test_these_subjects_are_of_machines(subject):
    data = f"From: pat@sheffield.example\nSubject: {subject}\n\nHello.\n"
    assert read(data.encode()).kind == Kind.AUTO_REPLY


# Noes of which a mailbox is not the cause


NOT_OF_THE_MAILBOX = [
    "550 5.2.122 RESOLVER.ADR.RecipientLimit; The recipient has received too many messages",
    "550 5.2.121 The recipient's per hour message receive limit from this sender was exceeded",
    "550-5.2.1 The user you are trying to contact is receiving mail at a rate that\n550 5.2.1 "
    "prevents additional messages from being delivered.",
    "450 4.2.1 The user you are trying to contact is receiving mail too quickly",
    "550 Sender verify failed",
    "550 Sender verify failed: no such user here",
    "550 5.1.8 Sender address rejected: Domain not found",
    "550 5.1.7 Invalid sender",
    "550 5.1.90 Your message can't be sent because you've reached your daily limit",
    "552 Message size exceeds fixed maximum message size",
    "552 5.3.4 Message too big for system",
    "550 5.2.3 Message length exceeds administrative limit for the mailbox",
    "550 5.0.0 Try something else",
    "550 Requested action not taken",
    "It did not work.",
]


def test_a_bounce_that_only_notes_how_large_the_mail_was_is_about_the_mailbox():
    said = "550 5.1.1 User unknown\nMessage size: 3 kB\nSubject: Separate corporate plans"
    assert kind_of("failed", "", said) == (Kind.PERMANENT, "5.1.1")


@pytest.mark.parametrize("said", NOT_OF_THE_MAILBOX)
def test_a_no_for_another_cause_is_one_of_a_rule_and_closes_no_mailbox(said):
    assert kind_of("failed", "", said)[0] == Kind.POLICY
    assert refused_mailbox(said) is None


# A no while the mail is handed over


@pytest.mark.parametrize(
    "said, found",
    [
        ("550 5.1.1 <lead@kent.example>: Recipient address rejected: User unknown",
         (Kind.PERMANENT, "5.1.1")),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", (Kind.PERMANENT, "5.1.10")),
        ("550 5.2.1 The account is disabled", (Kind.PERMANENT, "5.2.1")),
        ("552 5.2.2 The mailbox is over quota", (Kind.FULL, "5.2.2")),
        ("Tried 30 times. 452 4.2.2 The mailbox is over quota", (Kind.FULL, "4.2.2")),
        ("550 No such user here", (Kind.PERMANENT, "")),
    ],
)  # fmt: skip
def test_a_no_that_speaks_of_the_mailbox_is_one_against_it(said, make_council):
    assert refused_mailbox(said) == make_council


@pytest.mark.parametrize(
    "said",
    [
        "550 5.7.1 Relaying denied",
        "554 5.7.1 <site@localhost>: Sender address rejected: Access denied",
        "553 5.1.8 Sender address rejected: Domain not found",
        "550 5.1.7 Invalid sender",
        "550 5.4.1 Recipient address rejected: Access denied",
        "554 5.7.1 Spam message rejected",
        "550 Requested action not taken",
        "535 5.7.8 Authentication failed",
        "Tried 30 times. 451 4.7.1 Greylisted",
        "",
    ],
)
def test_any_other_no_says_nothing_of_the_mailbox(said):
    assert refused_mailbox(said) is None
