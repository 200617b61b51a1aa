"""Every screen, come to once: it fits each width, also with large text, and axe finds nothing."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.page_checks import faults_of, resize
from tests.browser.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live")]


@pytest.mark.promise(28)
@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_every_screen_has_one_heading_fits_every_width_and_passes_axe(visit, axe, part):
    """In four parts, so that they can run side by side."""
    page = visit(None, PHONE)
    faults = {}
    for name, come_to in list(SCREENS.items())[part::4]:
        resize(page, PHONE[0])
        come_to(page)
        faults |= faults_of(page, axe, name)
    assert not faults
