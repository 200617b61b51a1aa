"""The system check names each place that has no words for a status."""

from councils.checks import check_statuses
from councils.record.status import CURRENT_STATUSES, STATUSES, Status, status_places


def test_every_set_of_status_words_covers_every_status():
    assert check_statuses() == []
    assert "withdrawn" in CURRENT_STATUSES


def test_the_check_names_every_place_without_words_for_a_new_status(monkeypatch):
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


def test_no_set_of_status_words_has_an_unknown_status():
    for place, words in status_places.items():
        assert set(words) <= set(STATUSES), place
