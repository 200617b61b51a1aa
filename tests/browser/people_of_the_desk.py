"""What each role does of each of ten jobs at the desk, in a real browser, under the site's policy.

Where a role may not, the way is not offered and its address refuses. Points 1 to 4 are in
test_points_of_the_record.py, the others in test_points_of_the_people.py.

| job | recorder | editor | supporter care | administrator | reader |
|---|---|---|---|---|---|
| 1 opening, tasks, switches | task | task, notice | task, pause | all of it | month |
| 2 record what a document shows | records, undoes | same | refused | same | refused |
| 3 nobody's work is lost | stale save | same, old version | stale rest | as editor | history |
| 4 a list | takes in, undoes | same | looks | same | looks |
| 5 what councils write; complaints | accepts | accepts | asks back; answers | both | refused |
| 6 say who read the self-check | refused | says it | refused | says it | looks |
| 7 ask for the record | asks, notes | same | looks | same | refused |
| 8 accounts | own factor, own sessions | same | same | same, a colleague | own |
| 9 write to those who asked | refused | refused | writes, tests | same | refused |
| 10 pages | refused | previews | refused | previews | looks |
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from tests.browser.screens import press

RECORDS = ("recorder", "editor", "administrator")
EDITS = ("editor", "administrator")
CARES = ("supporter care", "administrator")
WORKS = (*RECORDS, "supporter care")
ROLES = (*WORKS, "reader")
DESK_PAGE = "/admin/"


@dataclass
class Person:
    """Somebody of one role in a window of the staff site, and a visitor's window beside it."""

    role: str
    page: Any
    public: Any

    def may(self, who) -> bool:
        return self.role in who

    def follow(self, address, place=DESK_PAGE):
        """Go by a link that the person sees on a page of ours."""
        self.page.goto(place)
        link = self.page.locator(f"a[href^='{address}']").filter(visible=True).first
        with self.page.expect_navigation():
            link.click()

    def finds_no_way(self, address, place=DESK_PAGE):
        """See no link to an address, and be refused where one types it."""
        self.page.goto(place)
        assert not self.page.locator(f"a[href^='{address}']").count(), address
        assert self.page.goto(address).status == 403, address
        assert self.page.get_by_role("heading", name="You don’t have access to this").is_visible()

    def only_looks(self, address, place=DESK_PAGE):
        """Open a form, and find nothing to save it with."""
        self.follow(address, place)
        buttons = self.page.locator("main, #content").get_by_role("button", name="Save")
        assert not buttons.count(), address

    def reads(self, words):
        return self.page.get_by_text(words).first.is_visible()

    def visitor_reads(self, address, words):
        self.public.goto(address)
        return self.public.get_by_text(words).first.is_visible()


each_role = pytest.mark.parametrize("person", ROLES, indirect=True)


def save(page):
    press(page, re.compile("^Save$"))
