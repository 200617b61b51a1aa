"""A council checks itself in its browser: nothing is stored, and nothing can be sent."""

from campaign.pages.models import Organisation
from campaign.pages.self_check import HEADINGS, QUESTIONS
from councils.models import Commitment
from tests.conftest import forget_everything
from tests.seen import words

ADDRESS = "/self-check/"


def test_every_question_has_its_word_and_its_source(client, db):
    page = words(client.get(ADDRESS))
    assert 14 <= len(QUESTIONS) <= 17
    assert {question.word for question in QUESTIONS} == set(Commitment) == set(HEADINGS)
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert question.source.words and question.source.words in page
        assert page.count(question.text) == 1
    criteria = [item for item in QUESTIONS if "National Indicator 71" in item.source.words]
    assert len(criteria) == 5
    for never in ("%", "points"):
        assert never not in page


def test_it_says_what_it_is_not_who_read_it_and_that_answers_stay_in_the_browser(client, db):
    page = words(client.get(ADDRESS))
    assert "Your answers stay in your browser and go when you close this page" in page
    assert "this isn’t an inspection, or The Children’s Society’s guide of 2013" in page
    assert "Nobody who works with missing children has read these questions yet." in page
    Organisation.objects.create(pk=1, self_check_reviewed_by="A head of service, 1 November 2026")
    forget_everything()
    page = words(client.get(ADDRESS))
    assert "These questions were read by: A head of service, 1 November 2026." in page


def test_there_is_nothing_that_could_send_an_answer(client, db):
    page = client.get(f"{ADDRESS}?council=sheffield").content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    assert "<form" not in main and "action" not in main
    assert '<option value="sheffield" selected>' in main
    assert "/sign/?kind=progress" in main
    assert client.post(ADDRESS, {"data": "yes"}).status_code == 405
