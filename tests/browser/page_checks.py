"""Checks of any page in a browser: its width, its buttons, and the rules of axe."""

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const wide = [...document.body.querySelectorAll("*")].filter(
    (part) => part.getBoundingClientRect().right > room + 1);
  return wide.slice(-1).map((part) => part.outerHTML.slice(0, 90)).join() || "something";
}"""

PRIMARY = """() => {
  const shown = [...document.querySelectorAll("main .button:not(.button-quiet, .quiet)")]
    .filter((button) => button.checkVisibility())
    .filter((button) => !button.closest(".box, .card-picture + .buttons"))
    // Two councils took over from one: to write to either is one step.
    .filter((button) => !button.matches("[href$='/write/'] + [href$='/write/']"));
  return shown.length > 1 ? `${shown.length} primary buttons` : "";
}"""

SMALL = """() => [...document.querySelectorAll(
  "main .button, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]),"
  + " main select, .strip a, .call, summary, .link-button")]
  .filter((part) => part.checkVisibility() && !part.closest(".trap") && part.tabIndex >= 0)
  .filter((part) => part.getBoundingClientRect().height < 43.5)
  .map((part) => `${part.outerHTML.slice(0, 70)} is ${part.getBoundingClientRect().height} high`)
  .join()"""

UNSEEN_FOCUS = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = channels(colour).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (part) => {
    for (let each = part; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if ((channels(colour)[3] ?? 1) > 0.5) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const places = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const unseen = [];
  for (const part of document.querySelectorAll(places)) {
    if (!part.checkVisibility() || part.closest(".trap, svg") || part.tabIndex < 0) continue;
    part.focus();
    if (!part.matches(":focus-visible")) continue;
    const style = getComputedStyle(part);
    const around = behind(parseFloat(style.outlineOffset) < 0 ? part : part.parentElement);
    const [low, high] = [light(style.outlineColor), light(around)].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2 || contrast < 3) {
      unseen.push(`${part.outerHTML.slice(0, 70)}: ${style.outlineColor} on ${around}`);
    }
  }
  document.activeElement.blur();
  scrollTo({ top: 0, behavior: "instant" });
  return unseen.slice(0, 4).join();
}"""
"""Where somebody who goes by the keyboard would not see that she is there (WCAG 2.4.7, 1.4.11)."""

LARGE = "document.documentElement.style.fontSize = '200%'"
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""Text at twice its size, and with the spacing of WCAG 1.4.12."""

WAY_OUT_IS_WHOLE = """() => {
  const box = document.querySelector(".strip .exit")?.getBoundingClientRect();
  if (!box) return "";  // a frame or a poster
  const is_whole = box.left >= 0 && box.right <= document.documentElement.clientWidth;
  return is_whole && box.top >= 0 ? "" : "the way out is cut";
}"""

CUT = """() => [...document.querySelectorAll("body *")]
  .filter((part) => part.checkVisibility() && part.clientWidth > 2
    && !part.closest("[aria-hidden=true], .hidden")
    && part.scrollWidth > part.clientWidth + 1
    && getComputedStyle(part).overflowX !== "visible"
    && !["auto", "scroll"].includes(getComputedStyle(part).overflowX)
    && !["INPUT", "SELECT", "TEXTAREA"].includes(part.tagName))
  .map((part) => `${part.outerHTML.slice(0, 80)} is cut`).slice(0, 3).join()"""
"""Text that its part of the page hides, at the right."""

SQUEEZED = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, .button)")]
  .filter((part) => part.checkVisibility() && part.textContent.trim().length > 20
    && !part.closest(".hidden, .trap, svg")
    && part.getBoundingClientRect().width < 4 * parseFloat(getComputedStyle(part).fontSize))
  .map((part) => `${part.outerHTML.slice(0, 80)} is squeezed`).slice(0, 3).join()"""
"""Text in a column of a word or less."""

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(axe, page) -> list[str]:
    """Return the rules of axe that a page breaks, each with the elements that do so."""
    page.wait_for_load_state()  # with its style sheet, as somebody sees it
    return [
        f"{rule['id']}: " + " | ".join(node["html"][:120] for node in rule["nodes"][:4])
        for rule in axe.run(page, options=RULES).response["violations"]
    ]


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
        # From its top: a header that is half under the strip would be too small a target.
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        page.emulate_media(color_scheme=scheme)
        faults[f"{scheme}, {width} px"] = violations(axe, page)
        page.keyboard.press("Tab")  # whoever comes by the keyboard sees where she is
        unseen = page.evaluate(UNSEEN_FOCUS)
        if unseen:
            faults[f"focus in {scheme}"] = [unseen]
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


def faults_of(page, axe, name) -> dict[str, list[str]]:
    """Return what is wrong with a page at each width, by axe, and in large and spaced text."""
    seen = {"head": [wrong] if (wrong := page.evaluate(HEAD)) else []}
    seen |= usual_sizes(page)
    page.evaluate(OPEN_ALL)
    seen |= by_axe(page, axe) | large_and_spaced(page)
    return {f"{name}, {how}": wrong for how, wrong in seen.items() if wrong}
