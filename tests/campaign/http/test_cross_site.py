"""A form that another site sends in somebody's name is told from our own by what browsers say."""

import pytest
from django.test import RequestFactory

from campaign.http.refusals import is_cross_site

OURS = "http://runaways.example"


@pytest.mark.promise(13)
@pytest.mark.parametrize(
    ("headers", "is_foreign"),
    [
        *(({"Sec-Fetch-Site": site}, True) for site in ("cross-site", "same-site", "", "nonsense")),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OURS}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),  # an address that somebody typed
        # Older browsers say no more than the origin.
        *(
            ({"Origin": origin}, True)
            for origin in (
                "http://elsewhere.example", "https://runaways.example.elsewhere.example",
                *(
                    "null",
                    "",
                    f"{OURS}:8080",
                    "http://[broken",
                    "//",
                    "http://evil@runaways.example",
                ),
            )
        ),
        ({"Origin": OURS}, False),
        ({"Host": "runaways.example:8000", "Origin": f"{OURS}:8000"}, False),
        ({"Host": "runaways.example:8000", "Origin": OURS}, True),
        ({}, False),  # no browser made it
    ],
)  # fmt: skip
def test_a_form_is_foreign_where_a_browser_says_so(settings, headers, is_foreign):
    settings.ALLOWED_HOSTS = ["runaways.example"]
    request = RequestFactory(SERVER_NAME="runaways.example").post("/", headers=headers)
    assert is_cross_site(request) is is_foreign
