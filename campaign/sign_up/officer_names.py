"""Keep an officer's name out of words that a page would show."""

import re
from collections.abc import Mapping
from typing import ClassVar

from django import forms

from councils.names import folded

NO_NAMES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "cllr", "councillor", "prof"),
    *("and", "the", "van", "von", "der", "den", "bin"),
}


def names_officer(officer: str, email: str, text: str) -> bool:
    """Whether a text names an officer in full, or by the address."""
    name, text = " ".join(officer.casefold().split()), text.casefold()
    return bool(name) and (name in text or bool(email) and email.casefold() in text)


def name_within(officer: str, text: str) -> str:
    """Return the first word of a text that is a part of an officer's name; "" if none is.

    A part of one letter, or a given name of two, is taken for a word.
    """
    parts = folded(officer).split()
    of_name = {part for part in parts[:-1] if len(part) > 2} | {*parts[-1:]}
    of_name = {part for part in of_name - NO_NAMES if len(part) > 1}
    for written in re.split(r"[\s/,;:()–—-]+", text):
        word = re.sub(r"[’']s\b", "", written.strip("“”‘’\"'.!?"))
        if {folded(word), folded(written)} & of_name:
            return word
    return ""


class PublicWordsForm(forms.Form):
    """A form with words that are public, and a tick for one that only looks like a name.

    The tick is hidden until it is needed.
    """

    is_a_word = forms.BooleanField(
        label="That word isn’t my name here. It’s a place or an ordinary word.",
        required=False,
        widget=forms.HiddenInput,
    )
    whose_name: ClassVar[str]
    named: ClassVar[Mapping[str, str]]
    """Each field that is public, with what to say if it names the officer."""

    def refuse_name(self, officer: str, email: str, texts: Mapping[str, str]) -> None:
        """Refuse what names the officer; a part of the name only until somebody ticks it."""
        for field, text in texts.items():
            word = name_within(officer, text)
            if names_officer(officer, email, text):
                self.add_error(field, self.named[field])
            elif word:
                self.show_the_tick()
                if not self.cleaned_data.get("is_a_word"):
                    self.add_error(
                        field,
                        f"“{word}” is part of {self.whose_name}, and this is public. Take it out,"
                        " or tick the box below if it isn’t a name here.",
                    )

    def show_the_tick(self) -> None:
        """Show it as the last field."""
        tick = self.fields.pop("is_a_word")
        tick.widget = forms.CheckboxInput()
        self.fields["is_a_word"] = tick
