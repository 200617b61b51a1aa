"""The example sentences, one a line in sentences/, for anybody to read and extend."""

from pathlib import Path

ROOT = Path(__file__).parents[3]


def sentences(*names: str) -> list[str]:
    """Return the sentences of files: no notes, no empty lines."""
    texts = [(Path(__file__).parent / "sentences" / name).read_text("utf-8") for name in names]
    lines = (line.strip() for text in texts for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


CALLS = sentences("calls_for_help.txt", "held_out_calls_for_help.txt")
NO_CALLS = sentences("no_calls_for_help.txt", "held_out_no_calls_for_help.txt")
