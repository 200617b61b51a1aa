import pytest

from councils.council_mail import domain_of_council, is_council_mail

KENT = "https://www.kent.gov.uk/"
NOT_KENT = [
    "olu@kent.gov.uk.example.org",
    "olu@kent-gov.uk",
    "olu@kentgov.uk",
    "olu@kent.gov.co.uk",
    "olu@mykent.gov.uk",
    "olu@kent.gov.uk.",
    "olu@kent.gov.uk@example.org",
    "olu@kеnt.gov.uk",
    "olu@ｋent.gov.uk",
    "olu@kent。gov。uk",
    "olu@xn--knt-5cd.gov.uk",
    "olu@gov.uk",
    "olu@kent.police.uk",
    "olu@gmail.com",
    "kent.gov.uk@gmail.com",
    "olu",
]


@pytest.mark.promise(27)
def test_an_address_that_only_looks_like_the_councils_is_not_its_own():
    for address in NOT_KENT:
        assert not is_council_mail(address, KENT), address


def test_an_address_under_the_councils_own_domain_is_its_own():
    for address in ("olu@kent.gov.uk", "Olu.Ade@KENT.gov.uk", "olu@children.kent.gov.uk"):
        assert is_council_mail(address, KENT)


@pytest.mark.parametrize(
    "website", ["", "https://kent.example.org", "https://kent.service.gov.uk", "https://gov.uk"]
)
def test_a_council_without_its_own_website_has_no_address_of_its_own(website):
    assert domain_of_council(website) == ""
    assert not is_council_mail("olu@service.gov.uk", website)
