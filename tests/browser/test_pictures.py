"""Every page in every state as a picture, to be looked at by a person: ``./dev pictures``.

Without ``PICTURES``, the name of a folder, nothing is made; ``STATES`` and ``SCREENS`` are patterns
that choose some. Each screen is reached once and seen in all states.
"""

import os
import re
from pathlib import Path

import pytest

from tests.browser.page_checks import LARGE, SPACED
from tests.browser.screens import SCREENS

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1280)
CALM = {"color_scheme": "light", "forced_colors": "none", "media": "screen"}
GREY = "() => { document.documentElement.style.filter = 'grayscale(1)' }"
LOOKS = {
    "light": ({}, None),
    "dark": ({"color_scheme": "dark"}, None),
    "forced": ({"forced_colors": "active"}, None),
    "grey": ({}, GREY),
    "large": ({}, f"() => {{ {LARGE} }}"),
}
STATES = {
    **{f"{width}-{look}": (width, *LOOKS[look]) for look in LOOKS for width in WIDTHS},
    **{f"{width}-spaced": (width, {}, SPACED) for width in WIDTHS[:2]},
    "1920-light": (1920, *LOOKS["light"]),
    "print": (794, {"media": "print"}, None),
}
"""By name: how wide the window is, what the browser prefers, and what is done to the page."""
HEIGHTS = {1920: 1200}
"""How high the window is on a large screen. On all others it is 800 pixels."""
PLAIN = """() => {
  window.scrollTo({ top: 0, behavior: "instant" });
  document.documentElement.removeAttribute("style");
  document.adoptedStyleSheets = [];
  return Promise.all([...document.images].map((image) => {
    image.loading = "eager";
    return image.decode().catch(() => {});
  }));
}"""

TALLEST = 6000
"""Pixels of a page that are drawn: no page needs more to be judged."""
GROUPS = 8


@pytest.mark.skipif("PICTURES" not in os.environ, reason="PICTURES names no folder")
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_page_in_every_state_is_a_picture(visit, group):
    folder = Path(os.environ["PICTURES"])
    states = {name: STATES[name] for name in chosen(STATES, "STATES")}
    names = chosen(SCREENS, "SCREENS")[group::GROUPS]
    page = visit(None)
    for name in names:
        page.emulate_media(**CALM)
        SCREENS[name](page)
        for state, (width, prefers, look) in states.items():
            page.emulate_media(**{**CALM, **prefers})
            page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 800)})
            page.evaluate(PLAIN)
            if look:
                page.evaluate(look)
            photograph(page, folder / state / f"{file_name(name)}.jpg", width)


def chosen(names, pattern: str) -> list[str]:
    """Return the names in which the pattern of the environment is found: without one, all."""
    wanted = os.environ.get(pattern, "")
    found = [name for name in names if re.search(wanted, name)]
    assert found, f"None of {pattern} has “{wanted}” in its name. There are: {', '.join(names)}"
    return found


def file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "home"


def photograph(page, file: Path, width: int) -> None:
    """Save the page from its top, as far as anybody will look, as a small JPEG."""
    file.parent.mkdir(parents=True, exist_ok=True)
    high = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(
        path=file,
        full_page=True,
        type="jpeg",
        quality=70,
        clip={"x": 0, "y": 0, "width": width, "height": high},
    )
