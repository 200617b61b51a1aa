"""The emails in mail/: all about one letter to Sheffield, written for these tests after what such
servers and people send.
"""

from pathlib import Path

from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import MailKind, ParsedMail

FOLDER = Path(__file__).parent / "mail"
TOKEN = "t0kenOfTheLetterToSheffield"
RECIPIENT = "leadmember@sheffield.example"
MESSAGE_ID = "<letter-7f3a9c@runaways.example>"

EXPECTED = {
    # What came back for good
    "postfix_user_unknown": (MailKind.BAD_ADDRESS, "5.1.1"),
    "exchange_online_no_recipient": (MailKind.BAD_ADDRESS, "5.1.10"),
    "exchange_access_denied": (MailKind.BAD_ADDRESS, "5.4.1"),
    "exim_dsn_unrouteable": (MailKind.BAD_ADDRESS, "5.0.0"),
    "gmail_address_not_found": (MailKind.BAD_ADDRESS, "5.1.1"),
    "qmail_failure_notice": (MailKind.BAD_ADDRESS, "5.1.1"),
    "sendmail_host_unknown": (MailKind.BAD_ADDRESS, "5.1.2"),
    "dsn_without_status_or_action": (MailKind.BAD_ADDRESS, "5.1.1"),
    "dsn_with_nothing_in_it": (MailKind.BAD_ADDRESS, "5.1.1"),
    "dsn_for_a_group": (MailKind.BAD_ADDRESS, "5.2.1"),
    "dsn_wrapped_by_a_gateway": (MailKind.BAD_ADDRESS, "5.1.1"),
    "bounce_about_another_message": (MailKind.BAD_ADDRESS, "5.1.1"),
    "bounce_passed_on_inside": (MailKind.BAD_ADDRESS, "5.1.1"),
    # A full mailbox
    "postfix_mailbox_full": (MailKind.REFUSED, "5.2.2"),
    "exchange_mailbox_full": (MailKind.REFUSED, "5.2.2"),
    "exim_plain_quota": (MailKind.REFUSED, ""),
    "dsn_in_base64": (MailKind.REFUSED, "5.2.2"),
    # Refused by a rule
    "postfix_content_rejected": (MailKind.REFUSED, "5.7.1"),
    "exchange_only_from_inside": (MailKind.REFUSED, "5.7.133"),
    "exim_plain_administrative_prohibition": (MailKind.REFUSED, ""),
    "gmail_spam_rejected": (MailKind.REFUSED, "5.7.0"),
    "mimecast_rejected_by_policy": (MailKind.REFUSED, "5.0.0"),
    # Given up, and still being tried
    "postfix_given_up": (MailKind.REFUSED, "4.4.1"),
    "postfix_delayed": (MailKind.DELAYED, "4.4.1"),
    "exchange_delayed": (MailKind.DELAYED, "4.4.7"),
    "exim_plain_warning": (MailKind.DELAYED, ""),
    "gmail_delay": (MailKind.DELAYED, "4.4.1"),
    # Automatic replies, by their fields and by their words
    "outlook_out_of_office": (MailKind.AUTO_REPLY, ""),
    "vacation_with_precedence_bulk": (MailKind.AUTO_REPLY, ""),
    "gmail_vacation": (MailKind.AUTO_REPLY, ""),
    "use_our_web_form": (MailKind.AUTO_REPLY, ""),
    "acknowledgement_by_phrases_only": (MailKind.AUTO_REPLY, ""),
    "out_of_office_by_phrases_only": (MailKind.AUTO_REPLY, ""),
    "welsh_out_of_office": (MailKind.AUTO_REPLY, ""),
    "welsh_acknowledgement_by_words_only": (MailKind.AUTO_REPLY, ""),
    "html_acknowledgement": (MailKind.AUTO_REPLY, ""),
    "ticket_system": (MailKind.AUTO_REPLY, ""),
    "ticket_received_freshdesk": (MailKind.AUTO_REPLY, ""),
    "case_opened_servicenow": (MailKind.AUTO_REPLY, ""),
    "no_longer_works_here": (MailKind.AUTO_REPLY, ""),
    "large_volume_of_correspondence": (MailKind.AUTO_REPLY, ""),
    "not_in_the_office_today": (MailKind.AUTO_REPLY, ""),
    "welsh_not_in_the_office": (MailKind.AUTO_REPLY, ""),
    # Receipts and complaints
    "read_receipt": (MailKind.RECEIPT, ""),
    "dsn_relayed": (MailKind.RELAYED, "2.0.0"),
    "complaint_of_spam": (MailKind.COMPLAINT, ""),
    # People
    "answer": (MailKind.ANSWER, ""),
    "answer_in_html_with_a_pdf": (MailKind.ANSWER, ""),
    "answer_in_welsh": (MailKind.ANSWER, ""),
    "answer_that_speaks_of_bounces": (MailKind.ANSWER, ""),
    "answer_with_nothing_but_a_file": (MailKind.ANSWER, ""),
    "answer_in_an_unknown_charset": (MailKind.ANSWER, ""),
    "reply_to_a_confirmation": (MailKind.ANSWER, ""),
    "forwarded_as_an_attachment": (MailKind.ANSWER, ""),
    "forwarded_as_a_file": (MailKind.ANSWER, ""),
    # People in whose replies stand words that machines use
    "answer_scanned_for_viruses": (MailKind.ANSWER, ""),
    "answer_classified": (MailKind.ANSWER, ""),
    "answer_with_a_generated_disclaimer": (MailKind.ANSWER, ""),
    "answer_received_in_error": (MailKind.ANSWER, ""),
    "answer_before_leave": (MailKind.ANSWER, ""),
    "answer_passed_to_full_council": (MailKind.ANSWER, ""),
    "answer_hear_from_her": (MailKind.ANSWER, ""),
    "answer_return_interviews": (MailKind.ANSWER, ""),
    "answer_called_thank_you": (MailKind.ANSWER, ""),
    "answer_to_an_automatic_reply": (MailKind.ANSWER, ""),
    # Nothing that can be read
    "empty": (MailKind.UNREADABLE, ""),
    "nothing_but_fields": (MailKind.AUTO_REPLY, ""),
    "not_a_mail_at_all": (MailKind.UNREADABLE, ""),
}
"""By an email's name: its kind, and the status code in it."""


def mail(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def parsed(name: str, **context: str) -> ParsedMail:
    return classify(mail(name), **context)
