"""Bounces written for people."""

import base64
import logging

import pytest

from campaign.inbox import bounces
from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import MailKind
from tests.campaign.inbox.mails import GONE, REFUSED, what


def plain(subject: str, text: str, sender: str = "robot@council.example", **headers: str) -> bytes:
    """An email from a server that says of itself neither that it is a machine nor a daemon."""
    head = {"From": sender, "Subject": subject, **headers}
    return ("\n".join(f"{name}: {value}" for name, value in head.items()) + f"\n\n{text}").encode()


DIALECTS = {
    "E500": (
        "Returned Mail - Error During Delivery",
        "------ Failed Recipients ------\n\n<pat@council.example>: Requested action not taken:"
        " mailbox unavailable. [SMTP Error Code 550]\n-------- Returned Mail --------\n",
        GONE,
    ),
    "Symantec": (
        "Delivery failure notification",
        "Your message with Subject: Will Sheffield sign?\ncould not be delivered to the following"
        " recipients:\n\npat@council.example\n\nDelivery attempts will continue to be made for 5"
        " day(s).\n",
        MailKind.DELAYED,
    ),
    "InterScan": (
        "Mail could not be delivered",
        "****** Message from InterScan E-Mail VirusWall NT ******\n\nSent <<<"
        " RCPT TO:<pat@council.example>\nReceived >>> 550 5.1.1 User unknown\n",
        GONE,
    ),
}
"""Written for these tests, after what such servers send: subject, text, and kind."""


@pytest.mark.parametrize("name", DIALECTS)
def test_old_dialects_are_bounces_whoever_sends_them(name):
    subject, text, kind = DIALECTS[name]
    assert what(classify(plain(subject, text))) == kind


def test_a_bounce_that_only_the_name_of_its_program_shows_is_no_answer_of_a_council():
    said = plain(
        "Your letter",
        "Unknown user: pat@council.example\n\nOriginal message follows.\n",
        **{"X-Mailer": "<SMTP32 v8.05>"},
    )
    assert what(classify(said)) == GONE


@pytest.mark.parametrize(
    ("end", "kind"),
    [("It will be retried for 4 days.", MailKind.DELAYED), ("We have given up.", REFUSED)],
)
def test_a_server_that_speaks_of_delay_may_have_given_up(end, kind):
    text = f"Your message to pat@council.example was delayed. {end}\n"
    said = plain("Warning: message delayed", text, sender="MAILER-DAEMON@council.example")
    assert what(classify(said)) == kind


@pytest.mark.parametrize("name", DIALECTS)
def test_old_dialects_are_bounces_in_base64_too(name):
    subject, text, kind = DIALECTS[name]
    coded = base64.encodebytes(text.encode()).decode()
    headers = {"MIME-Version": "1.0", "Content-Transfer-Encoding": "base64"}
    assert what(classify(plain(subject, coded, **headers))) == kind


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize(
    "headers", [{"In-Reply-To": "<a@b.example>"}, {"Subject": "RE: Sign?"}, {"Subject": "FW: Oh"}]
)
def test_reply_that_quotes_a_bounce_is_no_bounce(name, headers):
    subject, text, _ = DIALECTS[name]
    quoting = plain(subject, f"This is what I got from your address.\n\n{text}", **headers)
    assert not classify(quoting).is_bounce
    assert classify(quoting).kind == MailKind.PERSON


def test_bounce_forwarded_as_an_attachment_is_no_bounce():
    subject, text, _ = DIALECTS["E500"]
    forwarding = (
        b"From: pat@council.example\nSubject: What is this?\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nSee below.\n\n--b\n'
        b"Content-Type: message/rfc822\n\n" + plain(subject, text) + b"\n--b--\n"
    )
    assert classify(forwarding).kind == MailKind.PERSON


def test_error_in_a_detector_is_no_bounce_and_is_not_logged(monkeypatch, caplog):
    def fail(message):
        logging.getLogger("flufl.bounce").error("It choked on pat@council.example")
        raise UnicodeDecodeError("ascii", b"pat@council.example", 0, 1, "no")

    monkeypatch.setattr(bounces, "all_failures", fail)
    subject, text, _ = DIALECTS["Symantec"]
    assert classify(plain(subject, text)).kind == MailKind.PERSON
    assert not caplog.text
