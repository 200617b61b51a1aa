"""Easy Read versions of three pages, and diagrams."""

import re

import pytest

from tests.seen import links


@pytest.mark.parametrize(
    ("original", "easy"),
    [
        ("/about/", "/easy-read/why-it-matters/"),
        ("/find/", "/easy-read/ask-your-council/"),
        ("/need-help/", "/easy-read/need-help/"),
    ],
)
def test_each_is_linked_from_its_original_and_links_back(client, db, original, easy):
    assert easy in links(client.get(original))
    page = client.get(easy)
    assert original in links(page)
    assert page.content.decode().count('class="pictogram"') >= 8


def test_help_in_easy_read_has_the_numbers_first_and_leads_nowhere_but_to_help(client, db):
    main = client.get("/easy-read/need-help/").content.decode().split("<main", 1)[1]
    main = main.split("</main>", 1)[0]
    assert set(re.findall(r'href="([^"]+)"', main)) == {
        "tel:999", "tel:116000", "sms:116000", "tel:08001111", "/need-help/",
    }  # fmt: skip
    assert main.index("tel:116000") < main.index("easy-parts")
