"""Every page in every state as a picture, to be looked at by a person.

    PICTURES=/tmp/pictures python -m pytest -n 0 -m browser tests/browser/test_pictures.py

Without ``PICTURES`` nothing is made. It takes many minutes, and asserts only that each page opens.
"""

import os
import re
from pathlib import Path

import pytest

from tests.browser.page_checks import LARGE
from tests.browser.screens import SCREENS

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1280)
STATES = {
    **{f"{width}-light": {"size": (width, 800)} for width in WIDTHS},
    **{f"{width}-dark": {"size": (width, 800), "color_scheme": "dark"} for width in WIDTHS},
    "360-forced": {"size": (360, 800), "forced_colors": "active"},
    "1280-forced": {"size": (1280, 800), "forced_colors": "active"},
    "360-grey": {"size": (360, 800), "look": "document.body.style.filter = 'grayscale(1)'"},
    "1280-grey": {"size": (1280, 800), "look": "document.body.style.filter = 'grayscale(1)'"},
    "320-large": {"size": (320, 800), "look": LARGE},
    "1280-large": {"size": (1280, 800), "look": LARGE},
    "print": {"size": (794, 1123), "media": "print"},
}


@pytest.mark.skipif("PICTURES" not in os.environ, reason="PICTURES names no folder")
@pytest.mark.parametrize("state", STATES)
def test_every_page_in_every_state_is_a_picture(visit, state):
    options = dict(STATES[state])
    size, look = options.pop("size"), options.pop("look", "")
    media = options.pop("media", None)
    folder = Path(os.environ["PICTURES"]) / state
    folder.mkdir(parents=True, exist_ok=True)
    page = visit(None, size, **options)
    for name, come_to in SCREENS.items():
        come_to(page)
        if media:
            page.emulate_media(media=media)
        if look:
            page.evaluate(look)
        file = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "home"
        page.screenshot(path=folder / f"{file}.png", full_page=True)
    assert list(folder.glob("*.png"))
