"""A form asks once more before it believes that a machine filled it in, and never refuses."""

from django import forms
from django.template import engines

from campaign.rate_limits.forms import ASK_AGAIN, HoneypotForm
from tests.seen import _Page


class Question(HoneypotForm, forms.Form):
    text = forms.CharField()


def shown(form) -> dict[str, str]:
    """Return the fields of the form's page, as a browser would send them."""
    html = engines["django"].from_string('{% include "includes/honeypot.html" %}')
    return _Page(f"<form>{html.render({'form': form})}</form>").fields


def sent(form=None, **typed) -> Question:
    return Question({"text": "Hello", **(shown(form) if form else {}), **typed})


def test_a_visitor_whose_browser_fills_in_the_trap_meets_none_the_second_time():
    assert shown(Question()) == {"website_2": ""}
    first = sent(website_2="Anna Smith")
    assert not first.is_valid()
    assert first.non_field_errors() == [ASK_AGAIN]
    assert first["text"].value() == "Hello"
    assert shown(first) == {}
    assert sent(first).is_valid()
