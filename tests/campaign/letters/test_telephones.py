"""Telephone numbers in a letter: compared however they are written, and no reason to wait."""

import pytest

from campaign.letters.models import State
from campaign.letters.telephones import telephones
from tests.campaign.letters.strangers import any_words, from_many_networks, held_for, seen, write

SPELLINGS = (
    "020 7946 0123", "(020) 7946 0123", "020-7946-0123", "020.7946.0123", "02079460123",
    "+44 20 7946 0123", "+442079460123", "+44 (0)20 7946 0123", "+44 (0) 20 7946 0123",
    "+44(0)2079460123", "+44 020 7946 0123", "+44-20-7946-0123", "+44 (20) 7946 0123",
    "(+44) 20 7946 0123", "(+44) (0)20 7946 0123", "0044 20 7946 0123", "0044 (0)20 7946 0123",
    "00442079460123",
)  # fmt: skip
BESIDE = (
    "020 7946 0123 24 hours a day", "020 7946 0123 (24 hours)", "020 7946 0123, 7 days a week",
    "020 7946 0123. 12 of us answer", "24/7 on 020 7946 0123", "020 7946 0123 / 9 to 5",
    "020 7946 0123 or 0800 1111 (24 hours)",
)  # fmt: skip
NO_NUMBERS = (
    "116 000", "0800 1111", "0808 800 5000", "999", "9 July 2012", "in 2012, 2013 and 2014",
    "0800 1111 (24 hours)", "84,000 children", "£1,000,000,000", "01/02/2026", "No. 10",
    "0.5 to 0.75", "1 2 3 4 5 6 7 8 9", "+1 000 000 - 5",
)  # fmt: skip
PREMIUM = (
    "0906 123 4567", "O9O6 123 4567", "09O6 l23 4567", "0️⃣9️⃣0️⃣6️⃣ 1️⃣2️⃣3️⃣ 4️⃣5️⃣6️⃣7️⃣",
    "zero nine zero six one two three four five six seven", "0906_123_4567", "0906*123*4567",
    "oh nine oh six, one two three, four five six seven", "0906 – 123 – 4567", "0906\n123\n4567",
    "0 nine 0 six 123 4567", "0906,123,4567", "0906~123~4567", "𝟎𝟗𝟎𝟔 𝟏𝟐𝟑 𝟒𝟓𝟔𝟕", "+44 906 123 4567",
    "Zero Nine Zero Six 1234567",
)  # fmt: skip
IN_WORDS = """
oh seven seven double oh nine double oh one two three
zero seven seven zero zero nine zero zero one two three
o7700 9oo123
07700nine00123
plus four four seven seven double zero nine double zero one two three
plus 44 7700 900123
zero-seven-seven-zero-zero-nine-zero-zero-one-two-three
Zero.Seven.Seven.Zero.Zero.Nine.Zero.Zero.One.Two.Three
0seven7double0 9double0 one two three
oh double seven double oh nine double oh one two three
nought seven seven nought nought nine nought nought one two three
0 7 7 0 0 9 0 0 1 2 3
０７７００９００１２３
٠٧٧٠٠٩٠٠١٢٣
oh7700 nine hundred one two three
zer0 seven seven zer0 zer0 nine zer0 zer0 0ne tw0 thr33
0/7/7/0/0/9/0/0/1/2/3
07700 nine-double-oh 123
07700-9-zero-zero-123
0770O900I23
""".strip().splitlines()


# What is a number, and the same one


@pytest.mark.parametrize("number", SPELLINGS + BESIDE)
def test_a_telephone_number_is_the_same_however_it_is_written_and_whatever_stands_beside_it(number):
    assert telephones([f"Please ring {number} today."]) == {"02079460123"}


def test_a_number_that_only_begins_like_a_helpline_is_none():
    assert telephones(["Ring 0800 111 1234 today."]) == {"08001111234"}
    assert telephones(["Ring 0800 1111, 116 000 or 999."]) == set()


def test_two_telephone_numbers_beside_each_other_are_two():
    text = "Ring 0113 496 0000 / 0113 496 0001 (24 hours) or +44 (0)7700 900123 07700 900124."
    numbers = {"01134960000", "01134960001", "07700900123", "07700900124"}
    assert telephones([text]) == numbers


def test_a_number_of_ten_digits_or_abroad_is_one_as_well():
    text = "Ring 01204 96012 24 hours, +33 1 42 68 53 00 or 00 33 1 42 68 53 00."
    assert telephones([text]) == {"0120496012", "33142685300", "0033142685300"}


@pytest.mark.parametrize("number", PREMIUM)
def test_a_premium_number_is_one_however_it_is_spelt(number):
    assert telephones([f"Ring {number} now."]) == {"09061234567"}


@pytest.mark.parametrize("number", IN_WORDS)
def test_a_number_in_words_or_in_other_digits_is_the_same_number(number):
    assert telephones([f"Ring {number} now."]) == {"07700900123"}


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_helpline_a_day_and_a_sum_are_no_telephone_number(text):
    assert not telephones([f"We read {text} there."])


@pytest.mark.parametrize("text", ["one of us, two of them and nobody", "£1,000,000,000", "0 to 5"])
def test_a_number_word_and_a_sum_are_no_telephone_number(text):
    assert not telephones([f"We read {text} there."])


# Which letters wait for their numbers


@pytest.mark.parametrize("field", ["own_line", "subject", "postal_address"])
def test_one_telephone_number_goes_to_one_council_unread(reached, field):
    forms = ("0131 496 0123", "+44 (0)131 4960123", "(0131) 496-0123", "0044 131 496.0123")

    def lure(number):
        return f"{any_words(number, 9)} ring {forms[number % 4]} now"

    letters = from_many_networks(reached(5), **{field: lure})
    assert held_for(letters) == [""] + ["site"] * 4
    assert "the same link, email address, number or account as a letter to another" in seen(
        letters[1]
    )


def test_a_number_in_words_goes_to_one_council_unread(reached):
    forms = ("0906 123 4567", "zero nine zero six one two three four five six seven")
    letters = []
    for number, slug in enumerate(reached(2)):
        line = f"Ask for {('Jo', 'Sam')[number]} on {forms[number]}."
        network = f"203.0.{number}"
        letters.append(write(slug, f"x{number}@gmail.com", own_line=line, network=network))
    assert [letter.held_for for letter in letters] == ["", "site"]


def test_no_link_hides_among_telephone_numbers(reached):
    def lure(number):
        many = " ".join(f"Ring 020 79{number}6 0{other}." for other in range(100, 160))
        return f"{any_words(number, 9)} https://pay-here.example {many}"

    letters = from_many_networks(reached(5), own_line=lure)
    assert held_for(letters)[1:] == ["site"] * 4


def test_a_supporter_who_gives_her_own_number_or_a_helplines_goes_at_once(reached):
    first, second, third = reached(3)
    lines = [
        (first, "Please ring me on 0114 496 0123 after six."),
        (second, "Does every school there show 116 000 and 0800 1111 on its walls?"),
        (third, "Does every school there show 0800 1111 and 116 000, and 0808 800 5000?"),
    ]
    for number, (slug, line) in enumerate(lines):
        letter = write(slug, f"x{number}@gmail.com", own_line=line)
        assert letter.state == State.QUEUED
