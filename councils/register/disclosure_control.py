"""Statistical disclosure control: no figure of children missing from care may identify a child.

The department suppresses small numbers. We suppress more: every number of children or incidents
below ten, and every figure calculated from a suppressed number of children.
"""

from collections.abc import Mapping

from councils.models.missing_from_care import is_number

FIGURES = ("looked_after", "children", "percent", "incidents")
"""The four figures of a council for a year, by their column names in the register."""
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
"""The department's symbols for figures without a number. None of them means zero."""

NOT_PROVIDED = {("HCK", 2021)}
"""Councils (by code) and years with published zeros that really mean "not provided"."""
NOTHING = dict.fromkeys(FIGURES, "z")
"""The figures of a council that looked after no children, or did not exist."""


def suppress_small_numbers(code: str, year: int, figures: Mapping[str, str]) -> dict[str, str]:
    """Return a council's figures for a year with a symbol in place of each small number.

    ``code`` is the council's; ``figures`` has the keys ``FIGURES``. Figures that are symbols
    already stay as they are; zeros of the councils in ``NOT_PROVIDED`` become "x".
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
