"""Accounts, short codes and wallets in a letter: compared, and no reason to wait."""

import pytest

from campaign.letters.accounts import accounts
from tests.campaign.letters.strangers import write

ACCOUNTS = """
telegram: evil_money
my snapchat is evil_money
insta evil_money
Discord handle = evil_money
tg: @evil_money
add me on Signal as evil_money
""".strip().splitlines()


@pytest.mark.parametrize("text", ACCOUNTS)
def test_an_account_is_compared_however_it_is_introduced(text):
    assert accounts([f"{text} for the money"]) == {"evil_money"}


def test_an_account_is_no_word_that_people_say():
    assert accounts(["Instagram is full of it. She is on Snapchat every night."]) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Find @evil_money on Telegram.",
        "@Evil_Money has your files, and says so.",
        "Text WIN to 60777 now.",
        "Send it to bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh soon.",
        "0x71C7656EC7ab88b098defB751B7401B5f6d8976F is where it goes.",
    ],
)
def test_an_account_a_short_code_and_a_wallet_reach_one_council_unread(reached, line):
    held = []
    for number, slug in enumerate(reached(3)):
        network = f"198.{number}.100"
        held.append(write(slug, f"p{number}@gmail.com", own_line=line, network=network).held_for)
    assert held == ["", "site", "site"]


def test_whoever_names_a_charity_or_a_helpline_by_its_account_does_not_wait(reached):
    lines = ("I follow @missingpeople.", "Text SHOUT to 85258: a child did.", "In 12345 days?")
    slugs = reached(3)
    for line in lines:
        for number, slug in enumerate(slugs):
            network = f"198.{number}.100"
            letter = write(slug, f"p{number}@gmail.com", own_line=line, network=network)
            assert letter.held_for == ""
