"""What a page of words shows besides its words, from the plain Markdown that staff write."""

import re

import pytest

from campaign.pages.loading import shipped_page
from campaign.pages.markdown import rendered
from campaign.pages.views import with_numbers
from councils.record import record_on
from tests.conftest import forget_everything


def page(markdown):
    return with_numbers(rendered(markdown), record_on())


@pytest.fixture
def opened(client, db):
    return lambda address: client.get(address).content.decode()


@pytest.mark.parametrize(
    "address",
    ["/about/", "/charter/", "/privacy/", "/accessibility/", "/how-we-count/", "/need-help/",
     "/for-councils/", "/for-councillors/", "/for-journalists/", "/data/", "/changes/", "/news/",
     "/press/kent/", "/press/london/", "/councils/sheffield/pack/", "/sign/", "/complaints/",
     "/alerts/?council=sheffield", "/councils/sheffield/tell-us/", "/easy-read/need-help/",
     "/self-check/", "/embed/", "/find/", "/councils/dover/", "/councils/cardiff/",
     "/letters/lost/", "/charter/text/", "/no-such-page/"],
)  # fmt: skip
def test_every_page_of_words_opens_at_dusk_and_its_paper_begins_with_roofs(opened, address):
    markup = opened(address)
    opener = re.search(r'<section class="dusk opener">.*?</section>', markup, re.DOTALL)[0]
    assert opener.count("<h1>") == markup.count("<h1") == 1
    assert opener.count('class="street"') == 1 and 'class="light"' not in opener


def test_a_page_for_the_printer_has_no_opener(opened):
    assert 'class="dusk opener"' not in opened("/councils/kent/poster/")


def test_quotations_rules_and_what_words_become_are_drawn_and_other_lists_are_not(db):
    assert '<ul class="say">' in page("- “I’ve run away.”\n- “I don’t feel safe.”\n")
    assert '<ul class="say">' not in page("- “I’ve run away.”\n- or anything else\n")
    drawn = page("- {mark_signed} **Signed** stays.\n- {mark_disputed} It counts meanwhile.\n")
    assert '<li><i class="mark signed"></i><strong>Signed</strong> stays.' in drawn
    assert '<i class="mark signed disputed"></i>It counts' in drawn
    drawn = page("- “2012” → 31 December 2012\n- unknown → the day we checked\n")
    assert "<dt>unknown</dt><dd>the day we checked</dd>" in drawn
    assert page("- one\n- two\n") == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"


def test_a_heading_keeps_the_address_that_it_used_to_have(opened):
    for markup in (opened("/need-help/"), shipped_page("need-help")["html"]):
        heading = re.search(r'<h2 id="if-someone-checks-your-phone">.*?</h2>', markup)[0]
        assert 'id="hiding-that-you-were-here"' in heading and "pictogram" in heading


def test_a_window_is_lit_for_each_council_that_signed_and_the_kinds_add_up(sheffield, sign):
    def windows():
        forget_everything()
        drawn = page("{windows}\n")
        full, empty = re.findall(r' d="([^"]*)"', drawn)
        assert f"{full.count('M')} of {full.count('M') + empty.count('M')} windows" in drawn
        return full.count("M"), empty.count("M")

    assert windows() == (32, 121)
    sign(sheffield)
    assert windows() == (33, 120)
    *each, together = map(int, re.findall(r"<td>(?:<b>)?(\d+)", page("{kinds}\n")))
    assert sum(each) == together == 153
