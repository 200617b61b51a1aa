"""What nginx serves from files while the site is away says what the site says."""

import re

import pytest

from tools.pages_for_nginx import FOLDER, pages


def said(text):
    """Return the words and the addresses of a page."""
    return re.findall(r'href="([^"]*)"', text), re.sub(r"<style>.*?</style>|<[^>]+>|\s+", " ", text)


@pytest.mark.parametrize("name", ["need-help.html", "limit.html"])
def test_the_file_says_what_the_site_says_today(name):
    shipped = (FOLDER / name).read_text("utf-8")
    assert said(shipped) == said(pages()[name]), "run tools/pages_for_nginx.py"


@pytest.mark.promise(24)
@pytest.mark.parametrize("name", ["need-help.html", "limit.html"])
def test_the_file_needs_nothing_else_and_takes_nothing(name):
    page = (FOLDER / name).read_text("utf-8")
    assert "116 000" in page and "0800 1111" in page and "tel:999" in page
    for tag in ("<form", "<script", "<link", "<img", "/static/", "&lt;"):
        assert tag not in page
