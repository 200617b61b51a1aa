"""Whether a text says who a child in care is, for a note that asks if the name is needed."""

import re

NAMED = re.compile(
    r"\b(?:foster|looked[- ]after|adopted) (?:son|daughter|child|boy|girl|brother|sister),?"
    r" [A-Z][a-z]+"
)


def names_a_child_in_care(text: str) -> bool:
    """Whether a text seems to say who a child in care is: a name beside where the child lives."""
    return bool(NAMED.search(text.replace("’", "'")))
