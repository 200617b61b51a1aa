"""Ed and Bea open the same form: the second save is refused, and what was typed stays."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaign.pages.models import Organisation, Page
from campaign.staff import roles
from councils.models import Change, Signature
from tests.seen import fields, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bea(db):
    """The browser of Bea, an editor like Ed."""
    user = User.objects.create(username="bea@example.org")
    roles.give(user, "editor")
    browser = Client()
    browser.force_login(user)
    return browser


def test_the_second_save_of_a_fact_is_refused_and_keeps_what_was_typed(staff, bea):
    signature = Signature.objects.get(council__code="KEN")
    address = f"/admin/councils/signature/{signature.pk}/change/"
    eds, beas = fields(staff.get(address)), fields(bea.get(address))
    assert bea.post(address, beas | {"source": "Bea’s page", "reason": "Found."}).status_code == 302
    lines = Change.objects.count()
    page = staff.post(address, eds | {"source": "Ed’s page", "reason": "Mine."})
    said = words(page)
    assert "bea@example.org has changed this since you opened it" in said
    assert ": “Bea’s page”" in said
    assert fields(page)["source"].strip() == "Ed’s page"
    signature.refresh_from_db()
    assert (signature.source, Change.objects.count()) == ("Bea’s page", lines)
    # Having read that, Ed may still save his: the page now knows Bea's version.
    assert staff.post(address, fields(page)).status_code == 302
    signature.refresh_from_db()
    assert signature.source == "Ed’s page"


def test_pages_and_settings_are_watched_and_changes_by_the_site_itself_are_noticed(staff):
    Organisation.objects.update_or_create(pk=1, defaults={"name": "A charity"})
    for address, model, change in (
        (f"/admin/pages/page/{Page.objects.get(slug='about').pk}/change/", Page, {"title": "New"}),
        ("/admin/pages/organisation/1/change/", Organisation, {"name": "Another"}),
    ):
        typed = fields(staff.get(address))
        model.objects.filter(pk=address.split("/")[-3]).update(**change)
        page = words(staff.post(address, typed))
        assert "Somebody, or the site itself, has changed this since you opened it." in page
        assert f"“{next(iter(change.values()))}”" in page


def test_an_up_to_date_form_is_saved(staff):
    address = f"/admin/pages/page/{Page.objects.get(slug='about').pk}/change/"
    assert staff.post(address, fields(staff.get(address)) | {"lead": "We ask."}).status_code == 302
    assert Page.objects.get(slug="about").lead == "We ask."
