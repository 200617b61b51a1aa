"""Emails with pieces cut out and others put in, for tests that whatever comes in is read."""

import pytest

from tests.campaign.inbox.mails import FOLDER

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies

MAIL = sorted(FOLDER.glob("*.eml"))


def given(**strategies):
    """Try a test with 120 emails, in the gate alone."""

    def decorate(test):
        bounded = hypothesis.settings(
            max_examples=120,
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        return pytest.mark.fault(bounded(hypothesis.given(**strategies)(test)))

    return decorate


ODD = [
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\r\n", b"\n\n", b"=?utf-8?q?=ff=00?=", b"=?x?b?!?=", b"--",
    b'"', b";", b"<", b">", b"\\", b"(", b" filename*0*=utf-8''%ff", b" boundary=", b"charset=idna",
    b"Content-Type: message/rfc822\n\n", b"Content-Type: multipart/mixed\n\n", b"9" * 5000,
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n", b"5.1.1",
]  # fmt: skip


def damaged(data: bytes, cuts) -> bytes:
    for where, length, piece in cuts:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + length :]
    return data
