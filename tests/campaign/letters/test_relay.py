"""Whoever would have us carry phishing and threats to directors, each way that somebody tried it;
and beside each the supporters who do something that only looks like it, of whom nobody waits.

Here are many letters of one text, links and who signs as an office; in test_relay_again.py texts
that are dressed up, and telephone numbers; in test_relay_in_words.py threats, and links in words;
in test_relay_tried_later.py long lists of what waits and what does not.
"""

import random
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaign.letters.links import unknown_links
from campaign.letters.models import Letter, State
from campaign.letters.offices import is_no_person
from campaign.letters.traces import Trace
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from councils.models import EventKind
from councils.record import record_version
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.strangers import LONG, at_councils, seen, write
from tests.campaign.letters.typed import text_of
from tests.seen import words

READ = "/admin/letters/read/"
THREAT = (
    "Dear colleague,\n\nThe council's payroll is moved to a new system on Friday. Every director"
    " must send the staff number and the date of birth to the desk before noon, or the salary of"
    " this month cannot be paid and the pension is stopped. Whoever does not answer is reported to"
    " the auditors, and the press will learn which of you let children down to save your own job."
)
CHANGED = ("today", "soon", "quickly", "kindly", "again", "really", "plainly", "surely")
STREETS = ("High", "Church", "Mill", "Station", "Park", "Queen", "King", "Albert")


def changed(text, number, every=6):
    """Return a text in which one word in so many is another, each time others."""
    dice = random.Random(number)
    said = text.split(" ")
    for at in range(number % every, len(said), every):
        said[at] = dice.choice(CHANGED) + str(dice.choice("abcdefgh"))
    return " ".join(said)


def states(letters):
    return [letter.state for letter in letters]


# One connection


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


def test_threats_without_a_link_under_ordinary_names_reach_one_director(reached):
    letters = []
    for number, slug in enumerate(reached(12)):
        letters.append(write(slug, f"x{number}@gmail.com", changed(THREAT, number)))
    assert states(letters) == [State.QUEUED] + [State.HELD] * 11
    assert len(at_councils()) == 1
    assert "nearly the same was written to another council" in seen(letters[1])


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


# Many connections


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


def ours_for(slug):
    """Return the text of ours that a letter to a council has."""
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["help", "count", "talk"])
    return Letter.objects.order_by("-pk").first().text


def another_text(number, length=80):
    """Return words in an order that no other text has."""
    vocabulary = sorted(set(re.findall(r"[a-z]{4,}", f"{THREAT} {LONG}".lower())))
    return " ".join(random.Random(number).choices(vocabulary, k=length)) + "."


@pytest.mark.parametrize("times", [1, 8])
def test_ours_said_again_and_again_below_a_page_of_ones_own_makes_it_not_ours(reached, times):
    letters = []
    for number, slug in enumerate(reached(7)):
        text = f"{another_text(number, 250)}\n\n" + "\n\n".join([ours_for(slug)] * times)
        letters.append(write(slug, f"x{number}@gmail.com", text))
    assert states(letters) == [State.QUEUED] * 5 + [State.HELD] * 2


def test_a_link_of_its_own_for_each_council_within_our_wording_reaches_five_a_day(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        line = f"Your file {number} is at https://evil{number}.com/"
        letters.append(write(slug, f"x{number}@gmail.com", own_line=line))
    assert states(letters) == [State.QUEUED] * 5 + [State.HELD] * 2
    assert "many letters like it went today" in seen(letters[-1])


def test_pages_that_cost_nothing_at_one_company_are_one_site(reached):
    letters = []
    for number, slug in enumerate(reached(3)):
        line = f"Your file {number} is at x{number}.github.io"
        network = f"203.0.{number}"
        letters.append(write(slug, f"x{number}@gmail.com", own_line=line, network=network))
    assert [letter.held_for for letter in letters] == ["", "site", "site"]


def test_mail_domains_that_cost_nothing_at_one_company_are_one_domain(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        email = f"x@evil{number}.duckdns.org"
        letters.append(write(slug, email, another_text(number), network=f"203.0.{number}"))
    assert states(letters) == [State.QUEUED] * 5 + [State.HELD] * 2


def test_who_signs_as_an_office_in_the_line_below_the_name_waits(reached):
    (slug,) = reached(1)
    letter = write(slug, "a@gmail.com", postal_address="Chief Executive’s Office, Kent")
    assert letter.held_for == "name"


@pytest.mark.parametrize(
    "address",
    ["12 High St.dover", "Borough Green, Kent", "The Old Police House, Leeds", "NHS Quay, Hull",
     "3 Council Cottages, Dover", "Leader Street, Bath", "Flat 2, Head of the Lane, Devon"],
)  # fmt: skip
def test_no_place_waits(reached, address):
    (slug,) = reached(1)
    assert write(slug, "a@gmail.com", postal_address=address).state == State.QUEUED


def test_the_writers_own_checked_address_is_no_link_and_a_strangers_is(reached):
    first, second = reached(2)
    own = write(first, "anna@gmail.com", f"{another_text(1)} Write to Anna@gmail.com.")
    strangers = write(second, "ben@gmail.com", f"{another_text(2)} Write to it@evil.com.")
    assert [own.held_for, strangers.held_for] == ["", "link"]


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


# What is a link, and what only looks like one


LINKS = (
    "HTTPS://Evil.Com", "Www.Evil.Org", "http://1.2.3.4", "https://1.2.3.4:8080/x", "пример.рф",
    "evil。com", "ｅｖｉｌ．ｃｏｍ", "evil.com.", "(evil.com)", "“evil.com”", "Evil.Com",
    "ftp://evil/x", "hxxps://evil.com", "http://intranet/login", "\\\\evil\\share", "evil.me",
    "evil.com/", "1.2.3.4.evil.com", "xn--e1afmkfd.xn--p1ai", "security@evil.com",
    "Security@Evil.Com", "mailto:x@evil.com", "x@evil.рф", "sign-in.evil.co.uk", "t.me/evil",
    "bit.ly/3xYz", "evil․com", "e\u00advil.com", "www。evil。com", "evil.support", "evil.in/login",
    "Look...evil.com", "@evil.com", ".evil.com", "see:https://evil.com", "<evil.com>",
    "https://evil.com/www.gov.uk", "https://www.gov.uk.evil.com", "help@kent.gov.uk.evil.com",
)  # fmt: skip
NO_LINKS = (
    "12 High St.dover", "anna.smith", "I was so scared.so I ran", "Dr.Li and Mr.Kim", "St.Albans",
    "at 10.30.Then", "e.g. or i.e. or a.m.", "well...and", "3.5 and 1.4.2027", "U.K. and U.S.A.",
    "he/she", "I ran away.My mum cried.it was cold.how?", "No.12", "Flat 2.b", "Smith.and Sons",
    "school.Then home", "paragraph 1.2.3.4", "W.B. Yeats", "sad :/ and done", "Ph.D",
    "kent.gov.uk", "help@kent.gov.uk", "https://www.bbc.co.uk/news/uk-1", "Me@gmail.com",
)  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_a_link_is_seen_in_any_case_scheme_or_script(settings, link):
    settings.SITE_URL = "http://testserver"
    assert unknown_links([f"Please read {link} today."], "me@gmail.com")


@pytest.mark.parametrize("text", NO_LINKS)
def test_what_is_not_a_link_is_none(settings, text):
    settings.SITE_URL = "http://testserver"
    assert not unknown_links([f"We met {text} on Friday."], "me@gmail.com")


@pytest.mark.parametrize(
    "said",
    ["Look at https://campaign.example.", "(https://campaign.example)", "see campaign.example, too",
     "https://campaign.example/councils/kent/.", "on https://campaign.example!"],
)  # fmt: skip
def test_this_site_is_no_link_elsewhere_even_at_the_end_of_a_sentence(settings, said):
    settings.SITE_URL = "https://campaign.example"
    assert not unknown_links([said])


@pytest.mark.parametrize(
    "link",
    ["https://campaign.example.evil.com", "https://campaign.example@evil.com",
     "https://campaign.example:80@evil.com", "https://evil.com/campaign.example",
     "campaign.example.evil.com/", "notcampaign.example", "https://campaign.example.@evil.com"],
)  # fmt: skip
def test_a_site_that_only_begins_like_this_one_leads_elsewhere(settings, link):
    settings.SITE_URL = "https://campaign.example"
    assert unknown_links([f"Please read {link} today."])


# Names


OFFICES = (
    "Chief Executive, Barking-And-Dagenham", "Director of Children’s Services", "Kent Police",
    "NHS England", "Kent County Council", "Leader, Kent", "Borough of Bexley Council",
    "CHIEF  EXECUTIVE", "Ｃhief Executive", "Сhief Exеcutive", "www.kent.gov.uk", "kent.gov.uk",
    "Jo Smith, Chief Constable", "The Leader of the Council", "Office of the Mayor", "a@b.com",
    "Dover District Council", "On behalf of Kent", "Metropolitan Police", "Chief Exec",
    "C h i e f  E x e c u t i v e", "ChiefExecutive", "Children’s Services, Leeds",
)  # fmt: skip
PEOPLE = (
    "Ann Kent", "Dr Ann Smith", "Cllr Jo Bath", "Rev. Tom Reading", "Lord Bury", "Jo Constable",
    "Mary Leader", "Tim Head", "Sue Mayor", "Bob Council", "Kit Borough", "Anna.Smith", "José",
    "Αννα Παπαδοπούλου", "Анна Кент", "李小明", "Anna Smith-Kent", "Lady Lincoln", "Prof. Li",
    "O’Neill", "van der Berg", "Ali", "Dr.Ng", "Mr. J. Chancellor",
    "Jo Director", "Sgt Pepper", "Barking", "Ann Kent-Bishop", "Cllr Jones (Kent)", "B. L. Officer",
)  # fmt: skip


@pytest.mark.parametrize("name", OFFICES)
def test_an_office_is_asked_about_once_then_waits_and_says_why(reached, name):
    (slug,) = reached(1)
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["talk"])
    who = {"name": name, "email": "a@gmail.com", "postal_address": "12 High Street"}
    browser.press("send", **who, go_on="yes")
    assert "your own name?" in words(browser.page)
    browser.press("send", go_on="yes")
    letter = Letter.objects.get()
    assert letter.state == State.AWAITING
    browser.press("code", code=letter.code)
    page = seen(letter)
    assert "We read this one before it goes" in page
    assert "reads like an office" in page or "a link or an email address in its subject" in page
    assert at_councils() == []


def test_who_mistyped_her_name_writes_it_and_her_letter_goes(reached):
    (slug,) = reached(1)
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["talk"])
    who = {"email": "anna@gmail.com", "postal_address": "12 High Street"}
    browser.press("send", name="Kent County Council", **who)
    browser.press("send", name="Anna Smith")
    browser.press("code", code=Letter.objects.get().code)
    assert Letter.objects.get().state == State.QUEUED


def test_who_mistypes_her_address_twice_is_asked_twice_and_no_stranger_gets_her_code(
    reached, mails
):
    (slug,) = reached(1)
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["talk"])
    browser.press("send", name="Anna", email="anna@gmial.com", postal_address="12 High Street")
    assert "anna@gmail.com" in words(browser.page)
    browser.press("send", email="anna@hotmail.con")
    assert "anna@hotmail.com" in words(browser.page)
    assert not mails("confirm")
    browser.press("send")  # she goes on: it is hers
    assert [message.recipient for message in mails("confirm")] == ["anna@hotmail.con"]


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_is_asked_about_a_title_or_a_surname(db, name):
    assert not is_no_person(name)


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


# What is kept for it


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


# Nobody else


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


def test_two_names_that_only_together_have_an_office_in_them_are_a_persons():
    assert not is_no_person("Rosa Napoli Cerri")
    assert is_no_person("kentpolice")
    assert is_no_person("P O L I C E")
