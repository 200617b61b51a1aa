"""The real bounces in the source of flufl.bounce, which Mailman received in twenty years.

They name real people and quote what they wrote, so none is kept here, though the licence (Apache
2.0) allows it: the test fetches the source from the package registry. Run it by hand:

    ./dev test -m long tests/campaign/inbox/test_real_bounces.py
"""

import subprocess
import sys
import tarfile
from importlib.metadata import version

import pytest

from campaign.inbox.classify import classify
from campaign.inbox.parsed_mail import BOUNCES, MailKind

pytestmark = pytest.mark.long

EXPECTED = {
    MailKind.BAD_ADDRESS: """
        bounce_02 dsn_10 dsn_11 dsn_12 dsn_13 dsn_14 dsn_15 dsn_16 dsn_18 exim_01 groupwise_01
        groupwise_02 microsoft_01 microsoft_02 microsoft_04 postfix_01 qmail_03 qmail_04 qmail_05
        simple_04 simple_05 simple_06 simple_08 simple_11 simple_12 simple_15 simple_19 simple_23
        simple_25 simple_26 simple_27 simple_29 simple_30 simple_33 simple_34 simple_36 simple_39
        simple_41 smtp32_04 smtp32_06 smtp32_07 yahoo_03 yahoo_05 yahoo_06 yahoo_07 yahoo_08
        yahoo_09 yahoo_10 yahoo_11 yahoo_13""",
    MailKind.MAILBOX_FULL: """
        dsn_04 hotpop_01 newmailru_01 qmail_02 qmail_06 qmail_07 simple_07 simple_09 simple_14
        simple_38 simple_45 yahoo_02 yahoo_04""",
    MailKind.GAVE_UP: "dsn_02 qmail_01 simple_44 yahoo_01 yahoo_12",
    # Most of these say no more than that an email could not be delivered.
    MailKind.REFUSED: """
        aol_01 bounce_03 caiwireless_01 dsn_01 dsn_03 dsn_09 llnl_01 microsoft_03 netscape_01
        postfix_02 postfix_03 postfix_04 postfix_05 sendmail_01 simple_01 simple_02 simple_10
        simple_13 simple_16 simple_17 simple_18 simple_24 simple_31 simple_32 simple_37 simple_42
        sina_01 smtp32_01 smtp32_02 smtp32_03 smtp32_05 yale_01""",
    MailKind.DELAYED: """
        dsn_05 dsn_06 dsn_07 dsn_08 dsn_17 simple_03 simple_21 simple_22 simple_28 simple_35
        simple_40""",
    MailKind.AUTO_REPLY: "bounce_01 dumbass_01 qmail_08",
    # The last is a bounce: in French, with the subject of a reply, from no server's address.
    MailKind.ANSWER: "groupwise_03 simple_43 simple_20",
}
"""What each is taken for, by kind."""


def test_each_real_bounce_is_taken_for_what_it_is(tmp_path):
    wanted = f"flufl.bounce=={version('flufl.bounce')}"
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", wanted],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    bounces = {path.stem: path.read_bytes() for path in tmp_path.glob("*/tests/data/*.txt")}
    expected = {name: kind for kind, names in EXPECTED.items() for name in names.split()}
    assert {name: classify(data).kind for name, data in bounces.items()} == expected
    assert sum(kind in BOUNCES for kind in expected.values()) == 100
