"""Ed and Bea open the same form: the second save is refused, and what was typed stays."""

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaign.pages.models import NewsItem, Notice, Organisation, Page
from campaign.staff import roles
from campaign.supporters.models import Update
from councils.models import (
    Change,
    Contact,
    Edition,
    Lineage,
    Pause,
    RecordVersion,
    Signature,
)
from councils.saves import values_of
from tests.recording import preview_and_publish
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


@pytest.mark.promise(26)
def test_the_second_save_of_a_fact_is_refused_and_keeps_what_was_typed(staff, bea):
    signature = Signature.objects.get(council__code="KEN")
    address = f"/admin/record/signature/{signature.pk}/correct/"
    eds, beas = fields(staff.get(address)), fields(bea.get(address))
    beas |= {"source": "Bea’s page", "signed_by": "Jo Gray", "source_kind": "minutes"}
    saved = preview_and_publish(bea, address, beas | {"reason": "Found."})
    assert saved.status_code == 302
    lines = Change.objects.count()
    page = staff.post(address, eds | {"source": "Ed’s page", "reason": "Mine.", "publish": ""})
    said = words(page)
    assert "This has changed since you opened it. bea@example.org saved it last, on" in said
    assert "Nothing was saved, and nothing that you typed is lost." in said
    assert fields(page)["source"].strip() == "Ed’s page"
    signature.refresh_from_db()
    assert (signature.source, Change.objects.count()) == ("Bea’s page", lines)
    # Having read that, Ed may still save his: the page now knows Bea's version.
    assert preview_and_publish(staff, address, fields(page)).status_code == 302
    signature.refresh_from_db()
    assert signature.source == "Ed’s page"


def rows(kent):
    """One row for each form of staff, and a change that a colleague could make to it."""
    yield kent, {"website": "https://new.example/"}
    yield Edition.objects.get(), {"owner": "Somebody"}
    yield Lineage.objects.first(), {"on": "2024-05-01"}
    days = {"starts_on": "2026-11-01", "until": "2026-11-30"}
    yield Pause.objects.create(council=kent, reason="x", **days), {"reason": "y"}
    yield Contact.objects.create(
        council=kent, role="leader", email="leader@kent.example", source="its website",
        checked_on="2026-11-20", check_again_on="2027-05-20",
    ), {"source": "a call"}  # fmt: skip
    yield Page.objects.get(slug="about"), {"title": "New"}
    item = {"title": "One", "slug": "one", "day": "2026-11-20", "summary": "x", "body": "x"}
    yield NewsItem.objects.create(**item), {"title": "Two"}
    yield Notice.objects.create(text="A", **days), {"text": "B"}
    yield Organisation.objects.update_or_create(pk=1, defaults={"name": "A"})[0], {"name": "B"}
    yield Update.objects.create(subject="A", text="x"), {"subject": "B"}
    yield User.objects.get(username="ada@example.org"), {"first_name": "Ada"}


NO_FORM_OF_A_ROW = {
    "incomingmessage", "outgoingmessage", "auditentry",
    "task", "signup", "ask", "signature", "event", "change",
}  # fmt: skip
"""Lists that are only read, or whose rows have steps: each looks at the row before it is taken."""


@pytest.mark.promise(26)
@pytest.mark.fault  # every form
def test_every_form_of_staff_refuses_a_save_that_is_out_of_date(client, kent, today_is):
    today_is("2026-11-25")
    ada = User(username="ada@example.org", email="ada@example.org")
    roles.give(ada, "administrator")
    client.force_login(ada)
    edited = list(rows(kent))
    names = {model._meta.model_name for model in admin.site._registry}
    assert {row._meta.model_name for row, _ in edited} == names - NO_FORM_OF_A_ROW
    forms = [
        (reverse(admin_urlname(row._meta, "change"), args=[row.pk]), row, changes, "_save")
        for row, changes in edited
    ]
    signature = kent.signatures.get()
    forms += [
        (f"/admin/record/signature/{signature.pk}/correct/", signature, {"note": "x"}, "publish"),
        (f"/admin/record/signature/{signature.pk}/retract/", signature, {"note": "y"}, "publish"),
        (f"/admin/record/signature/{signature.pk}/settle/", signature, {"note": "w"}, "publish"),
        ("/admin/closing/", RecordVersion(pk=1), {"closes_on": "2027-11-02"}, "close"),
    ]  # fmt: skip
    for address, row, changes, button in forms:
        typed = fields(client.get(address))
        type(row)._base_manager.update_or_create(pk=row.pk, defaults=changes)
        saved = values_of(type(row)._base_manager.get(pk=row.pk))
        page = client.post(address, {**typed, "reason": "Mine.", button: ""})
        assert "This has changed since you opened it." in words(page), address
        assert values_of(type(row)._base_manager.get(pk=row.pk)) == saved, address


@pytest.mark.promise(26)
def test_what_was_typed_for_a_row_that_was_deleted_meanwhile_is_given_back(staff, bea, kent):
    contact = Contact.objects.create(
        council=kent, role="leader", channel="email", email="leader@kent.gov.uk",
        source="Its page", checked_on="2026-11-20", check_again_on="2027-05-20",
    )  # fmt: skip
    address = reverse("admin:councils_contact_change", args=[contact.pk])
    typed = fields(staff.get(address)) | {"source": "Its page for members, page 4"}
    bea.post(reverse("admin:councils_contact_delete", args=[contact.pk]), {"post": "yes"})
    gone = staff.post(address, typed)
    assert gone.status_code == 404
    assert "It may have been deleted while you had it open." in words(gone)
    assert gone.content.decode().count("Its page for members, page 4") == 1
    by_another_site = staff.post("/nowhere/", {"note": "Ring us"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert by_another_site.status_code in (403, 404, 405)
    assert "Ring us" not in by_another_site.content.decode()
    assert typed["csrfmiddlewaretoken"] not in gone.content.decode()


@pytest.mark.promise(26)
def test_what_was_typed_by_somebody_whose_role_has_changed_meanwhile_is_given_back(
    staff, editor, kent
):
    signature = Signature.objects.get(council=kent)
    address = f"/admin/record/signature/{signature.pk}/correct/"
    typed = fields(staff.get(address)) | {"reason": "The minutes say the 9th."}
    roles.give(editor, "reader")
    refused = staff.post(address, typed | {"preview": ""})
    assert refused.status_code == 403
    assert "The minutes say the 9th." in refused.content.decode()
