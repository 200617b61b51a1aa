"""The SMTP client reports whether an email was accepted, was not, or may have been."""

import shutil
import ssl
import subprocess
from types import SimpleNamespace

import pytest
from aiosmtpd.smtp import AuthResult

from campaign.outbox.models import MessageState
from campaign.outbox.server import ABOUT_US, NotSentError, Server, UnreachableError
from campaign.settings import server_at

CONTENT = b"Message-ID: <one@x.example>\r\nSubject: x\r\n\r\nLine\r\n.\r\n..two\r\nend\r\n"
MAIL = SimpleNamespace(
    to_council=False, envelope_sender="bounces+t@x.example", recipient="leader@kent.example"
)


@pytest.fixture
def call(mail_server, settings):
    """Return a function that connects to the server, or to another address if given."""
    calls = []

    def connect(url="", **options):
        server = server_at(url) if url else settings.SMTP
        calls.append(Server(server | options, "x.example"))
        return calls[-1]

    yield connect
    for connection in calls:
        connection.close()


def test_the_server_receives_an_email_unchanged_with_its_envelope(call, smtp_log):
    connection = call()
    connection.envelope(MAIL)
    assert "Taken as 1234" in connection.content(CONTENT).said
    date, rest = smtp_log.mails["<one@x.example>"].split(b"\r\n", 1)
    assert (date[:6], rest) == (b"Date: ", CONTENT)
    assert smtp_log.envelopes["<one@x.example>"] == ("bounces+t@x.example", ["leader@kent.example"])
    connection.quit()


def test_long_content_cut_off_half_way_has_not_been_delivered(call, smtp_log):
    smtp_log.next_breaks = ["mid-data"]
    connection = call()
    connection.envelope(MAIL)
    with pytest.raises(NotSentError, match="connection broke"):
        connection.content(CONTENT + b"a line of text\r\n" * 4_000_000)


@pytest.mark.parametrize(
    ("stage", "answer", "is_temporary"),
    [
        ("MAIL", "451 4.3.0 Later", True),
        ("MAIL", "550 5.1.8 Not from you", False),
        ("RCPT", "450 4.2.1 Later", True),
        ("RCPT", "550 5.1.1 Nobody here", False),
        ("DATA", "451 4.3.0 Later", True),
        ("DATA", "554 5.0.0 Never", False),
        ("text", "452 4.3.1 Full", True),
        ("text", "550-5.7.1 No,\r\n550 5.7.1 not here", False),
        ("text", "421 4.3.2 Going down", True),
    ],
)
def test_a_rejection_carries_the_servers_words_and_whether_it_is_permanent(
    call, smtp_log, stage, answer, is_temporary
):
    smtp_log.next_refusals = [(stage, answer)]
    connection = call()
    try:
        connection.envelope(MAIL)
        outcome = connection.content(CONTENT)
    except NotSentError as refused:
        outcome = refused.outcome
    is_ours = is_temporary or stage == "MAIL"  # which is about us, whatever its number
    assert outcome.state == (MessageState.DEFERRED if is_ours else MessageState.FAILED)
    assert connection.is_welcome == (stage != "MAIL")
    assert answer.split()[-1] in outcome.said
    assert not smtp_log.accepted
    if not answer.startswith("421"):
        connection.reset()
        connection.envelope(MAIL)
        connection.content(CONTENT)
        assert smtp_log.accepted


@pytest.mark.parametrize(
    "words",
    [
        "554 5.7.1 <leader@kent.example>: Relay access denied",
        "550 5.7.1 Unable to relay for leader@kent.example",
        "550 relaying prohibited by administrator",
        "550 5.7.1 Your account has been suspended",
        "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example",
        "550 5.7.1 Client host rejected: cannot find your reverse hostname",
        "553 5.7.1 <us@x.example>: Sender address rejected: not owned by user anna",
        "550 5.7.60 Client not authenticated",
    ],
)
def test_a_rejected_recipient_can_be_about_our_site(words):
    assert ABOUT_US.search(words)


@pytest.mark.parametrize(
    "words",
    [
        "550 5.1.1 The email account that you tried to reach does not exist",
        "550 5.2.1 The email account that you tried to reach is disabled",
        "552 5.2.2 Mailbox full",
        "550 5.7.1 Message rejected as spam by our content filter",
        "550 5.1.1 <leader@kent.example>: Recipient address rejected: User unknown in relay "
        "recipient table",
        "550 5.4.1 Recipient address rejected: Access denied",
    ],
)
def test_a_rejected_recipient_can_be_about_the_recipient(words):
    assert not ABOUT_US.search(words)


def test_a_reply_to_the_content_that_is_neither_yes_nor_no_leaves_the_outcome_unknown(
    call, smtp_log
):
    smtp_log.next_refusals = [("text", "399 Hm")]
    connection = call()
    connection.envelope(MAIL)
    assert connection.content(CONTENT).state == MessageState.UNSURE
    assert not connection.is_open  # what it says next might be taken for an answer to the next


def test_a_server_that_does_not_reply_to_the_content_leaves_the_outcome_unknown(call, smtp_log):
    smtp_log.takes = 30
    connection = call(timeout=0.05)
    connection.envelope(MAIL)
    outcome = connection.content(CONTENT)
    assert outcome.state == MessageState.UNSURE
    assert "timed out" in outcome.said
    assert not connection.is_open  # its answer may still come


def test_no_address_can_inject_an_smtp_command(call):
    connection = call()
    with pytest.raises(NotSentError, match="newline"):
        connection.envelope(
            SimpleNamespace(
                to_council=False, envelope_sender="a@b.example>\r\nDATA", recipient="c@d.example"
            )
        )


class Signing:
    """Only anna may send, with her password."""

    def __call__(self, server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (b"anna", b"a pass:word")
        return AuthResult(success=right, handled=False)


@pytest.mark.parametrize("ways", [["PLAIN", "LOGIN"], ["LOGIN"]])
def test_the_client_signs_in_by_a_method_the_server_offers(call, mail_server, smtp_log, ways):
    mail_server.stop()
    mail_server.options |= {
        "authenticator": Signing(),
        "auth_require_tls": False,
        "auth_exclude_mechanism": {"PLAIN", "LOGIN"} - set(ways),
    }
    mail_server.start()
    url = mail_server.url.replace("//", "//anna:a%20pass%3Aword@")
    connection = call(url)
    connection.envelope(MAIL)
    connection.content(CONTENT)
    assert smtp_log.accepted
    connection.quit()
    with pytest.raises(UnreachableError, match="535"):
        call(url.replace("word", "wort"))


def test_a_server_without_required_tls_counts_as_unreachable(call, mail_server):
    url = mail_server.url.replace("smtp://", "smtp+tls://anna:word@")
    with pytest.raises(UnreachableError, match="STARTTLS"):
        call(url)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for this machine, and a server context with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make a certificate")
    where = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem",
         "-out", "certificate.pem"],
        cwd=where, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(where / "certificate.pem", where / "key.pem")
    return where / "certificate.pem", context


@pytest.fixture
def encrypting(mail_server, certificate):
    """The mail server, with STARTTLS."""
    mail_server.stop()
    mail_server.options |= {"tls_context": certificate[1], "require_starttls": True}
    mail_server.start()
    return mail_server.url.replace("smtp://", "smtp+tls://")


def test_a_connection_is_encrypted_where_tls_is_required_and_never_to_a_stranger(
    call, encrypting, smtp_log, certificate, monkeypatch
):
    with pytest.raises(UnreachableError, match="(?i)certificate"):
        call(encrypting)
    trusting = ssl.create_default_context(cafile=certificate[0])
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    connection = call(encrypting)
    assert isinstance(connection.smtp.sock, ssl.SSLSocket)
    connection.envelope(MAIL)
    connection.content(CONTENT)
    assert smtp_log.accepted
    connection.quit()
