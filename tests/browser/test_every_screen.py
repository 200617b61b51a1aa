"""Every screen, come to once: it fits each width, also with large text, and axe finds nothing."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.page_checks import (
    CUT,
    LARGE,
    PRIMARY,
    SMALL,
    SPACED,
    SQUEEZED,
    TOO_WIDE,
    WAY_OUT_IS_WHOLE,
    violations,
)
from tests.browser.screens import SCREENS

pytestmark = pytest.mark.browser

STRIP = """() => {
  const box = (part) => document.querySelector(part).getBoundingClientRect();
  const [strip, help, way_out] = [box(".strip"), box(".strip a"), box(".strip .exit")];
  if (strip.height !== 44 || strip.top !== 0) return "the strip is not one line at the top";
  if (help.height > 44 || help.right > way_out.left) return "the strip's ways do not fit";
  return "";
}"""


HEAD = """() => {
  const seen = [document.documentElement.lang, document.querySelectorAll("h1").length,
                document.title.length > 10, document.querySelectorAll("main").length];
  return String(seen) === "en-GB,1,true,1" ? "" : `language, h1, title, main: ${seen}`;
}"""


OPEN_ALL = "document.querySelectorAll('details').forEach((part) => part.open = true)"


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 740})


def usual_sizes(page) -> dict[str, list[str]]:
    """Return what is wrong below the help bar with the text as most people have it."""
    faults = {}
    for width in (360, 320, 1280):
        resize(page, width)
        checks = [TOO_WIDE, STRIP, *([PRIMARY, SMALL] if width == 360 else [])]
        faults[f"{width} px"] = [fault for check in checks if (fault := page.evaluate(check))]
    return faults


def by_axe(page, axe) -> dict[str, list[str]]:
    """Return the rules that a screen breaks in light on a phone, and in dark on a desk."""
    faults = {}
    for scheme, width in (("light", 360), ("dark", 1280)):
        resize(page, width)
        page.emulate_media(color_scheme=scheme)
        faults[f"{scheme}, {width} px"] = violations(axe, page)
    page.emulate_media(color_scheme="light")
    return faults


def large_and_spaced(page) -> dict[str, list[str]]:
    """Return what is cut or sideways at 200 % and with WCAG's spacing; leave the page like that."""
    faults = {}
    for change in (SPACED, LARGE):
        page.evaluate(change)
        for width in (320, 360, 1280):
            resize(page, width)
            checks = (TOO_WIDE, WAY_OUT_IS_WHOLE, CUT, SQUEEZED)
            wrong = [fault for check in checks if (fault := page.evaluate(check))]
            faults[f"{'200 %' if change is LARGE else 'spaced'}, {width} px"] = wrong
        page.evaluate("document.adoptedStyleSheets = []")
    return faults


@pytest.mark.promise(28)
@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_every_screen_has_one_heading_fits_every_width_and_passes_axe(visit, axe, part):
    """In four parts, so that they can run side by side."""
    page = visit(None, PHONE)
    faults = {}
    for name, come_to in list(SCREENS.items())[part::4]:
        resize(page, PHONE[0])
        come_to(page)
        seen = {"head": [wrong] if (wrong := page.evaluate(HEAD)) else []}
        seen |= usual_sizes(page)
        page.evaluate(OPEN_ALL)
        seen |= by_axe(page, axe) | large_and_spaced(page)
        faults |= {f"{name}, {how}": wrong for how, wrong in seen.items() if wrong}
    if faults:
        pytest.fail("\n".join(f"{name}: {wrong}" for name, wrong in faults.items()))
