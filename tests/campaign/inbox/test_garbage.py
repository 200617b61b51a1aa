"""Whatever bytes come in, they are read as something, and all that comes of it can be stored."""

from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import MailKind, ParsedMail
from campaign.inbox.process import process
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
