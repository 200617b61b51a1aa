"""The day of the lists that are brought in these tests, and who brings them."""

import pytest

from tests import lists
from tests.lists import CONTACTS, HEADER, REACHED, SIGNATURES


@pytest.fixture
def november(db, today_is):
    today_is("2026-11-25")


@pytest.fixture
def bring(staff):
    """Return a function that brings a list, and returns its page."""
    return lambda *lines, to=SIGNATURES, head=HEADER: lists.bring(
        staff, "\n".join([head, *lines]), to
    )


@pytest.fixture
def press(staff):
    """Return a function that presses a button on a list’s page."""
    return lambda page, button, **typed: lists.press(staff, page, button, **typed)


@pytest.fixture
def contacts(bring):
    return lambda *lines, head=REACHED: bring(*lines, to=CONTACTS, head=head)
