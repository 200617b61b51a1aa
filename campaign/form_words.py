"""What a field says of what cannot be taken, unless its form says it better.

Django's own words ("Select a valid choice.") do not say what to do.
"""

from django import forms

from councils.email_addresses import NOT_AN_ADDRESS

NOT_OFFERED = "This is not one of the choices, or no longer. Choose one that is."
WORDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Fill this in."},
    forms.BooleanField: {"required": "Tick this."},
    forms.FileField: {"required": "Choose a file."},
    forms.ChoiceField: {"required": "Choose one.", "invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {"required": "Choose at least one.", "invalid_choice": NOT_OFFERED},
    forms.ModelChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.ModelMultipleChoiceField: {
        "required": "Choose at least one.",
        "invalid_choice": NOT_OFFERED,
    },
    forms.DateField: {"invalid": "Write a day, like 5 January 2027."},
    forms.IntegerField: {"invalid": "Write a whole number, like 12."},
    forms.EmailField: {"invalid": NOT_AN_ADDRESS},
    forms.URLField: {"invalid": "That web address doesn’t look right. Copy it from your browser."},
}


def use_our_words() -> None:
    """Put them in place of Django's, for every form that is made from now on."""
    for field, words in WORDS.items():
        field.default_error_messages = {
            **vars(field).get("default_error_messages", {}),
            **words,
        }
