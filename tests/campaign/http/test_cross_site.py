import pytest
from django.test import RequestFactory

from campaign.http.refusals import is_cross_site


@pytest.fixture(autouse=True)
def our_host(settings):
    settings.ALLOWED_HOSTS = ["runaways.example"]


def post(**headers):
    return RequestFactory(SERVER_NAME="runaways.example").post("/", headers=headers)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "nonsense"])
def test_a_browser_that_says_another_site_sent_it_is_believed(site):
    assert is_cross_site(post(**{"Sec-Fetch-Site": site}))
    assert is_cross_site(post(**{"Sec-Fetch-Site": site, "Origin": "http://runaways.example"}))


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_request_from_our_own_page_or_a_typed_address_is_ours(site):
    assert not is_cross_site(post(**{"Sec-Fetch-Site": site}))


@pytest.mark.parametrize(
    "origin",
    ["http://elsewhere.example", "https://runaways.example.elsewhere.example", "null", "",
     "http://runaways.example:8080", "http://[broken", "//", "http://evil@runaways.example"],
)  # fmt: skip
def test_an_older_browsers_origin_of_another_site_is_foreign(origin):
    assert is_cross_site(post(Origin=origin))


def test_an_older_browsers_origin_of_ours_is_ours():
    assert not is_cross_site(post(Origin="http://runaways.example"))
    beside = {"Host": "runaways.example:8000", "Origin": "http://runaways.example:8000"}
    assert not is_cross_site(post(**beside))
    assert is_cross_site(post(**beside | {"Origin": "http://runaways.example"}))


def test_request_that_no_browser_made_is_allowed():
    assert not is_cross_site(post())
