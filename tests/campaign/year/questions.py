"""What is asked of the year each week, of everybody and of the whole database."""

from councils.record import record_on
from tests.campaign.year import kept
from tests.campaign.year.bystanders import Complainer, Waiter
from tests.campaign.year.clock import DAY
from tests.campaign.year.promises import as_day


def nobody_was_told_two_things(year):
    year.promises.nobody_was_told_two_things(year.people)


def letters_went_once(year):
    for writer in {letter.writer for _, letter in year.sent}:
        times = sum(letter.writer == writer for _, letter in year.sent)
        assert times <= 2, writer


def some_look_at_their_letters(year):
    """Everybody who wrote lately, and some who wrote long ago, open their letter's page."""
    for person in year.people:
        if not getattr(person, "page", "") or person.is_done:
            continue
        is_new = person.began_at > year.clock.now - 30 * DAY
        if is_new or year.chance.random() < 0.1:
            year.ask(person.looks)


def nothing_is_kept_longer_than_promised(year):
    """Closed, people are forgotten on a day of its own; until then their days go on."""
    now = year.clock.now
    names = {person.word: person for person in year.people}
    secrets = {person.secret: person for person in year.people}
    if year.is_closed and now < year.closed_at + year.days["closing"]:
        return
    for word, places in kept.held().items():
        is_name = word in names
        if not is_name and word not in secrets:
            continue  # a token that looks like one
        person = names[word] if is_name else secrets[word]
        may_be_held = person.kept.may_be_held(is_name, now) and not year.is_closed
        if isinstance(person, Complainer) and not person.is_answered:
            may_be_held = True
        assert may_be_held, (word, places, now, person)


def no_letter_is_forgotten(year):
    """Whoever confirmed one knows soon what became of it."""
    for person in year.confirmed:
        is_over = person.is_done or person.stopped or year.rests
        is_lately = person.confirmed_on > year.clock.now - 3 * DAY
        if is_over or is_lately or not year.can_go(person.council) or year.keeps_quiet(person):
            continue
        kinds = [mail.kind for mail in person.mails]
        was_told = {"not sent", "given back", "failed"} & set(kinds)
        waits_to_be_read = kinds[-1] == "held" and person.confirmed_on > year.clock.now - 16 * DAY
        letters = 2 if person.wrote_again else 1
        has_gone = year.letters_of(person) >= letters
        assert has_gone or was_told or waits_to_be_read, person


def those_who_waited_were_told(year):
    record = record_on()
    for person in year.people:
        if not isinstance(person, Waiter) or person.is_done or not person.waits_since:
            continue
        row = record.by_slug[person.council]
        if person.waits_since > year.clock.now - DAY:
            continue
        if not person.kept.may_be_held(True, year.clock.now):
            continue  # they did not say that they go on waiting
        has_signed = "signing" in person.asked_for and row.status == "signed"
        if has_signed or row.status == "former":
            assert year.keeps_quiet(person) or year.rests, person


def complaints_are_answered_in_time(year):
    for person in year.people:
        if isinstance(person, Complainer) and not year.was_forgotten(person):
            assert person.is_answered or as_day(person.answer_by) >= year.clock.today


QUESTIONS = (
    nobody_was_told_two_things,
    letters_went_once,
    nothing_is_kept_longer_than_promised,
    no_letter_is_forgotten,
    those_who_waited_were_told,
    complaints_are_answered_in_time,
)
