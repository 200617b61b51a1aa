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
    .filter((button) => button.checkVisibility() && !button.closest(".box"));
  return shown.length > 1 ? `${shown.length} primary buttons` : "";
}"""

SMALL = """() => [...document.querySelectorAll(
  "main .button, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]),"
  + " main select, .strip a, .call, summary, .link-button")]
  .filter((part) => part.checkVisibility() && !part.closest(".trap") && part.tabIndex >= 0)
  .filter((part) => part.getBoundingClientRect().height < 43.5)
  .map((part) => `${part.outerHTML.slice(0, 70)} is ${part.getBoundingClientRect().height} high`)
  .join()"""

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
