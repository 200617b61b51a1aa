"""What a form says of what it cannot take."""

import pytest

from councils.email_addresses import NOT_AN_ADDRESS
from tests.seen import words


@pytest.mark.parametrize(
    "address",
    [
        "/councils/sheffield/tell-us/",
        "/alerts/?council=sheffield",
        "/sign/?council=sheffield",
        "/complaints/",
        "/letters/lost/",
    ],
)
def test_every_form_says_the_same_of_an_email_address_that_is_none(client, db, address):
    assert NOT_AN_ADDRESS in words(client.post(address, {"email": "anna"}))
