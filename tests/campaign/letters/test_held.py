"""A stranger who would send many directors a text of their own, and the supporters who would not.

All of them go through the site's own forms, with a mailbox of their own; the worker then sends.
Each reason to wait has its own file: ``test_links.py``, ``test_offices.py``, ``test_threats.py``,
``test_telephones.py``, ``test_accounts.py``, ``test_same_text.py`` and ``test_many_letters.py``;
and what goes at once has one: ``test_what_people_write.py``.
"""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.test import Client

from campaign import retention
from campaign.letters import after_restore as letters_after_restore
from campaign.letters import pending
from campaign.letters.links import unknown_links
from campaign.letters.models import Letter, State
from campaign.outbox import after_restore as outbox_after_restore
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import purge_all
from councils.models import Contact, Council, EventKind
from councils.record import record_version
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.strangers import LONG, at_councils, seen, write
from tests.campaign.letters.typed import text_of
from tests.seen import words

READ = "/admin/letters/read/"
EVIL = "Your mailbox is full. Sign in at http://evil.example/login to keep your email."
PAPER = (
    "Dear Councillor,\n\nLast night I read this, and could not sleep:"
    " https://www.crookes-news.example/1234\n\nI have two children at school here, and I would be"
    " so glad to hear what you make of it. My neighbours ask me the same thing.\n\nWith best wishes"
)
THEMES = (
    "Every winter the library on our street fills with young people who have nowhere warm to sit",
    "When I drove buses at night I met boys of twelve who rode to the terminus and back again",
    "As a foster carer for nineteen years I have waited by the window more often than I can count",
    "The youth club where my daughter found her feet was closed, and nobody opened another",
    "At the food bank we see girls who say that they sleep on a friend's sofa this week",
    "My grandson left a note on the kitchen table and walked eleven miles along the canal",
    "Teachers at our school keep a drawer of toothbrushes, since some pupils need them by Monday",
    "I volunteer on a telephone line, and the shortest conversations are those that stay with me",
    "The bench outside the station has a blanket on it most mornings, folded up very neatly",
    "Somebody at my church once opened the vestry for a lad whom the rain had soaked to the skin",
)
"""Ten people, who have nothing to say alike."""


def own_text(number):
    """Return a whole letter of somebody's own, unlike those of others."""
    return f"Dear all,\n\n{THEMES[number]}. {THEMES[number][::-1]}.\n\nBest wishes"


SHORT_LINES = "\n".join(
    " ".join(LONG.split()[at : at + 8]) for at in range(0, len(LONG.split()), 8)
)


# The stranger


def test_fifteen_letters_that_only_lure_reach_no_director(reached, staff_of_letters):
    letters = [
        write(slug, f"x{number}@evil.example", EVIL, network=f"203.0.{number}")
        for number, slug in enumerate(reached(15))
    ]
    assert at_councils() == []
    page = seen(letters[0])
    assert "a link to another website or an email address, and hardly any of our wording" in page
    assert "15 letters to read before going" in words(staff_of_letters.get("/admin/"))


def test_subdomains_of_one_domain_are_one_domain(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        mailbox = f"x@office{number}.evil.co.uk"
        letters.append(write(slug, mailbox, own_text(number), network=f"203.0.{number}"))
    assert [letter.held_for for letter in letters] == [""] * 5 + ["many"] * 2
    assert len(at_councils()) == 5
    assert "many letters like it went today" in seen(letters[-1])


def test_a_network_whose_own_words_reached_five_councils_waits_whatever_the_addresses_are(reached):
    slugs = reached(6)
    letters = []
    for number in range(8):
        slug = slugs[min(number, 5)]
        letters.append(write(slug, f"p{number}@gmail.com", own_text(number)))
    assert [letter.held_for for letter in letters] == [""] * 5 + ["many"] * 3
    in_our_wording = write(slugs[5], "q@gmail.com")
    assert in_our_wording.state == State.QUEUED
    elsewhere = write(slugs[5], "r@gmail.com", own_text(9), network="198.51.100")
    assert elsewhere.state == State.QUEUED


def test_the_same_words_to_another_council_wait_whatever_the_names_in_them(reached):
    first, second, third = reached(3)
    one = write(first, "a@gmail.com", f"Dear Ms Jones,\n\n{LONG}\n\nKent must do better.")
    again = write(first, "b@gmail.com", f"Dear Ms Jones,\n\n{LONG}\n\nKent must do better.")
    two = write(second, "c@gmail.com", f"Dear Mr Ali-Khan,\n\n{LONG}\n\nLeeds must do better.")
    three = write(third, "d@gmail.com", f"To the 1 whom IT concerns,\n\n{LONG}\n\nBetter, kent!")
    assert [one.state, again.state] == [State.QUEUED, State.QUEUED]
    assert [two.held_for, three.held_for] == ["same", "same"]
    assert "nearly the same was written to another council" in seen(two)


def test_the_same_words_wait_although_the_letter_with_them_was_deleted(reached):
    first, second = reached(2)
    letter = write(first, "a@gmail.com", LONG)
    at_councils()
    Client().post(f"{letter.private_url}delete/")
    assert write(second, "b@gmail.com", LONG).held_for == "same"


@pytest.mark.parametrize(
    "texts",
    [
        [SHORT_LINES] * 2,
        [LONG, LONG.replace("sister", "si\u00adster").replace("station", "sta\u200btion")],
        [LONG, LONG.replace("sister", "ｓｉｓｔｅｒ")],
    ],
)
def test_what_looks_the_same_to_a_director_is_the_same(reached, texts):
    letters = [
        write(slug, f"x{number}@gmail.com", f"Dear Ms Jones,\n\n{texts[number]}")
        for number, slug in enumerate(reached(2))
    ]
    assert [letter.held_for for letter in letters] == ["", "same"]


LURES = (
    "www.evil.example", "evil.com", "evil.example/login", "EVIL.COM", "https:evil.com",
    "https://www.gov.uk@evil.com/", "https://www.gov.uk.evil.com", "https://notgov.uk/",
    "https://evil.com\\.gov.uk", "https://www.gov.uk/,http://evil.com", "evil.support/",
    "http:/evil.example", "https://testserver.evil.com/", "//www.evil.com", "http://[::1/",
    "https://гов.uk/", "http://evil.com,.gov.uk", "http://evil.com'.gov.uk", "evil.co.in",
    "https://evil.com,@www.gov.uk/", "https://www.gov.uk:pass@evil.com", "bbc.co.uk.evil.com",
)  # fmt: skip
PLAIN = (
    "I hope that you will read https://www.gov.uk/guidance. http://testserver/councils/kent/",
    "It is on www.kent.gov.uk.", "(https://www.kent.gov.uk/a?b=c)", "Write to Anna@gmail.com.",
    "I ask for 3.5 per cent, e.g. by 1.4.2027, i.e. soon.", "We met at 10.30.Then we talked.",
    "He and/or she went missing...and came back.", "See https://www.bbc.co.uk/news/uk-12345678!",
)  # fmt: skip


def test_no_way_to_write_a_link_gets_around_it_and_what_is_none_elsewhere_goes(open_by_day):
    for link in LURES:
        assert unknown_links([f"Please read this: {link} today."]), link
    for plain in PLAIN:
        assert not unknown_links([plain], "anna@gmail.com"), plain


@pytest.mark.parametrize("field", ["subject", "postal_address"])
def test_a_link_waits_where_nothing_is_of_our_wording(reached, field):
    (slug,) = reached(1)
    typed = {field: "Mailbox full: ｈｔｔｐ://evil.ex\u200bample"}
    assert write(slug, "a@gmail.com", **typed).held_for == "around"


def test_a_link_within_our_wording_reaches_one_council(reached):
    first, second = reached(2)
    letters = [
        write(slug, f"x{number}@gmail.com", own_line=f"{words} http://www.evil.example/{number}")
        for number, (slug, words) in enumerate(
            [(first, "Mailbox full:"), (first, "Do read"), (second, "Act now on")]
        )
    ]
    assert [letter.held_for for letter in letters] == ["", "", "site"]


# Supporters


def test_a_supporter_who_links_to_a_local_paper_waits_until_somebody_has_read_it(
    reached, staff_of_letters, mails
):
    (slug,) = reached(1)
    letter = write(slug, "anna@gmail.com", PAPER)
    page = seen(letter)
    assert "We read this one before it goes" in page
    assert "by 8 December 2026, you get it back" in page
    assert "Send it yourself" in page
    assert "crookes-news" not in bytes(mails("failed")[0].content).decode()
    assert "Last night I read this" in words(staff_of_letters.get(READ))
    for said in ("It’s going.", "was dealt with"):  # two of us press at once
        answer = staff_of_letters.post(READ, {"letters": [letter.pk], "send": ""}, follow=True)
        assert said in words(answer)
    assert len(at_councils()) == 1
    assert "crookes-news.example" in bytes(mails("copy")[0].content).decode()
    assert "We read this one" not in seen(letter)


def test_the_day_by_which_a_letter_is_read_does_not_move_on(reached, today_is):
    (slug,) = reached(1)
    letter = write(slug, "anna@gmail.com", PAPER)
    today_is("2026-11-30", "12:00")
    assert "by 8 December 2026, you get it back" in seen(letter)


def test_most_of_what_people_write_goes_at_once(reached):
    first, second, third = reached(3)
    link = "I read https://www.bbc.co.uk/news/uk-1 and thought of the children here."
    letters = [
        write(first, "a@smith.example"),
        write(second, "a@smith.example"),
        write(third, "b@gmail.com", own_line=LONG),
        write(first, "c@gmail.com", own_line=link),
        write(second, "d@gmail.com", own_line="I care about this because I was one of them."),
        write(third, "e@gmail.com", own_line="I care about this because I was one of them."),
    ]
    assert [letter.state for letter in letters] == [State.QUEUED] * 6


# Staff


@pytest.mark.promise(13)
def test_who_is_turned_down_gets_the_text_and_the_reason_and_loses_nothing(
    reached, staff_of_letters, mails
):
    (slug,) = reached(1)
    letter = write(slug, "anna@gmail.com", PAPER)
    page = words(staff_of_letters.post(READ, {"letters": [letter.pk], "decline": ""}))
    assert "Say why: the writer sees it." in page
    answer = staff_of_letters.post(
        READ, {"letters": [letter.pk], "decline": "", "why": "it’s advertising."}, follow=True
    )
    assert "The writer has their text and your reason." in words(answer)
    assert at_councils() == []
    told = text_of(OutgoingMessage.objects.get(key=f"turned_down:{letter.pk}"))
    for read in (told, seen(letter)):
        assert "because it’s advertising." in read
        assert "could not sleep" in read
    answer = staff_of_letters.post(READ, {"letters": [letter.pk], "send": ""}, follow=True)
    assert "was dealt with" in words(answer)
    assert at_councils() == []


# Its writer, the nights, the end


def test_its_writer_stops_it_deletes_it_or_sends_it_alone_and_it_never_goes(
    reached, staff_of_letters
):
    (slug,) = reached(1)
    stopped, deleted, by_hand = (write(slug, f"{n}@gmail.com", f"{n} {PAPER}") for n in "abc")
    visitor = Client()
    assert "Stop my letter" in seen(stopped)
    visitor.post(f"{stopped.private_url}cancel/")
    assert "This letter was cancelled" in seen(stopped)
    assert "Stop or delete this letter" in seen(deleted)
    visitor.post(f"{deleted.private_url}delete/")
    assert visitor.get(deleted.private_url).status_code == 410
    visitor.post(f"{by_hand.private_url}self-sent/")
    assert "You told us that you sent it yourself" in seen(by_hand)
    everything = list(Letter.objects.values_list("pk", flat=True))
    staff_of_letters.post(READ, {"letters": everything, "send": ""})
    assert at_councils() == []


def test_what_nobody_could_read_in_time_is_given_back(reached, today_is):
    (slug,) = reached(1)
    letter = write(slug, "a@gmail.com", PAPER)
    today_is("2026-12-07")
    purge_all()
    assert Letter.objects.get().state == State.HELD
    today_is("2026-12-09")
    purge_all()
    assert "nobody here could read it within 14 days" in seen(letter)
    assert OutgoingMessage.objects.filter(key=f"turned_down:{letter.pk}").exists()
    assert at_councils() == []
    today_is(str(dt.date(2026, 12, 10) + retention.TEXTS_AFTER_OUTCOME))
    purge_all()
    letter.refresh_from_db()
    assert (letter.text, letter.why_not) == ("", "")


def test_the_night_says_how_many_it_gave_back_as_nobody_had_read_them(reached, today_is):
    slugs = reached(3)
    write(slugs[0], "a@gmail.com", PAPER)
    write(slugs[1], "b@gmail.com", PAPER)
    today_is("2026-12-02", "12:00")
    write(slugs[2], "c@gmail.com", PAPER)
    said = io.StringIO()
    today_is("2026-12-09", "03:00")
    call_command("nightly", stdout=said)
    assert "'letters given back unread': 2" in said.getvalue()


def test_what_could_not_go_as_its_address_went_is_given_back_with_that_reason(
    reached, today_is, settings
):
    settings.DEBUG = False  # without the mailbox that stands for every council in a trial
    reached(1)
    isle = Council.objects.get(slug="isle-of-wight")
    Contact.objects.update(council=isle)
    letter = write("isle-of-wight", "a@gmail.com", PAPER)
    for contact in Contact.objects.all():
        contact.remove()
    today_is("2026-12-09")
    purge_all()
    said = seen(letter)
    assert "because we can’t reach the Isle of Wight by email any more" in said
    assert "nobody here could read it" not in said


def test_who_is_asked_again_is_told_again_that_a_person_reads_it(
    open_by_day, contact, kent, staff_of_letters, add_event
):
    contact()
    letter = write("kent", "a@gmail.com", PAPER)
    add_event(kent, EventKind.WITHDRAWN)
    record_version.forget()
    staff_of_letters.post(READ, {"letters": [letter.pk], "send": ""})
    mailbox = Browser(Client())
    mailbox.go(f"{letter.private_url}confirm/")
    mailbox.press("confirm")
    assert Letter.objects.get().state == State.HELD
    at_councils()
    told = OutgoingMessage.objects.filter(key__startswith=f"held:{letter.pk}")
    assert told.count() == 2


def test_what_a_person_read_for_days_is_kept_for_90_days_from_when_it_was_confirmed(
    reached, staff_of_letters, editor, today_is
):
    (slug,) = reached(1)
    letter = write(slug, "a@gmail.com", PAPER)
    today_is("2026-12-07", "12:00")
    staff_of_letters.force_login(editor)
    staff_of_letters.post(READ, {"letters": [letter.pk], "send": ""})
    assert Letter.objects.get().state == State.QUEUED
    today_is("2027-02-22", "13:00")  # the 90th day after 24 November
    purge_all()
    assert Letter.objects.get().state == State.CANCELLED


def test_when_the_campaign_closes_its_writer_gets_it_back(reached):
    (slug,) = reached(1)
    letter = write(slug, "a@gmail.com", PAPER)
    pending.close()
    assert "because this campaign has closed" in seen(letter)
    assert at_councils() == []


@pytest.mark.promise(17)
def test_after_a_restore_nobody_can_tell_whether_it_went_so_staff_settle_it(
    reached, staff_of_letters
):
    (slug,) = reached(1)
    letter = write(slug, "a@gmail.com", PAPER)
    made_at = now = dt.datetime(2026, 11, 24, 13, tzinfo=dt.UTC)
    letters_after_restore.settle(now, made_at)
    outbox_after_restore.settle(now, made_at)
    assert at_councils() == []
    assert Letter.objects.get().state == State.UNSURE
    staff_of_letters.post(READ, {"letters": [letter.pk], "send": ""})
    assert at_councils() == []
    unsure = OutgoingMessage.objects.get(purpose="letter")
    unsure.resend()
    assert len(at_councils()) == 1
    copy = OutgoingMessage.objects.get(purpose="copy")
    assert "You confirmed this letter" in text_of(copy)
    assert "We’ve read it" not in text_of(copy)  # perhaps nobody has
