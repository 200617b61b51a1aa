import pytest

from campaign.pages.models import Organisation
from campaign.self_check.questions import INVOLVE, NEXT_STEPS, QUESTIONS, Answer
from campaign.sign_up.models import SignUp
from campaign.tasks.models import Task
from councils.models import Commitment, MissingFromCare
from tests.seen import fields, words

ADDRESS = "/self-check/"
ANSWERS = {
    "council": "sheffield",
    "data-answer": "in_place",
    "data-evidence": "Report <b>3</b>, item 7",
    "data-note": "Ask Jo in the data team.",
    "patterns-answer": "partly",
    "interview-answer": "missing",
}


@pytest.fixture
def opened(db):
    """Open the self-check: staff have said who reviewed its questions."""
    Organisation.objects.create(pk=1, self_check_reviewed_by="A head of service, 1 November 2026")


@pytest.fixture
def send(client, opened):
    """Return a function that fills in the form and selects a button."""

    def post(button, value="1", headers=None, **more):
        return client.post(ADDRESS, {**ANSWERS, button: value, **more}, headers=headers)

    return post


def test_the_self_check_is_closed_until_staff_say_who_reviewed_the_questions(client, db):
    page = client.get(ADDRESS)
    assert "It opens once a practitioner has reviewed the questions." in words(page)
    assert "noindex" in page.content.decode()
    assert "not open yet" in words(client.post(ADDRESS, {**ANSWERS, "report": "1"}))


def test_every_question_has_its_word_and_its_source(client, opened):
    page = words(client.get(f"{ADDRESS}?council=sheffield"))
    assert 14 <= len(QUESTIONS) <= 17
    assert {question.word for question in QUESTIONS} == set(Commitment)
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert question.source.words
        assert f"{question.text} From {question.source.words}" in page
    criteria = [item for item in QUESTIONS if "National Indicator 71" in item.source.words]
    assert len(criteria) == 5
    assert set(NEXT_STEPS) == {*Answer.values, ""}
    assert set(INVOLVE) == set(Commitment)
    heads = (
        "Written by this website from published guidance. It is not The Children’s Society’s guide"
        " of 2013 and not an inspection. Your report is your council’s record and may be asked for."
        " Do not write about any one child."
    )
    assert heads in page
    assert "reviewed by A head of service, 1 November 2026" in page


def test_the_report_says_by_word_what_is_in_place_what_is_not_and_what_follows(send, sheffield):
    MissingFromCare.objects.update_or_create(
        council=sheffield, year=2024,
        defaults={"looked_after": "900", "children": "90", "percent": "10", "incidents": "400"},
    )  # fmt: skip
    page = send("report")
    seen = words(page)
    assert "Sheffield City Council: how we count, think, act and prevent" in seen
    assert "Of the 900 children Sheffield City Council looked after at some time" in seen
    assert "In place Do you gather data on children who run away or go missing? In place." in seen
    assert "Evidence: Report <b>3</b>, item 7" in seen
    assert "Do you analyse the data for patterns? In place in part." in seen
    assert "Say what is missing, and who completes it by when." in seen
    assert "Not answered Do you look at it regularly" in seen  # and nowhere as not in place
    buttons = page.content.decode().count('name="send"')
    assert buttons == 2  # under Count and Act, where anything was answered
    assert "Who to involve:" in seen
    assert page.headers["Cache-Control"] == "no-store"
    assert not page.cookies
    for never in ("score", "%"):
        assert never not in seen.split("Our figures")[0]


def test_answers_travel_with_the_form_and_are_stored_nowhere(client, send):
    kept = fields(send("report"))
    again = client.post(ADDRESS, {**kept, "change": "1"})
    assert {name: fields(again)[name].strip() for name in ANSWERS} == ANSWERS
    assert not (SignUp.objects.exists() or Task.objects.exists())


def test_chosen_parts_fill_in_a_message_that_the_officer_reads_before_sending(send):
    page = send("send", "count", part=["data", "interview"])
    begun = fields(page)
    assert (begun["kind"], begun["commitment"]) == ("progress", "count")
    assert begun["text"].strip() == (
        "Do you gather data on children who run away or go missing? In place."
        " Report <b>3</b>, item 7"
    )  # neither the note, nor a part under another word
    assert 'action="/sign/?council=sheffield"' in page.content.decode()
    assert not SignUp.objects.exists()
    assert "Tick what you want to send." in words(send("send", "count"))
    parts = ["data", "patterns", "hotspots", "needs"]
    long = {f"{key}-evidence": "x" * 999 for key in parts} | {"hotspots-answer": "planned"}
    long["needs-answer"] = "planned"
    page = send("send", "count", part=parts, **long)
    assert "Tick fewer: they have" in words(page)
    assert page.content.decode().count("checked>") == 4
    assert "Choose your council first." in words(send("send", "count", part="data", council=""))


def test_the_self_check_is_guarded_like_the_other_forms(send):
    page = send("report", **{"data-note": "I ran away and I have nowhere to sleep tonight"})
    assert "116 000" in words(page)
    assert fields(page)["data-evidence"].strip() == "Report <b>3</b>, item 7"
    assert send("report", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    page = send("report", **{"data-note": "x" * 1001})
    assert page.status_code == 422
