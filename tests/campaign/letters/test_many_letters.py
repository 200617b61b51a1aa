"""Many letters from one place or to one officer: so many a day go unread in own words."""

import random
import re

import pytest

from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from tests.campaign.letters.strangers import (
    LONG,
    THREAT,
    another_text,
    any_words,
    at_councils,
    changed,
    held_for,
    ours_for,
    seen,
    states,
    write,
)
from tests.campaign.letters.typed import text_of
from tests.seen import words

READ = "/admin/letters/read/"
CHINESE = "請在星期五中午之前將員工號碼和出生日期發送到服務台否則本月工資將不會支付養老金也將停止"


# To many councils


def test_36_letters_of_phishing_from_one_connection_reach_no_director(reached, mails):
    slugs = reached(30)
    links = (
        "HTTPS://Evil.Com/Login",
        "Www.Evil.Com",
        "http://1.2.3.4/in",
        "пример.рф",
        "evil。com",
    )
    letters = []
    for number in range(36):
        text = f"{changed(THREAT, number)}\n\nSign in at {links[number % 5]} before noon."
        name = "Chief Executive, Barking-And-Dagenham"
        email = f"x{number}@gmail.com"
        letters.append(write(slugs[number % 30], email, text, name=name))
    assert set(states(letters)) == {State.HELD}
    assert at_councils() == []


def test_texts_of_which_none_is_like_another_reach_five_directors_a_day(reached, today_is):
    dice = random.Random(1)
    vocabulary = sorted(set(re.findall(r"[a-z]{4,}", f"{THREAT} {LONG}".lower())))
    slugs = reached(8)

    def another(number):
        text = " ".join(dice.choices(vocabulary, k=80))
        return write(slugs[number], f"x{number}@gmail.com", f"Dear all,\n\n{text}.")

    letters = [another(number) for number in range(7)]
    assert states(letters) == [State.QUEUED] * 5 + [State.HELD] * 2
    today_is("2026-11-25", "12:00")
    assert another(7).state == State.QUEUED


def test_whoever_changes_the_rest_of_an_ipv6_address_is_one_connection(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        text = f"{any_words(number, 80)}."
        address = f"2001:db8:1:{number}::{number}"
        letters.append(write(slug, f"x{number}@gmail.com", text, address))
    assert held_for(letters) == [""] * 5 + ["many"] * 2


def test_mail_domains_that_cost_nothing_at_one_company_are_one_domain(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        email = f"x@evil{number}.duckdns.org"
        letters.append(write(slug, email, another_text(number), network=f"203.0.{number}"))
    assert states(letters) == [State.QUEUED] * 5 + [State.HELD] * 2


@pytest.mark.parametrize("times", [1, 8])
def test_ours_said_again_and_again_below_a_page_of_ones_own_makes_it_not_ours(reached, times):
    letters = []
    for number, slug in enumerate(reached(7)):
        text = f"{another_text(number, 250)}\n\n" + "\n\n".join([ours_for(slug)] * times)
        letters.append(write(slug, f"x{number}@gmail.com", text))
    assert states(letters) == [State.QUEUED] * 5 + [State.HELD] * 2


def test_a_page_in_a_script_without_spaces_below_our_wording_is_mostly_its_writers(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        page = "".join(random.Random(number).choices(CHINESE, k=900))
        letters.append(write(slug, f"x{number}@gmail.com", f"{page}\n\n{ours_for(slug)}"))
    assert held_for(letters) == [""] * 5 + ["many"] * 2


@pytest.mark.parametrize("number", [24, pytest.param(200, marks=pytest.mark.large)])
def test_students_of_one_network_write_to_many_councils_in_our_wording_and_none_waits(
    reached, number
):
    slugs = reached(60)
    lines = ("", "Every child should have a place.", "My cousin was one of them, and came home.")
    letters = []
    for student in range(number):
        email = f"s{student}@student.leeds.ac.uk"
        lines = (
            "",
            "Every child should have a place.",
            "My cousin was one of them, and came home.",
        )
        line = lines[student % 3]
        letters.append(write(slugs[student % 60], email, own_line=line, name=f"Kit {student}"))
    assert set(states(letters)) == {State.QUEUED}


# To one officer


@pytest.mark.parametrize("mailbox", ["x{}@evil.example", "x{}@gmail.com"])
def test_whoever_writes_to_one_officer_again_and_again_is_read_after_a_class_of_letters(
    reached, mailbox, mails
):
    (slug,) = reached(1)
    held = []
    for number in range(33):
        lie = f"Jane Smith in your office has lied {number} times about every child I know. {LONG}"
        network = "198.51.100" if "gmail" in mailbox else f"198.51.{number}"
        held.append(write(slug, mailbox.format(number), lie, network=network).held_for)
    assert held == [""] * 30 + ["many"] * 3
    assert "many letters like it went today" in seen(Letter.objects.latest("pk"))
    in_our_wording = write(slug, "ben@gmail.com", network="198.51.100")
    assert in_our_wording.held_for == ""
    assert write(slug, "cy@outlook.com", f"I am Cy. {LONG}", network="192.0.2").held_for == ""


def test_a_class_of_thirty_writes_to_its_council_in_its_own_words_and_none_waits(reached):
    (slug,) = reached(1)
    held = set()
    for number in range(30):
        text = f"Dear all,\n\nI am pupil {number} here. {LONG}\n\nBest wishes"
        held.add(write(slug, f"p{number}@hallcross.sch.uk", text).held_for)
    assert held == {""}


# Whom staff ask, and what a press does


def test_when_many_come_in_own_words_staff_get_one_email_and_one_press_holds_them_until_midnight(
    reached, staff_of_letters, editor, today_is
):
    dice = random.Random(2)
    vocabulary = sorted(set(re.findall(r"[a-z]{4,}", f"{THREAT} {LONG}".lower())))
    slugs = reached(12)

    def another(number):
        text = " ".join(dice.choices(vocabulary, k=80))
        network = f"203.0.{number}"
        return write(slugs[number % 12], f"x{number}@gmail.com", f"Hello,\n\n{text}.", network)

    def told():
        emails = OutgoingMessage.objects.filter(key__startswith="staff-own-words")
        return list(emails.filter(recipient=editor.email))

    before = [another(number) for number in range(20)]
    assert told() == []
    before += [another(20), another(21)]
    assert set(states(before)) == {State.QUEUED}, "nothing waits by number alone"
    (email,) = told()
    assert f"{READ}" in text_of(email)
    assert "Hold such letters until midnight" in words(staff_of_letters.get(READ))
    page = words(staff_of_letters.post("/admin/switch/", {"turn": "read"}, follow=True))
    assert "wait for one of us until midnight" in page
    held = another(22)
    assert "until midnight we read letters that have a link, or are mostly in their" in seen(held)
    assert write(slugs[0], "y@gmail.com", network="198.51.100").state == State.QUEUED
    today_is("2026-11-25", "00:30")
    assert another(23).state == State.QUEUED


def test_one_press_lets_them_go_again(reached, staff_of_letters):
    (slug,) = reached(1)
    staff_of_letters.post("/admin/switch/", {"turn": "read"})
    assert write(slug, "x@gmail.com", THREAT).state == State.HELD
    staff_of_letters.post("/admin/switch/", {"turn": "unread"})
    assert write(slug, "y@gmail.com", THREAT).state == State.QUEUED


def test_on_a_busy_day_five_times_as_many_councils_are_reached(reached, staff_of_letters):
    dice = random.Random(3)
    vocabulary = sorted(set(re.findall(r"[a-z]{4,}", f"{THREAT} {LONG}".lower())))
    staff_of_letters.post("/admin/switch/", {"turn": "busy"})
    letters = []
    for number, slug in enumerate(reached(8)):
        text = " ".join(dice.choices(vocabulary, k=80))
        letters.append(write(slug, f"x{number}@gmail.com", f"Dear all,\n\n{text}."))
    assert set(states(letters)) == {State.QUEUED}
