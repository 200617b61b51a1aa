"""Whatever bytes come in, they are read as something, and all that comes of it can be stored."""

import pytest

from campaign.arrivals import process
from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from tests.campaign.inbox.damage import MAIL, ODD, damaged, given, st


def is_whole(email: ParsedMail) -> bool:
    assert email.kind in MailKind
    for text in (email.text, email.diagnostic, email.subject, email.sender, email.sender_name,
                 email.message_id, email.token, *email.bounced_recipients, *email.returned_ids,
                 *email.replied_ids, *email.attachment_names):  # fmt: skip
        assert "\x00" not in text
        assert text.encode() is not None
    assert len(email.text) <= 20_000
    assert len(email.diagnostic) <= 2000
    return True


@given(data=st.binary(max_size=2000))
def test_any_bytes_are_read(data):
    assert is_whole(classify(data))


@given(
    path=st.sampled_from(MAIL),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(ODD)), min_size=1, max_size=8
    ),
)
def test_damaged_emails_are_read(path, cuts):
    assert is_whole(classify(damaged(path.read_bytes(), cuts)))


@given(
    content_type=st.sampled_from(
        [
            "text/plain; charset={}", "text/html; charset={}", "multipart/report; boundary={}",
            'multipart/mixed; boundary="{}"', "message/rfc822; x={}",
            "message/delivery-status; x={}", "message/feedback-report; x={}",
            "text/plain; name*0*={}; name*1={}; name={}", "{}",
        ]
    ),
    filling=st.sampled_from(
        ["", "utf-16", "punycode", "rot13", "hex", "zip", "undefined", "utf-7", "x" * 3000,
         "\udcff", "a*0*=1; a*=2; a", "utf-8''%", "=?", "ü", "'", '"', "cp65001",
         "unicode_escape", "mbcs"]
    ),
    encoding=st.sampled_from(["", "base64", "quoted-printable", "x-uuencode", "8bit", "nonsense"]),
    body=st.binary(max_size=400),
)  # fmt: skip
def test_parts_that_claim_anything_are_read(content_type, filling, encoding, body):
    claimed = content_type.replace("{}", filling)
    head = (
        f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: {claimed}\n"
        f"Content-Transfer-Encoding: {encoding}\n"
        f"Content-Disposition: attachment; filename={filling}\n"
    )
    assert is_whole(classify(head.encode("utf-8", "surrogateescape") + b"\n" + body))


@given(
    path=st.sampled_from(MAIL),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(ODD)), max_size=6),
)
def test_damaged_email_about_a_live_message_is_stored(sent, told, path, cuts):
    to = f"bounces+{sent.token}@bounces.runaways.example"
    assert process(damaged(path.read_bytes(), cuts), to)


def nested(depth: int, kind: str) -> bytes:
    opened = b"".join(
        b'Content-Type: %s; boundary="b%d"\n\n--b%d\n' % (kind.encode(), number, number)
        for number in range(depth)
    )
    return b"From: a@b.example\n" + opened + b"Content-Type: text/plain\n\nHello\n"


AWKWARD = {
    "parts within parts within parts": nested(3000, "multipart/mixed"),
    "mail within mail within mail": b"Content-Type: message/rfc822\n\n" * 3000,
    "a number too long to be one": b"Content-Type: text/plain; n*" + b"9" * 5000 + b"*=x\n\nHello",
    "many parts": b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nHi\n" * 20_000,
    "brackets and no end": b"Content-Type: text/html\n\n" + b"<" * 500_000,
    "links and no end": b"Content-Type: text/html\n\n" + b"<a href=\"http://a\">x" * 50_000,
    "tags and no end": b"Content-Type: text/html\n\n" + b"<p <style " * 50_000,
    "a field too long to be one": b"From: " + b"<a@b," * 100_000 + b"\n\nHello",
    "a NUL in an address": b"From: Ada <ada@exa\x00mple.org>\n\nHello",
    "encoded words without end": b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nHello",
    "one line without end": b"Subject: x\n\n" + b"on a wrote " * 100_000,
    "spaces without end": b"Subject: x\n\n" + b" " * 500_000 + b"\n" + b">" * 300_000,
    "idna": b"Content-Type: text/plain; charset=idna\n\n" + b"xn--a" * 100_000,
    "punycode": b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 200_000,
    "names without end": b"References: " + b"<a" * 200_000 + b"\n\nHello",
    "fields without end": b"X: y\n" * 100_000 + b"\nHello",
    "parameters without end": b"Content-Type: text/plain" + b";\n p=x" * 200_000 + b"\n\nHello",
    "parameters in a part": b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
    + b"Content-Type: text/plain" + b'; a*0*="b"' * 200_000 + b"\n\nHello\n--b--\n",
    "fields of a report": b"Content-Type: message/delivery-status\n\n"
    + b"".join(b"X%d: y\n" % number for number in range(100_000)),
    "groups of a report": b"Content-Type: message/delivery-status\n\n"
    + b"Status: 5.1.1\n\n" * 100_000,
    "a name without end": b"X" * 2_000_000 + b": y\n\nHello",
    "lines in nested parts": nested(90, "multipart/mixed") + b"--\n" * 50_000,
    "many parts for Mailman": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + (b"--b\n\nYour message\n" + (b"<a" * 150 + b"\n") * 195) * 100,
    "wide characters": b"Subject: x\n\n" + ("ﷺ" * 200_000).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_malicious_email_is_read(name):
    assert is_whole(classify(AWKWARD[name]))
