"""What people really write to a council: it goes at once, or hardly ever waits."""

from pathlib import Path

from campaign.letters.links import unknown_links
from campaign.letters.models import State
from campaign.letters.threats import is_read_first
from councils.safeguarding.call_for_help import lines_of
from tests.campaign.letters.strangers import LONG, states, write

PEOPLES_LINES = Path(__file__).parents[2] / "councils" / "safeguarding"
LETTERS = (
    "I was in care in this town for nine years. When I ran, nobody asked me why. Please ask.",
    "My mum found me at the coach station. I’d had nothing to eat for two days (24 and 25 May).",
    "I’m a retired head teacher, and I’ve sat with children at 5 p.m. on a Friday with no bed.",
    "Our dog found a boy asleep in our shed. He was 12. He’d walked from Hull... 40 miles!",
    "He threatened her, he hit her, and she left. She is 15. What would you have done?",
    "I work at A&E. We see them at 3 a.m., cold, scared, and asking us not to ring home.",
    "Please don’t let money be the reason. £200,000 is a lot; a child is more.",
    "The police brought him back each time, nine times in 2025, and nobody asked him a thing.",
    "As a bus driver (no. 36) I see it. A girl in her school coat, at midnight, going nowhere.",
    "Who counts them? In 2019 it was 1,204; in 2024, 1,310. I’d like to know what’s changed.",
    "I lost my son. I can’t write more than that. Sign it.",
    "With respect: I know you’re all overworked. You’re doing your best, and we’re grateful.",
    "It’s a disgrace, and you should be ashamed of yourselves. I’ll be voting in May.",
    "I’ll be watching how you vote, and I’ll tell my neighbours. That’s democracy.",
    "Ring me if you like: 0114 496 0123, after six. I’d be glad to talk.",
    "She texted 116 000 and somebody answered. Does every school there show that number?",
)


def test_what_people_write_of_themselves_goes_at_once(reached):
    letters = []
    slugs = reached(len(LETTERS))
    for number, line in enumerate(LETTERS):
        network = f"198.{number}.100"
        letters.append(write(slugs[number], f"p{number}@gmail.com", own_line=line, network=network))
    assert [letter.held_for for letter in letters] == [""] * len(LETTERS)
    assert {letter.state for letter in letters} == {State.QUEUED}


def test_an_angry_letter_wholly_in_ones_own_words_goes_at_once(reached):
    slugs = reached(len(LETTERS))
    letters = []
    for number, line in enumerate(LETTERS):
        text = f"Dear councillor,\n\n{line}\n\nI say this as somebody who lives on street {number}."
        network = f"198.{number}.100"
        letters.append(write(slugs[number], f"p{number}@gmail.com", text, network=network))
    assert [letter.held_for for letter in letters] == [""] * len(LETTERS)


def test_of_a_hundred_ordinary_lines_at_most_one_waits():
    files = [PEOPLES_LINES / "letters_by_adults.txt", *PEOPLES_LINES.glob("blind_others*.txt")]
    lines = [line for file in files for line in lines_of(file)]
    waiting = [line for line in lines if is_read_first(line) or unknown_links([line])]
    assert len(lines) > 800
    assert len(waiting) <= len(lines) // 100, waiting


def test_a_supporter_who_rewrites_all_and_quotes_the_bbc_does_not_wait(reached):
    (slug,) = reached(1)
    text = f"{LONG}\n\nThe BBC said so too: https://www.bbc.co.uk/news/uk-12345678. anna@gmail.com"
    assert write(slug, "Anna@gmail.com", text).state == State.QUEUED


def test_whose_own_words_differ_from_everybodys_writes_to_any_council(reached):
    first, second = reached(2)
    one = write(first, "a@gmail.com", LONG)
    other = (
        "Please sign the charter. I work nights at a petrol station, and twice this year a girl of"
        " about thirteen has asked me whether she may wait inside until it gets light. I rang"
        " somebody each time. I would like to know who comes, and what happens to her afterwards."
    )
    two = write(second, "b@gmail.com", other)
    assert states([one, two]) == [State.QUEUED] * 2
