"""A notice of staff on every page."""

import pytest
from django.contrib.admin.models import LogEntry

from campaign.pages.models import Notice
from tests.seen import fields, links, words


def test_a_notice_stands_on_every_page_from_its_first_day_to_its_last(staff, client, today_is):
    today_is("2026-11-24")
    typed = {"text": "Our telephone is out of order.", "starts_on": "2026-11-25", "is_on": "on"}
    page = staff.post("/admin/pages/notice/add/", typed | {"until": "2026-11-23"})
    assert "The last day lies before the first." in words(page)
    staff.post("/admin/pages/notice/add/", typed | {"until": "2026-11-26"})
    for day, is_shown in (("24", False), ("25", True), ("26", True), ("27", False)):
        today_is(f"2026-11-{day}")
        for address in ("/", "/need-help/", "/councils/kent/"):
            assert ("telephone is out of order" in words(client.get(address))) is is_shown


def test_a_notice_taken_down_by_mistake_is_put_up_again_from_the_same_place(
    staff, client, today_is
):
    today_is("2026-11-25")
    typed = {"text": "Our telephone is out of order.", "starts_on": "2026-11-25", "is_on": "on"}
    staff.post("/admin/pages/notice/add/", typed | {"until": "2026-11-26"})
    change = f"/admin/pages/notice/{Notice.objects.get().pk}/change/"
    page = staff.get(change)
    assert "A notice is never deleted." in words(page)
    assert not [link for link in links(page) if "delete" in link]
    form = fields(page)
    del form["is_on"]
    staff.post(change, form)
    assert "telephone is out of order" not in words(client.get("/need-help/"))
    staff.post(change, fields(staff.get(change)) | {"is_on": "on"})
    assert "telephone is out of order" in words(client.get("/need-help/"))


@pytest.mark.promise(35)
def test_a_name_that_stood_in_a_notice_is_kept_nowhere_once_it_is_corrected(staff, today_is):
    today_is("2026-11-25")
    typed = {"text": "Jamie F. was found.", "starts_on": "2026-11-25", "until": "2026-11-26"}
    staff.post("/admin/pages/notice/add/", typed | {"is_on": "on"})
    change = f"/admin/pages/notice/{Notice.objects.get().pk}/change/"
    staff.post(change, fields(staff.get(change)) | {"text": "A child was found."})
    assert Notice.objects.get().text == "A child was found."
    kept = LogEntry.objects.values_list("object_repr", "change_message")
    assert len(kept) == 2
    assert "Jamie" not in str(list(kept))
