"""What may be shown of the figures of children missing from care: nothing that points at a child.

The department leaves out small numbers. We leave out more: no number of children or of incidents
under ten, and nothing that is reckoned from a number of children which is left out.
"""

from collections.abc import Mapping

FIGURES = ("looked_after", "children", "percent", "incidents")
"""The four figures of a council and year, under the names of the register's own columns."""
SMALLEST = 10
"""The smallest number of children, or of incidents, that is shown."""
SYMBOLS = {
    "c": "not shown, to protect confidentiality: by the department, or by us if it is under ten",
    "k": "would round to zero, but is not zero",
    "low": "would round to zero, but is not zero",
    "u": "of low reliability, so not shown",
    "x": "not available",
    "z": "not applicable",
}
"""What the department writes where it gives no number. None of them is a zero."""

NOT_PROVIDED = {("HCK", 2021)}
"""Councils and years whose zeros are none: the department has no figures for them."""
NOTHING = dict.fromkeys(FIGURES, "z")
"""The figures of a council that had no child in its care, or did not exist."""


def may_be_shown(code: str, year: int, figures: Mapping[str, str]) -> dict[str, str]:
    """Return a council's figures of a year as they may be shown: a symbol for each small number.

    A figure that is a symbol already keeps it; zeros that are none become one.
    """
    shown = dict(figures)
    if (code, year) in NOT_PROVIDED:
        shown |= {"children": "x", "percent": "x", "incidents": "x"}
    if shown["looked_after"] == "0":
        return dict(NOTHING)
    for name in ("looked_after", "children", "incidents"):
        if is_number(shown[name]) and float(shown[name]) < SMALLEST:
            shown[name] = "c"
    if not is_number(shown["children"]):
        for name in ("percent", "incidents"):
            if is_number(shown[name]):
                shown[name] = shown["children"]
    return shown


def is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()
