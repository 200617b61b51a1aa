"""The system check names each place that has no words for a status."""

from councils.checks import check_statuses
from councils.record.status import CURRENT_STATUSES, STATUSES, Status, status_places


def test_every_place_has_words_for_every_status():
    assert check_statuses() == []
    assert "withdrawn" in CURRENT_STATUSES


def test_a_place_without_words_for_a_new_status_is_named(monkeypatch):
    paused = Status("paused", "Paused", marker=(("cell", "hexagon"),), button="Ask {} to go on")
    monkeypatch.setitem(STATUSES, "paused", paused)
    errors = [error.msg for error in check_statuses()]
    assert errors == [f"The status 'paused' is missing in {place}." for place in status_places]
    named = " ".join(errors)
    for file in (
        "councils/council_page/status_text.py",
        "councils/councillor_pack/wording.py",
        "councils/sharing/badge.py",
        "campaign/letters/composition/templates.py",
        "campaign/letters/share_links.py",
    ):
        assert file in named


def test_no_place_has_words_for_a_status_that_does_not_exist():
    for place, words in status_places.items():
        assert set(words) <= set(STATUSES), place
