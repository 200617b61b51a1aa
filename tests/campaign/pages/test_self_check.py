"""A council checks itself in its browser: nothing is stored, and nothing can be sent."""

from tests.seen import words

ADDRESS = "/self-check/"


def test_each_of_sixteen_questions_has_its_source(client, db):
    page = client.get(ADDRESS)
    assert "Answer 16 questions" in words(page)
    body = page.content.decode()
    assert body.count("<legend>") == body.count("Where this comes from") == 16
    assert "<p></p>" not in body


def test_there_is_nothing_that_could_send_an_answer(client, db):
    page = client.get(f"{ADDRESS}?council=sheffield").content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    assert "<form" not in main and "action" not in main
    assert '<option value="sheffield" selected>' in main
    assert "/sign/?kind=progress" in main
    assert client.post(ADDRESS, {"data": "yes"}).status_code == 405
