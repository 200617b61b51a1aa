"""The helplines' details stand in one place, with the day on which they were checked."""

import datetime as dt

from django.conf import settings

from councils.safeguarding import helplines
from tests.seen import links, words

MAY_NAME_THEM = {"helplines.py", "always_heard.txt", "urls.py"}


def test_the_numbers_are_written_in_one_place():
    numbers = ("116 000", "116000", "0800 1111", "08001111", "0808 800 5000", "08088005000")
    places = [
        path.name
        for root in ("campaign", "councils", "templates", "static")
        for path in (settings.BASE_DIR / root).rglob("*")
        if path.suffix in {".py", ".html", ".md", ".js"}
        and any(number in path.read_text("utf-8") for number in numbers)
    ]
    assert set(places) <= MAY_NAME_THEM


def test_a_changed_number_changes_on_the_page_its_description_and_its_print(
    client, db, monkeypatch
):
    moved = helplines.Helpline("0800 700 700", "Childline", "free")
    monkeypatch.setitem(helplines.PLACEHOLDERS, "{childline}", moved.number)
    page = client.get("/need-help/")
    assert "0800 700 700 is Childline" in words(page)
    assert "0800 700 700 for Childline" in page.content.decode()
    assert "tel:08088005000" in links(page)


def test_the_help_page_says_when_its_numbers_were_checked(client, db):
    assert "Numbers last checked on 24 November 2026." in words(client.get("/need-help/"))


def test_numbers_are_to_be_checked_again_after_half_a_year():
    assert not helplines.check_due(helplines.CHECKED_ON + dt.timedelta(days=180))
    assert helplines.check_due(helplines.CHECKED_ON + dt.timedelta(days=181))
