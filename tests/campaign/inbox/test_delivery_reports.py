"""Reports in the form of RFC 3464."""

from campaign.inbox.parsed_mail import MailKind
from tests.campaign.inbox.mails import RECIPIENT, parsed


def test_bounce_keeps_what_the_server_said():
    assert "User unknown" in parsed("postfix_user_unknown").diagnostic
    assert parsed("exchange_online_no_recipient").diagnostic.startswith("smtp;550 5.1.10")
    diagnostic = parsed("exim_plain_administrative_prohibition").diagnostic
    assert "550 Administrative prohibition" in diagnostic
    assert "Dear Lead Member" not in diagnostic


def test_report_about_several_recipients_is_read_for_ours():
    email = parsed("dsn_for_a_group", about=RECIPIENT)
    assert email.kind == MailKind.BAD_ADDRESS
    assert parsed("dsn_for_a_group", about="secretary@sheffield.example").kind == MailKind.DELIVERED
