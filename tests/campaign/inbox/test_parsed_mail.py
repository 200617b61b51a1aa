"""Which message of ours a bounce can be about."""

from tests.campaign.inbox.mails import MESSAGE_ID, RECIPIENT, parsed


def test_bounce_fits_the_message_it_names():
    fits = parsed("postfix_user_unknown")
    assert fits.fits(RECIPIENT, MESSAGE_ID)
    assert fits.fits(RECIPIENT.upper(), MESSAGE_ID)
    assert not fits.fits("director@leeds.example", "<other@runaways.example>")
    assert not parsed("bounce_about_another_message").fits(RECIPIENT, MESSAGE_ID)


def test_bounce_from_a_forwarding_mailbox_fits_by_its_message_id():
    email = parsed("bounce_passed_on_inside")
    assert RECIPIENT not in email.bounced_recipients
    assert email.fits(RECIPIENT, MESSAGE_ID)


def test_bounce_that_names_nothing_rests_on_its_token():
    assert parsed("exim_plain_warning").bounced_recipients == frozenset()
    assert parsed("exim_plain_warning").fits(RECIPIENT, MESSAGE_ID)
