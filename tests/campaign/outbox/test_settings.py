"""Our addresses in settings, whatever the script of their domain."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from campaign.settings import domain_in_ascii, sender_in_ascii


def test_our_domain_may_be_written_in_any_script():
    us = sender_in_ascii("Bücher für alle <letters@bücher.example>")
    assert us == "Bücher für alle <letters@xn--bcher-kva.example>"
    assert sender_in_ascii("letters@runaways.example") == "letters@runaways.example"
    assert domain_in_ascii("BOUNCE_DOMAIN", "bücher.example") == "xn--bcher-kva.example"


@pytest.mark.parametrize("wrong", ["", "us", "bücher@runaways.example", "Us <us@>"])
def test_an_impossible_sender_address_is_reported_in_words(wrong):
    with pytest.raises(ImproperlyConfigured, match="DEFAULT_FROM_EMAIL"):
        sender_in_ascii(wrong)


def test_an_impossible_domain_is_reported_in_words():
    with pytest.raises(ImproperlyConfigured, match="BOUNCE_DOMAIN"):
        domain_in_ascii("BOUNCE_DOMAIN", "bü" * 40)
