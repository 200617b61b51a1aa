"""Words that people use, as the guard's examples have them: those a domain's name rarely is."""

import re
from functools import cache
from pathlib import Path

EXAMPLES = Path(__file__).with_name("examples")


@cache
def words_people_say() -> frozenset[str]:
    """Return some 5,800 words in small letters."""
    texts = [file.read_text().lower() for file in EXAMPLES.glob("*.txt")]
    return frozenset(re.findall(r"[a-z]+", " ".join(texts)))
