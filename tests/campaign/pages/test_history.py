"""Every version of a page is kept, and staff can restore one."""

import pytest
from django.contrib.auth.models import User

from campaign.pages.models import Page
from campaign.staff import roles
from tests.conftest import forget_everything
from tests.seen import fields, words

PAGES = "/admin/pages/page/"


def test_an_editor_restores_an_older_version_of_a_page(client, db):
    user = User(username="eve@example.org")
    roles.give(user, "editor")
    client.force_login(user)
    page = Page.objects.get(slug="about")
    address = f"{PAGES}{page.pk}/change/"
    as_sent = {"body": page.body.strip().replace("\n", "\r\n"), "lead": "We ask."}
    client.post(address, fields(client.get(address)) | as_sent)
    listed = words(client.get(f"{PAGES}{page.pk}/history/"))
    assert "Opening sentences" in listed
    assert "Text :" not in listed  # a browser's line ends are no change
    client.post(address, fields(client.get(address)) | {"body": "## Bread and roses"})
    slip = {"body": "## A slip", "reason": "It was too long"}
    client.post(address, fields(client.get(address)) | slip)
    assert [version.history_user for version in page.history.all()[:2]] == [user, user]
    older = page.history.all()[1]
    listed = client.get(f"{PAGES}{page.pk}/history/")
    assert f"/history/{older.history_id}/" in listed.content.decode()
    assert "It was too long" in words(listed)  # why; with what it was before and is now
    assert "Bread and roses" in words(listed) and "A slip" in words(listed)
    form = f"{PAGES}{page.pk}/history/{older.history_id}/"
    shown = fields(client.get(form))
    assert "Bread and roses" in shown["body"]
    assert client.post(form, shown).status_code == 302
    forget_everything()
    seen = words(client.get("/about/"))
    assert "Bread and roses" in seen
    assert "A slip" not in seen
    assert page.history.count() >= 3
    assert page.history.first().history_change_reason == "An older version, restored"


@pytest.mark.parametrize("role", ["reader", "recorder"])
def test_others_restore_nothing(client, db, role):
    user = User(username="rob@example.org")
    roles.give(user, role)
    client.force_login(user)
    page = Page.objects.get(slug="about")
    form = f"{PAGES}{page.pk}/history/{page.history.first().history_id}/"
    assert client.post(form, {"title": "Mine"}).status_code == 403
    page.refresh_from_db()
    assert page.title != "Mine"
