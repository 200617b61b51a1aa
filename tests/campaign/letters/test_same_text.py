"""One text for many councils: however it is changed or dressed up, the first alone gets it."""

import random

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaign.letters.models import Letter, State
from campaign.letters.traces import Trace
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from councils.models import EventKind
from councils.record import record_version
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.strangers import (
    LONG,
    OTHER_WORDS,
    THREAT,
    any_words,
    at_councils,
    changed,
    from_many_networks,
    held_for,
    ours_for,
    seen,
    states,
    write,
)
from tests.campaign.letters.typed import text_of

STREETS = ("High", "Church", "Mill", "Station", "Park", "Queen", "King", "Albert")
CYRILLIC = dict(zip("aeopcxyi", "аеорсхуі", strict=True))
SQUARED = {chr(97 + number): chr(0x1F170 + number) for number in range(26)}


def each_word_in(every, number):
    """Return the threat with another word in place of each third, or fourth."""
    dice = random.Random(number)
    said = THREAT.split(" ")
    for at in range(number % every, len(said), every):
        said[at] = dice.choice(OTHER_WORDS) + dice.choice("abcdefghij")
    return " ".join(said)


def with_half_of(letters, number):
    """Return the threat with half of some letters in another form."""
    dice = random.Random(number)
    said = ""
    for letter in THREAT:
        is_dressed = letter in letters and dice.random() < 0.5
        said += letters[letter] if is_dressed else letter
    return said


# With other words


def test_threats_without_a_link_under_ordinary_names_reach_one_director(reached):
    letters = []
    for number, slug in enumerate(reached(12)):
        letters.append(write(slug, f"x{number}@gmail.com", changed(THREAT, number)))
    assert states(letters) == [State.QUEUED] + [State.HELD] * 11
    assert len(at_councils()) == 1
    assert "nearly the same was written to another council" in seen(letters[1])


def test_from_51_networks_a_text_with_changed_words_reaches_one_director(reached):
    letters = []
    for number, slug in enumerate(reached(51)):
        text = changed(THREAT, number)
        letters.append(write(slug, f"x{number}@gmail.com", text, network=f"203.0.{number}"))
    assert states(letters) == [State.QUEUED] + [State.HELD] * 50


@pytest.mark.large  # every council
def test_no_number_of_networks_reaches_144_councils_with_one_text(reached):
    letters = []
    for number, slug in enumerate(reached(144)):
        text = changed(THREAT, number, every=5)
        network = f"203.{number % 51}.7"
        letters.append(write(slug, f"x@evil{number}.example", text, network=network))
    assert states(letters).count(State.QUEUED) <= 2


def test_a_lure_within_our_wording_reaches_ten_councils_at_most(reached):
    line = "Your salary is stopped unless you give the desk your staff number and birthday at once."
    letters = []
    for number, slug in enumerate(reached(13)):
        said = f"{line} Ask for {STREETS[number % 8]}."
        letters.append(
            write(slug, f"x{number}@gmail.com", own_line=said, network=f"203.0.{number}")
        )
    assert states(letters) == [State.QUEUED] * 10 + [State.HELD] * 3


@pytest.mark.parametrize("field", ["subject", "postal_address"])
def test_a_lure_where_nobody_looks_is_compared_too(reached, field):
    lure = "Your salary stops on Friday unless you phone 0131 496 0000 with your staff number now"
    letters = []
    for number, slug in enumerate(reached(12)):
        typed = {field: f"{lure} {number}"}
        letters.append(write(slug, f"x{number}@gmail.com", network=f"203.0.{number}", **typed))
    assert states(letters)[10:] == [State.HELD] * 2


@pytest.mark.parametrize("above", [0, 100])
@pytest.mark.parametrize("below", [300, 1200])
def test_no_number_of_new_words_below_a_text_makes_it_another(reached, above, below):
    def padded(number):
        return f"{any_words(number, above)}\n\n{THREAT}\n\n{any_words(number + 99, below)}"

    assert set(held_for(from_many_networks(reached(5), padded))[1:]) == {"same"}


def test_a_line_within_our_wording_and_the_same_as_a_letter_of_its_own_are_one_text(reached):
    first, second = reached(2)
    line = THREAT.partition("\n\n")[2]
    write(first, "a@gmail.com", own_line=line)
    assert write(second, "b@gmail.com", THREAT, "198.51.100").held_for == "same"


# Dressed up


def padded(number):
    """The threat below three paragraphs that are new each time."""
    dice = random.Random(number)
    vocabulary = LONG.split()
    paragraphs = [" ".join(dice.choices(vocabulary, k=25)) for _ in range(3)]
    return "\n\n".join([*paragraphs, THREAT])


@pytest.mark.parametrize(
    "form",
    [
        lambda number: THREAT.replace("a", "\u200ba").replace("must", f"must{number}"),
        lambda number: THREAT.title() if number % 2 else THREAT.upper(),
        lambda number: "\n\n".join(reversed(changed(THREAT, number, 9).split(". "))),
        lambda number: THREAT.replace(". ", f". Item {number}. "),
        lambda number: THREAT.replace(" ", "_" if number % 2 else " . "),
        lambda number: THREAT.replace("o", "ｏ"),
        padded,
    ],
    ids=["invisible", "capitals", "turned round", "numbered", "joined", "wide letters", "padded"],
)
def test_however_a_text_is_dressed_it_is_the_same_text(reached, form):
    letters = []
    for number, slug in enumerate(reached(4)):
        text = form(number)
        letters.append(write(slug, f"x{number}@gmail.com", text, network=f"203.0.{number}"))
    assert states(letters)[1:] == [State.HELD] * 3


@pytest.mark.parametrize(
    ("form", "first_held"),
    [
        (lambda number: each_word_in(3, number), 3),
        (lambda number: each_word_in(4, number), 4),
        (lambda number: with_half_of(CYRILLIC, number), 1),
        (lambda number: with_half_of({each: f"{each}\u0301" for each in "aeiou"}, number), 1),
        (lambda number: with_half_of({"a": "4", "e": "3", "o": "0", "i": "1"}, number), 1),
        (lambda number: with_half_of({" ": "\u3164"}, number), 1),
        (lambda number: with_half_of({"t": "t\u2060", "s": "s\U000e0041"}, number), 1),
    ],
    ids=["each third word", "each fourth word", "Cyrillic", "accents", "digits", "fillers", "tags"],
)
def test_a_text_that_looks_the_same_is_the_same(reached, form, first_held):
    letters = from_many_networks(reached(6), form)
    assert set(held_for(letters)[first_held:]) == {"same"}


def test_letters_in_squares_are_letters(reached):
    slugs = reached(4)
    squares = "".join(SQUARED.get(letter, letter) for letter in THREAT.lower())
    letters = [
        write(slug, f"x{number}@gmail.com", f"{squares}\n\n{ours_for(slug)}", f"203.0.{number}")
        for number, slug in enumerate(slugs)
    ]
    assert held_for(letters) == ["", "same", "same", "same"]


# What is kept to compare them


def test_of_a_letter_at_most_64_hashes_are_kept_and_they_are_gone_within_28_days(reached, today_is):
    (slug,) = reached(1)
    dice = random.Random(4)
    links = " ".join(f"https://evil{number}.example/" for number in range(40))
    text = " ".join(dice.choices(THREAT.split() + LONG.split(), k=900))
    write(slug, "x@evil.example", f"{text}\n\n{links}")
    assert 48 <= Trace.objects.count() <= 64
    today_is("2026-12-20", "03:00")
    purge_all(timezone.now())
    assert Trace.objects.exists()
    today_is("2026-12-22", "03:00")
    purge_all(timezone.now())
    assert not Trace.objects.exists()


def test_a_letter_that_is_confirmed_again_is_not_compared_with_itself(
    open_by_day, contact, kent, add_event, staff_of_letters
):
    contact()
    letter = write("kent", "a@gmail.com", LONG)
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    call_command("deliver", verbosity=0)
    letter.refresh_from_db()
    assert letter.state == State.AWAITING
    browser = Browser(Client())
    browser.go(f"{letter.private_url}confirm/")
    browser.press("confirm")
    letter.refresh_from_db()
    assert letter.held_for == ""


@pytest.mark.parametrize("end", ["cancel", "delete"])
def test_whoever_stops_or_deletes_a_letter_sends_its_words_to_nobody_else(reached, end):
    first, second = reached(2)
    letter = write(first, "a@gmail.com", THREAT)
    Client().post(f"{letter.private_url}{end}/")
    assert write(second, "b@gmail.com", THREAT, "198.51.100").held_for == "same"


# Its writer, who waits


def test_two_who_change_the_same_words_of_ours_say_nothing_alike(reached):
    letters = []
    for number, slug in enumerate(reached(2)):
        browser = Browser(Client())
        browser.go(f"/councils/{slug}/write/")
        browser.press("", topics=["help", "count", "talk"])
        ours = Letter.objects.order_by("-pk").first().text
        text = ours.replace("I live", "We live").replace(".\n\n", ". ")
        letters.append(write(slug, f"x{number}@gmail.com", text))
    assert states(letters) == [State.QUEUED] * 2


def test_whoever_waits_is_told_why_when_and_that_she_can_send_it_herself(reached, mails):
    first, second = reached(2)
    write(first, "a@gmail.com", LONG)
    letter = write(second, "b@gmail.com", LONG)
    told = text_of(OutgoingMessage.objects.get(key__startswith=f"held:{letter.pk}"))
    for said in (told, seen(letter)):
        assert "nearly the same was written to another council" in said
        assert "on a weekday" in said
        assert "send it yourself" in said.lower()
        assert LONG[:30] not in told


@pytest.mark.parametrize("act", ["keep", "words", "send", "meanwhile", "afresh", "new-code"])
def test_what_waits_to_be_read_is_not_changed_any_more(reached, act):
    first, second = reached(2)
    write(first, "a@gmail.com", LONG)
    letter = write(second, "b@gmail.com", LONG, "198.51.100")
    assert letter.held_for == "same"
    before = (letter.text, letter.email, letter.name)
    typed = {"text": THREAT, "email": "x@evil.example", "name": "Kent Police", "compose": ""}
    Client().post(f"/councils/{second}/write/{letter.draft_token}/{act}/", typed)
    letter.refresh_from_db()
    assert letter.state == State.HELD
    assert (letter.text, letter.email, letter.name) == before
