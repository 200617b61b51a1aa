"""What a letter says, for each status that a council can have."""

import datetime as dt
import re
from copy import copy

import pytest

from campaign.letters.composition.compose import LetterComposer
from campaign.letters.composition.facts import FirstLetter
from campaign.letters.composition.wordings import PATTERNS, QUESTIONS
from campaign.letters.links import unknown_links
from councils.models import Council, EventKind
from councils.models.missing_from_care import MissingFromCare
from councils.record import CURRENT_STATUSES, record_on, record_version

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 29)
PROMISED = "“will take steps to count, think, act and prevent”"


def composer(slug, on=DAY, **facts):
    record = record_on(on)
    return LetterComposer(record, record.by_slug[slug], **facts)


def seeded(slug, part, **facts):
    """Return the composer of a letter that draws the first wording of a part."""
    made = (composer(slug, seed=str(number), **facts) for number in range(99))
    return next(each for each in made if part in each.text([]))


def paragraphs(slug, topics=(), own_line="", on=DAY, **facts):
    return composer(slug, on, **facts).text(list(topics), own_line).split("\n\n")


# Word for word


FIRST_ASK = "Will Sheffield sign the Runaways’ Charter of 2012?"
CHARTER_SENTENCE = f"Councils that sign {PROMISED} (The Children’s Society, 2013)."
THANKS = "A short answer is enough. Thank you."
DECIDE = "Please tell me what you decide, and why. A short answer is enough."


def test_a_council_without_a_signature_found_gets_the_letter_as_it_was_written():
    made = seeded(
        "sheffield", f"I live in Sheffield, and you lead on children’s services. {FIRST_ASK}"
    )
    assert made.subject == "Will Sheffield sign the Runaways’ Charter?"
    greeting, own, ask, found, asked, answer, closing = made.text(
        ["talk", "help"], "My niece lives here."
    ).split("\n\n")
    assert greeting == "Dear Councillor,"
    assert own == "My niece lives here."
    assert ask == (
        f"I live in Sheffield, and you lead on children’s services. {FIRST_ASK} {CHARTER_SENTENCE}"
    )
    assert found == (
        "118 of the 950 children Sheffield looked after in the year to March 2024 went missing, 701"
        " times in all (Department for Education). Derbyshire, next door, is on the 2013 list of"
        " councils that signed. The website I’m using, Make Runaways Safe, hasn’t found your"
        " council’s signature. If you’ve signed, please tell me when."
    )
    assert asked == (
        "I’d also like to ask:\n"
        "- Where can a child here go for help, at any hour?\n"
        "- Is every child who comes back offered a talk with someone independent?"
    )
    assert answer in PATTERNS["not_signed"].closing_requests
    assert closing == "Yours sincerely,"


def test_a_council_that_signed_gets_the_letter_as_it_was_written():
    made = composer("kent")
    assert made.subject == "Kent and the Runaways’ Charter: what’s next?"
    assert made.text(["count"], "I care.").split("\n\n")[2:] == [
        "I live in Kent, and you lead on children’s services. I was glad to read that the council"
        " signed the Runaways’ Charter of 2012 by December 2012, as one of the first. Thank you."
        " What does it do today for children who run away, and what comes next?",
        f"{CHARTER_SENTENCE} Could you put on one page what you do today under each of the four?",
        "471 of the 4,670 children Kent looked after in the year to March 2024 went missing, 2,372"
        " times in all (Department for Education).",
        "I’d also like to ask:\n- What did you learn from the children reported missing here last"
        " year?",
        "If you haven’t signed, please tell me.",
        THANKS,
        "Yours sincerely,",
    ]
    assert paragraphs("derbyshire")[1].startswith(
        "I live in Derbyshire, and you lead on children’s services. I was glad to read that the"
        " council is on the 2013 list of councils that signed the Runaways’ Charter of 2012."
    )


def test_a_council_that_confirmed_its_signature_is_not_asked_whether_it_signed(kent):
    kent.signatures.update(confirmed_on=dt.date(2026, 11, 1))
    record_version.forget()
    assert "If you haven’t signed" not in composer("kent").text([])


def test_a_council_that_signed_on_a_known_day_is_not_asked_whether_it_signed(sheffield, sign):
    sign(sheffield, "2026-11-02")
    text = composer("sheffield").text([])
    assert "signed the Runaways’ Charter of 2012 on 2 November 2026" in text
    assert "If you haven’t signed" not in text


def test_a_council_that_says_it_will_sign_is_asked_when(sheffield, add_event):
    add_event(sheffield, EventKind.INTENDS)
    assert composer("sheffield").subject == "When will Sheffield sign the Runaways’ Charter?"
    ask, figure, answer = paragraphs("sheffield")[1:4]
    assert ask == (
        "I live in Sheffield, and you lead on children’s services. I was glad to read that the"
        " council says it will sign the Runaways’ Charter of 2012. Thank you. When will that be?"
        f" {CHARTER_SENTENCE}"
    )
    assert "Derbyshire" not in figure
    assert answer == "Please tell me when, and what happens next. A short answer is enough."


def test_a_council_that_says_it_will_not_sign_is_thanked_and_asked_to_look_again(
    sheffield, add_event
):
    add_event(sheffield, EventKind.REFUSES, "2026-11-04")
    assert composer("sheffield").subject == "Will Sheffield look again at the Runaways’ Charter?"
    ask, figure, answer = paragraphs("sheffield")[1:4]
    assert ask == (
        "I live in Sheffield, and you lead on children’s services. The website I’m using, Make"
        " Runaways Safe, shows the answer that you gave on 4 November 2026: Sheffield won’t sign"
        " the Runaways’ Charter of 2012. Thank you for answering. Will you look at it once more,"
        f" or tell me what you do in its place? {CHARTER_SENTENCE}"
    )
    assert figure.endswith("701 times in all (Department for Education).")
    assert answer == THANKS


@pytest.mark.parametrize("kind", [EventKind.REPLY, EventKind.INTENDS])
def test_the_later_word_of_a_council_that_said_no_replaces_it(sheffield, add_event, kind):
    add_event(sheffield, EventKind.REFUSES, "2026-11-04")
    add_event(sheffield, kind, "2026-11-20")
    assert "won’t sign" not in composer("sheffield").text([])


@pytest.mark.parametrize(("day", "is_thanked"), [("2026-11-03", False), ("2026-11-05", True)])
def test_an_answer_is_taken_up_unless_the_council_said_later_that_it_will_sign(
    sheffield, add_event, day, is_thanked
):
    add_event(sheffield, EventKind.INTENDS, "2026-11-04")
    add_event(sheffield, EventKind.REPLY, day)
    assert ("for the answer that you gave" in composer("sheffield").text([])) == is_thanked


def test_a_council_that_disputes_its_signature_is_asked_and_not_thanked(kent):
    kent.signatures.update(disputed_on=dt.date(2026, 11, 1))
    record_version.forget()
    assert composer("kent").subject == "Has Kent signed the Runaways’ Charter?"
    text = composer("kent").text([])
    assert (
        "The website I’m using, Make Runaways Safe, shows your council as a signatory of the"
        " Runaways’ Charter of 2012, and says that you dispute it. So I’m asking you: has Kent"
        f" signed? If not, will you? {CHARTER_SENTENCE}"
    ) in text
    assert "Please tell me, and I’ll go by your word. A short answer is enough." in text
    assert "hank you" not in text


def test_a_council_that_took_over_from_one_that_signed_is_asked_to_sign_too(sign):
    sign(Council.objects.get(slug="northamptonshire"), "2014-05-01")
    slug = "north-northamptonshire"
    subject = "Will North Northamptonshire sign the Runaways’ Charter itself?"
    assert composer(slug).subject == subject
    assert paragraphs(slug)[1] == (
        "I live in North Northamptonshire, and you lead on children’s services. Northamptonshire"
        " signed the Runaways’ Charter of 2012, and North Northamptonshire took over. Will North"
        f" Northamptonshire sign, too? {CHARTER_SENTENCE}"
    )
    assert paragraphs(slug)[-2] == DECIDE


def test_a_council_that_has_withdrawn_is_asked_to_think_again(sheffield, sign, add_event):
    sign(sheffield, "2015-01-01")
    add_event(sheffield, EventKind.WITHDRAWN)
    subject = "Will Sheffield think again about the Runaways’ Charter?"
    assert composer("sheffield").subject == subject
    ask = paragraphs("sheffield")[1]
    assert re.search(
        r"I read that the council withdrew from the Runaways’ Charter of 2012 on \d+ \w+ \d{4}\."
        r" Will it think again\?",
        ask,
    )
    assert paragraphs("sheffield")[-2] == DECIDE


def test_a_council_that_ends_is_asked_to_tell_those_who_take_over(sign):
    asked = (
        "On 1 April 2027 East Surrey and West Surrey take over. Will you tell them about the"
        " charter?"
    )
    assert asked in paragraphs("surrey")
    sign(Council.objects.get(slug="surrey"), "2014-01-01")
    record_version.forget()
    letter = composer("surrey").text([])
    assert asked in letter
    assert "one page" not in letter  # it has no time left for that
    assert "1 April 2027" not in composer("east-surrey", dt.date(2027, 4, 1)).text([])


def test_a_council_that_has_long_been_there_takes_over_on_the_day_of_taking_over():
    old = Council.objects.get(slug="southampton")
    old.end(dt.date(2027, 6, 1), [Council.objects.get(slug="isle-of-wight")], "An order.")
    record_version.forget()
    assert "On 1 June 2027 the Isle of Wight takes over." in composer("southampton").text([])


def test_a_council_to_come_is_asked_to_sign_from_the_start():
    made = composer("east-surrey")
    assert made.subject == "Will East Surrey sign the Runaways’ Charter from the start?"
    assert made.text([]).split("\n\n")[1:-1] == [
        "East Surrey takes over where I live on 1 April 2027, and you’ll lead on children’s"
        " services. Will it sign the Runaways’ Charter of 2012 from the start?"
        f" {CHARTER_SENTENCE}",
        DECIDE,
    ]


def test_a_second_letter_names_the_day_of_the_first():
    first = FirstLetter("1 December 2026", record_on(DAY).by_slug["sheffield"])
    made = composer("sheffield", first=first)
    subject = "My letter of 1 December 2026 about the Runaways’ Charter and Sheffield"
    assert made.subject == subject
    assert made.text(["help"], "Mine.").split("\n\n") == [
        "Dear Councillor,",
        "I wrote to you on 1 December 2026 about the Runaways’ Charter, and I haven’t had an answer"
        " yet. I know there’s much else to do, so I’m asking once more.",
        "Where does Sheffield stand today, and what happens next? A short answer is enough. Thank"
        " you.",
        "Yours sincerely,",
    ]
    to_another = composer("east-surrey", first=FirstLetter("1 December 2026",
                          record_on(DAY).by_slug["surrey"])).text([])  # fmt: skip
    assert "answer yet. East Surrey has taken over since, so I’m asking you. I know" in to_another


def test_who_is_greeted_depends_on_whom_the_letter_is_to():
    assert paragraphs("city-of-london")[0] == "Dear Member,"
    assert (
        composer("kent", role="Director of Children’s Services")
        .text([])
        .startswith("Dear Director,\n\nI live in Kent, and you lead on children’s services.")
    )
    assert (
        composer("kent", role="Leader of the Council")
        .text([])
        .startswith("Dear Councillor,\n\nI live in Kent, and you lead the council.")
    )


def test_a_letter_without_a_line_of_ones_own_begins_with_what_it_asks():
    for line in ("", "  ", "I care about this because …"):
        assert "Runaways’ Charter of 2012" in paragraphs("sheffield", own_line=line)[1]


def test_unknown_questions_are_left_out_and_none_asks_nothing():
    letter = composer("sheffield").text(["talk", "nonsense"])
    assert f"I’d also like to ask:\n- {QUESTIONS[2].words}\n\n" in letter
    assert "I’d also like to ask" not in composer("sheffield").text([])


def test_own_words_come_first_just_as_they_were_typed():
    line = "  My {area} is {0} {council} 100%s %(x)s & <b>“ours”</b>\n\nTwo paragraphs of it.  "
    assert paragraphs("sheffield", own_line=line)[1:3] == [
        "My {area} is {0} {council} 100%s %(x)s & <b>“ours”</b>",
        "Two paragraphs of it.",
    ]


# Figures, neighbours and answers


def test_a_figure_that_is_not_published_or_too_old_is_left_out(sheffield):
    MissingFromCare.objects.filter(council=sheffield, year=2024).update(children="c")
    MissingFromCare.objects.filter(council=sheffield, year=2023).update(children="88")
    record = copy(record_on(DAY))
    record.derived = {}
    made = LetterComposer(record, record.by_slug["sheffield"])
    assert "88 of the " in made.text([])
    assert "in the year to March 2023 went missing" in made.text([])
    record.on = dt.date(2029, 1, 1)
    made = LetterComposer(record, record.by_slug["sheffield"])
    assert "went missing" not in made.figure
    assert made.what_was_found.startswith("Derbyshire, next door")


# Every letter


def test_every_status_a_council_can_have_has_its_letter():
    assert set(PATTERNS) == {*CURRENT_STATUSES, "forming"}


def test_a_letter_to_every_council_is_whole():
    record = record_on(DAY)
    assert len(record.councils) == 153
    keys = [question.key for question in QUESTIONS]
    for row in record.councils:
        for number in range(3):
            made = LetterComposer(record, row, seed=str(number))
            text = made.text(keys) + made.subject
            assert not re.search(r"[{}]|None|  |[.?!] [a-z]|(^|\n)the ", text), text
            assert row.short_name in text
            assert made.where_i_live in text
            assert len(text.split()) - len(made.figure.split()) < 260


def test_no_status_says_anything_against_a_council():
    record = record_on(DAY)
    for status in PATTERNS:
        row = copy(record.by_slug["sheffield"])  # the record is kept for the next test
        row.status, row.signature = status, record.by_slug["kent"].signature
        row.inherited_from = record.by_slug["kent"] if status == "inherited" else None
        text = LetterComposer(record, row).text([]).lower()
        for word in ("refus", "fail", "ignor", "worst", "lag", "yet to", "shame", "promise"):
            assert not re.search(rf"\b{word}", text), word


def test_a_draft_keeps_its_wordings_and_no_two_councillors_open_the_same():
    assert paragraphs("sheffield") == paragraphs("sheffield")
    assert len({composer("sheffield", seed=str(number)).text([]) for number in range(60)}) == 9


def test_none_of_our_words_is_taken_for_a_link():
    record = record_on(DAY)
    for row in record.councils:
        for text in LetterComposer(record, row).all_of_ours:
            assert not unknown_links([text]), text
