import pytest
from django.http import HttpResponse
from django.template import engines

from campaign import rate_limits
from tests.seen import words


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("email", "No more emails to this address for now"),
        ("council", "Very many people are writing about this council now"),
        ("ip", "Very many people are using your connection now"),
        ("network", "Very many people are using your connection now"),
        ("all", "Very many people are using this site now"),
    ],
)
def test_each_limit_says_why_and_blames_nobody(by, said):
    template = engines["django"].from_string('{% include "includes/limit_reached.html" %}')
    page = HttpResponse(template.render({"verdict": rate_limits.Verdict(90, by)}))
    assert said in words(page)
    for blame in ("abuse", "spam", "blocked", "suspicious", "robot"):
        assert blame not in words(page).lower()
