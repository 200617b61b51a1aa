"""Every page in every state as a picture, to be looked at by a person: ``./dev pictures``.

Without ``PICTURES``, the name of a folder, nothing is made; ``STATES`` and ``SCREENS`` are patterns
that choose some. Each screen is reached once and seen in all states. Contact sheets show many
screens of one state in one picture. What a program can see (sideways scroll, cut text, a way out
that is not whole) fails the test, once all pictures are made.
"""

import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.page_checks import CUT, LARGE, SPACED, SQUEEZED, TOO_WIDE, WAY_OUT_IS_WHOLE
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
SHEET = (2000, 1500)
STRIP = {320: 0.62, 360: 0.62, 768: 0.5, 794: 0.5, 1280: 0.5, 1920: 0.34}
"""Size of a contact sheet, and how much pictures of each width are reduced on it."""


@pytest.mark.skipif("PICTURES" not in os.environ, reason="PICTURES names no folder")
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_page_in_every_state_is_a_picture(visit, group):
    folder = Path(os.environ["PICTURES"])
    states = {name: STATES[name] for name in chosen(STATES, "STATES")}
    names = chosen(SCREENS, "SCREENS")[group::GROUPS]
    page, faults, files = visit(None), {}, {state: [] for state in states}
    for name in names:
        page.emulate_media(**CALM)
        SCREENS[name](page)
        for state, (width, prefers, look) in states.items():
            page.emulate_media(**{**CALM, **prefers})
            page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 800)})
            page.evaluate(PLAIN)
            if look:
                page.evaluate(look)
            files[state].append(folder / state / f"{file_name(name)}.jpg")
            photograph(page, files[state][-1], width)
            if state != "print":
                checks = (TOO_WIDE, WAY_OUT_IS_WHOLE, CUT, SQUEEZED)
                if wrong := [fault for check in checks if (fault := page.evaluate(check))]:
                    faults[f"{name}, {state}"] = wrong
    for state, pictures in files.items():
        contact_sheets(pictures, folder / "sheets", f"{state}-{group + 1:02}", STATES[state][0])
    if faults:
        pytest.fail("\n".join(f"{name}: {wrong}" for name, wrong in faults.items()))


def chosen(names, pattern: str) -> list[str]:
    """Return the names in which the pattern of the environment is found: without one, all."""
    return [name for name in names if re.search(os.environ.get(pattern, ""), name)]


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


def contact_sheets(files: list[Path], folder: Path, name: str, width: int) -> None:
    """Put pictures side by side on sheets, each cut into strips as high as a sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    wide = round(width * STRIP[width])
    sheet, x, number = Image.new("RGB", SHEET, "magenta"), 0, 1
    for file in files:
        with Image.open(file) as picture:
            small = picture.resize((wide, round(picture.height * STRIP[width])))
        for top in range(0, small.height, SHEET[1]):
            if x + wide > SHEET[0]:
                sheet.save(folder / f"{name}-{number}.jpg", quality=75)
                sheet, x, number = Image.new("RGB", SHEET, "magenta"), 0, number + 1
            sheet.paste(small.crop((0, top, wide, min(top + SHEET[1], small.height))), (x, 0))
            x += wide + 4
    sheet.save(folder / f"{name}-{number}.jpg", quality=75)
