"""The pages of the staff site can be used by everybody, and fit the screen."""

import pytest
from django.contrib import admin

from councils.models import Council
from tests import cast, full_desk, rich
from tests.browser.conftest import DESK, PHONE
from tests.browser.page_checks import SPACED, TOO_WIDE, violations

pytestmark = pytest.mark.browser

ADDRESSES = ("", "guide/", "closing/", "asking/ask/plan/",
             "tasks/task/", "councils/signature/", "councils/council/", "record/",
             "outbox/outgoingmessage/", "pages/page/add/", "auth/user/add/")  # fmt: skip
LIST_TOO_WIDE = """() => {
  const list = document.querySelector(".results");
  return list !== null && list.scrollWidth > list.clientWidth;
}"""


WITHOUT_A_FORM_OF_THEIR_OWN = 403, 404


def every_list_and_form():
    """Yield the address of each list, of the form that adds a row, and of that of its first row."""
    for model in admin.site._registry:
        address = model._meta.label_lower.replace(".", "/")
        yield f"{address}/"
        yield f"{address}/add/"
        row = model._default_manager.first()
        if row:
            yield f"{address}/{row.pk}/change/"


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_on_the_desk_and_nothing_is_too_wide(sign_in, axe, size, scheme):
    Council.objects.filter(code="KEN").update(name="AllOfKent" * 6)  # early in lists; no space
    page = sign_in("administrator", size, color_scheme=scheme)
    for address in ADDRESSES:
        page.goto(f"/admin/{address}")
        assert violations(axe, page) == [], address
        page.evaluate(SPACED if size == PHONE else "")
        assert page.evaluate(TOO_WIDE) == "", address
        for width in (size[0],) if size == PHONE else (768, 1024, 1110, size[0]):
            page.set_viewport_size({"width": width, "height": size[1]})
            assert not page.evaluate(LIST_TOO_WIDE), (address, width)


def test_the_desk_is_set_in_the_public_sites_type(sign_in):
    page = sign_in("administrator")
    loaded = "[...document.fonts].filter((it) => it.status === 'loaded').map((it) => it.family)"
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert {name.strip('"') for name in page.evaluate(loaded)} == {
        "Runaways Heading",
        "Runaways Text",
    }
    button = page.get_by_role("link", name="Record a signature")
    assert button.evaluate("it => getComputedStyle(it).textDecorationLine") == "none"


@pytest.mark.long
@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_on_any_list_or_form_of_the_admin(
    sign_in, editor, axe, today_is, size, scheme
):
    today_is(rich.TODAY)
    rich.enrich_plausibly(cast.make_council, cast.sign, cast.add_event, cast.add_progress)
    full_desk.fill_every_list(editor)
    page = sign_in("administrator", size, color_scheme=scheme)
    for address in every_list_and_form():
        if page.goto(f"/admin/{address}").status in WITHOUT_A_FORM_OF_THEIR_OWN:
            continue
        assert violations(axe, page) == [], address
        assert page.evaluate(TOO_WIDE) == "", address
        assert not page.evaluate(LIST_TOO_WIDE), address
