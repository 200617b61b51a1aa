import pytest
from django.http import HttpResponse
from django.template import engines

from campaign import rate_limits
from tests.seen import words


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("email", "We’ve sent enough emails to this address for now"),
        ("council", "Lots of people are writing about this council right now"),
        ("ip", "Lots of people are using your connection right now"),
        ("network", "Lots of people are using your connection right now"),
        ("all", "Lots of people are using this site right now"),
    ],
)
def test_each_limit_says_why_and_blames_nobody(by, said):
    template = engines["django"].from_string('{% include "includes/limit_reached.html" %}')
    page = HttpResponse(template.render({"verdict": rate_limits.Verdict(90, by)}))
    assert said in words(page)
    for blame in ("abuse", "spam", "blocked", "suspicious", "robot"):
        assert blame not in words(page).lower()
