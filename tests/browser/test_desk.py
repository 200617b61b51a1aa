"""The pages of the staff site can be used by everybody, and fit the screen."""

import pytest

from campaign.staff import roles
from tests.browser.conftest import DESK, PHONE
from tests.browser.page_checks import TOO_WIDE, violations

pytestmark = pytest.mark.browser

ADDRESSES = ("", "guide/", "month/", "closing/", "search/", "asking/ask/plan/", "tasks/task/",
             "councils/signature/", "councils/council/", "councils/event/add/",
             "outbox/outgoingmessage/", "pages/page/add/", "auth/user/add/")  # fmt: skip
LIST_TOO_WIDE = """() => {
  const list = document.querySelector(".results");
  return list !== null && list.scrollWidth > list.clientWidth;
}"""


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_on_the_desk_and_nothing_is_too_wide(visit, editor, axe, size, scheme):
    roles.give(editor, "administrator")
    page = visit("/admin/", size, color_scheme=scheme)
    page.get_by_label("Email").fill("ed@example.org")
    page.get_by_label("Password").fill("a long enough password")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    for address in ADDRESSES:
        page.goto(f"/admin/{address}")
        assert violations(axe, page) == [], address
        assert page.evaluate(TOO_WIDE) == "", address
        assert size != DESK or not page.evaluate(LIST_TOO_WIDE), address
