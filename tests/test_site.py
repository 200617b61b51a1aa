"""Things that are true of every public page."""

import pytest

from tests.addresses import PUBLIC


@pytest.mark.promise(29)
@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_answers_without_a_cookie(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
