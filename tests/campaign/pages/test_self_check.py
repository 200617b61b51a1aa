"""A council checks itself in its browser: nothing is stored, and nothing can be sent."""

from campaign.pages.self_check import HEADINGS, QUESTIONS
from councils.models import Commitment
from tests.seen import words

ADDRESS = "/self-check/"


def test_every_question_has_its_word_and_its_source(client, db):
    page = words(client.get(ADDRESS))
    assert {question.word for question in QUESTIONS} == set(Commitment) == set(HEADINGS)
    for question in QUESTIONS:
        assert question.source.words and question.source.words in page
        assert page.count(question.text) == 1


def test_there_is_nothing_that_could_send_an_answer(client, db):
    page = client.get(f"{ADDRESS}?council=sheffield").content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    assert "<form" not in main and "action" not in main
    assert '<option value="sheffield" selected>' in main
    assert "/sign/?kind=progress" in main
    assert client.post(ADDRESS, {"data": "yes"}).status_code == 405
