"""A notice of staff on every page."""

from tests.seen import words


def test_a_notice_stands_on_every_page_from_its_first_day_to_its_last(staff, client, today_is):
    today_is("2026-11-24")
    typed = {"text": "Our telephone is out of order.", "url": "", "starts_on": "2026-11-25"}
    page = staff.post("/admin/pages/notice/add/", typed | {"until": "2026-11-23"})
    assert "The last day lies before the first." in words(page)
    staff.post("/admin/pages/notice/add/", typed | {"until": "2026-11-26"})
    for day, is_shown in (("24", False), ("25", True), ("26", True), ("27", False)):
        today_is(f"2026-11-{day}")
        for address in ("/", "/need-help/", "/councils/kent/"):
            assert ("telephone is out of order" in words(client.get(address))) is is_shown
