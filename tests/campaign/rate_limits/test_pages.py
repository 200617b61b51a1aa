import pytest
from django.http import HttpResponse
from django.template import engines

from campaign import rate_limits
from tests.seen import fields, links, words

AWKWARD = '{x} 100%s <script>alert(1)</script> "quoted" 🙂 مرحبا\nsecond line'


def test_a_limit_that_is_reached_says_when_to_try_again_and_gives_the_text_back(rf, db):
    page = rate_limits.too_many(
        rf.post("/"), rate_limits.Verdict(1200, "line"), text=AWKWARD, back="/kent/"
    )
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "1200"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Please try again in about 20 minutes." in words(page)
    assert "You have done nothing wrong." in words(page)
    assert {"/kent/", "/need-help/"} <= links(page).keys()
    body = page.content.decode()
    assert "<script>alert(1)" not in body
    assert "{x} 100%s &lt;script&gt;" in body
    assert "second line</textarea>" in body


def test_without_a_text_it_stands_by_itself(rf, db):
    page = rate_limits.too_many(rf.post("/"), rate_limits.Verdict(60, "all"))
    assert "Please try again in a minute." in words(page)
    assert not [name for name in fields(page) if name != "q"]
    assert "What you wrote" not in words(page)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("email", "No more mails to this address for now"),
        ("council", "Very many people are writing about this council now"),
        ("line", "Very many people are using your connection now"),
        ("network", "Very many people are using your connection now"),
        ("all", "Very many people are using this site now"),
    ],
)
def test_each_limit_says_what_it_is_about_and_blames_nobody(by, said):
    template = engines["django"].from_string('{% include "includes/limit_reached.html" %}')
    page = HttpResponse(template.render({"verdict": rate_limits.Verdict(90, by)}))
    assert said in words(page)
    for blame in ("abuse", "spam", "blocked", "suspicious", "robot"):
        assert blame not in words(page).lower()
