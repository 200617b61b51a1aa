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

GONE, REFUSED = "gone", "refused"
"""What a bounce is: there is no such address, or it says nothing of the address."""

EXPECTED = {
    # What came back for good
    "postfix_user_unknown": (GONE, "5.1.1"),
    "exchange_online_no_recipient": (GONE, "5.1.10"),
    "exchange_access_denied": (GONE, "5.4.1"),
    "exim_dsn_unrouteable": (GONE, "5.0.0"),
    "gmail_address_not_found": (GONE, "5.1.1"),
    "qmail_failure_notice": (GONE, "5.1.1"),
    "sendmail_host_unknown": (GONE, "5.1.2"),
    "dsn_without_status_or_action": (GONE, "5.1.1"),
    "dsn_with_nothing_in_it": (GONE, "5.1.1"),
    "dsn_for_a_group": (GONE, "5.2.1"),
    "dsn_wrapped_by_a_gateway": (GONE, "5.1.1"),
    "bounce_about_another_message": (GONE, "5.1.1"),
    "bounce_passed_on_inside": (GONE, "5.1.1"),
    # A full mailbox
    "postfix_mailbox_full": (REFUSED, "5.2.2"),
    "exchange_mailbox_full": (REFUSED, "5.2.2"),
    "exim_plain_quota": (REFUSED, ""),
    "dsn_in_base64": (REFUSED, "5.2.2"),
    # Refused by a rule
    "postfix_content_rejected": (REFUSED, "5.7.1"),
    "exchange_only_from_inside": (REFUSED, "5.7.133"),
    "exim_plain_administrative_prohibition": (REFUSED, ""),
    "gmail_spam_rejected": (REFUSED, "5.7.0"),
    "mimecast_rejected_by_policy": (REFUSED, "5.0.0"),
    # Given up, and still being tried
    "postfix_given_up": (REFUSED, "4.4.1"),
    "postfix_delayed": (MailKind.DELAYED, "4.4.1"),
    "exchange_delayed": (MailKind.DELAYED, "4.4.7"),
    "exim_plain_warning": (MailKind.DELAYED, ""),
    "gmail_delay": (MailKind.DELAYED, "4.4.1"),
    # Automatic replies, by their fields and by their words
    "outlook_out_of_office": (MailKind.AUTOMATIC, ""),
    "vacation_with_precedence_bulk": (MailKind.AUTOMATIC, ""),
    "gmail_vacation": (MailKind.AUTOMATIC, ""),
    "use_our_web_form": (MailKind.AUTOMATIC, ""),
    "acknowledgement_by_phrases_only": (MailKind.AUTOMATIC, ""),
    "out_of_office_by_phrases_only": (MailKind.AUTOMATIC, ""),
    "welsh_out_of_office": (MailKind.AUTOMATIC, ""),
    "welsh_acknowledgement_by_words_only": (MailKind.AUTOMATIC, ""),
    "html_acknowledgement": (MailKind.AUTOMATIC, ""),
    "ticket_system": (MailKind.AUTOMATIC, ""),
    "ticket_received_freshdesk": (MailKind.AUTOMATIC, ""),
    "case_opened_servicenow": (MailKind.AUTOMATIC, ""),
    "no_longer_works_here": (MailKind.AUTOMATIC, ""),
    "large_volume_of_correspondence": (MailKind.AUTOMATIC, ""),
    "not_in_the_office_today": (MailKind.AUTOMATIC, ""),
    "welsh_not_in_the_office": (MailKind.AUTOMATIC, ""),
    # Receipts and complaints
    "read_receipt": (MailKind.RECEIPT, ""),
    "dsn_relayed": (MailKind.RECEIPT, "2.0.0"),
    "complaint_of_spam": (MailKind.RECEIPT, ""),
    # People
    "answer": (MailKind.PERSON, ""),
    "answer_in_html_with_a_pdf": (MailKind.PERSON, ""),
    "answer_in_welsh": (MailKind.PERSON, ""),
    "answer_that_speaks_of_bounces": (MailKind.PERSON, ""),
    "answer_with_nothing_but_a_file": (MailKind.PERSON, ""),
    "answer_in_an_unknown_charset": (MailKind.PERSON, ""),
    "reply_to_a_confirmation": (MailKind.PERSON, ""),
    "forwarded_as_an_attachment": (MailKind.PERSON, ""),
    "forwarded_as_a_file": (MailKind.PERSON, ""),
    # People in whose replies stand words that machines use
    "answer_scanned_for_viruses": (MailKind.PERSON, ""),
    "answer_classified": (MailKind.PERSON, ""),
    "answer_with_a_generated_disclaimer": (MailKind.PERSON, ""),
    "answer_received_in_error": (MailKind.PERSON, ""),
    "answer_before_leave": (MailKind.PERSON, ""),
    "answer_passed_to_full_council": (MailKind.PERSON, ""),
    "answer_hear_from_her": (MailKind.PERSON, ""),
    "answer_return_interviews": (MailKind.PERSON, ""),
    "answer_called_thank_you": (MailKind.PERSON, ""),
    "answer_to_an_automatic_reply": (MailKind.PERSON, ""),
    # Nothing that can be read
    "empty": (MailKind.AUTOMATIC, ""),
    "nothing_but_fields": (MailKind.AUTOMATIC, ""),
    "not_a_mail_at_all": (MailKind.AUTOMATIC, ""),
}
"""By an email's name: what it is, and the status code in it."""


def what(email: ParsedMail) -> str:
    """Return the kind of an email, or what kind of bounce it is."""
    if email.is_bounce:
        return GONE if email.address_is_gone else REFUSED
    return email.kind


def mail(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def parsed(name: str, **context: str) -> ParsedMail:
    return classify(mail(name), **context)
