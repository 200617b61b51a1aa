"""What a kind of answer says and may do: the columns of the table in ``cases.py``."""

from typing import NamedTuple


class Case(NamedTuple):
    """The words of an answer. What is filled into the text is escaped, as it may be typed."""

    template: str
    """The template of its page: one for each thing that a visitor can do next."""
    title: str = ""
    """A browser keeps it, so it names what is offered, never what was typed."""
    text: str = ""
    named_title: str = ""
    """The page's heading in place of the title where a place outside England has a name."""
    is_error: bool = False
    """Whether the visitor has to type something else."""
    pattern: str = ""
    """A regular expression for the whole line, spelled as in ``known_names``; empty for an answer
    that no sentence alone gets."""
    may_name: bool = False
    """Whether a place may stand in such a sentence, and is offered."""
    is_place: bool = False
    """Whether it is the answer to the name of a place, so that half a postcode may narrow it."""
    has_url: bool = False
    """Whether it has an address of its own, which names its councils and places."""
    is_island: bool = False
    """Whether it is the answer to Jersey, Guernsey or the Isle of Man: no council there is known,
    so that a choice names the island itself."""
    may_be_a_postcode: bool = False
    """Whether the line may still be a mistyped postcode: those like it are offered first."""
    half_stands: bool = False
    """Whether the words name nothing, so that half a postcode beside them is all there is."""
    heeds_near_or_road: bool = False
    """Whether "near", or a road before the place, makes it an answer that asks."""
    may_be_a_call: bool = False
    """Whether the words may also be those of somebody who looks for help."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is the answer to a place outside England: in another nation, or abroad."""
        return self.template == "elsewhere"
