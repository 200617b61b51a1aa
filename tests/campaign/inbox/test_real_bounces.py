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

pytestmark = pytest.mark.long

NO_BOUNCES = """
    dsn_05 dsn_06 dsn_07 dsn_08 dsn_17 simple_03 simple_21 simple_22 simple_28 simple_35 simple_40
    bounce_01 dumbass_01 qmail_08 groupwise_03 simple_43
"""
"""Warnings of a delay, automatic replies and answers; all others came back for good."""


def test_at_least_98_of_the_permanent_bounces_are_taken_for_one_and_nothing_else(tmp_path):
    wanted = f"flufl.bounce=={version('flufl.bounce')}"
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", wanted],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    bounces = {path.stem: path.read_bytes() for path in tmp_path.glob("*/tests/data/*.txt")}
    taken = {name for name, data in bounces.items() if classify(data).is_bounce}
    others = set(NO_BOUNCES.split())
    assert len(bounces.keys() - others) == 101
    assert len(taken) >= 98
    assert not taken & others
