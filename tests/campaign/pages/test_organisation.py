"""Who runs the site, as search engines read it."""

import json
import re

from campaign.pages.models import Organisation
from tests.conftest import forget_everything


def described(client, address):
    page = client.get(address).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return [json.loads(block) for block in blocks]


def test_the_organisation_is_described_only_once_it_is_named(client, db):
    assert described(client, "/") == []
    Organisation.objects.create(pk=1, name="Lantern </script> Trust", charity_number="1234567")
    forget_everything()
    for address in ("/", "/for-journalists/"):
        (organisation,) = described(client, address)
        assert organisation["@type"] == "Organization"
        assert organisation["name"] == "Lantern </script> Trust"
        assert organisation["identifier"]["value"] == "1234567"
        assert "email" not in organisation


def test_the_data_are_described_as_a_dataset(client, db):
    (dataset,) = described(client, "/data/")
    assert dataset["@type"] == "Dataset"
