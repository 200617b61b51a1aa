"""What browsers are told of every answer: features nobody uses, and who may embed it."""

import pytest

FOR_OTHER_SITES = ["/embed/kent/", "/embed/map/", "/embed/kent.svg", "/share/kent.png",
                   "/share/england.png", "/data/councils.csv", "/data/councils.geojson",
                   "/feed.atom", "/data/datapackage.json"]  # fmt: skip
PRIVATE = [
    "/",
    "/councils/",
    "/councils/kent/",
    "/need-help/",
    "/find/",
    "/admin/login/",
    "/nowhere/",
]


@pytest.mark.promise(29)
def test_no_page_may_use_a_camera_or_a_place(client, db):
    for address in [*PRIVATE, *FOR_OTHER_SITES]:
        policy = client.get(address).headers["Permissions-Policy"]
        assert {"camera=()", "geolocation=()", "microphone=()"} <= set(policy.split(", ")), address


@pytest.mark.promise(31)
def test_other_sites_embed_badges_frames_pictures_and_data_and_nothing_else(client, db):
    for address in PRIVATE:
        response = client.get(address)
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin", address
    for address in FOR_OTHER_SITES:
        response = client.get(address)
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin", address
