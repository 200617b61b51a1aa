"""A form asks once more before it believes that a machine filled it in, and never refuses."""

import datetime as dt

import pytest
from django import forms
from django.template import engines

from campaign.rate_limits.forms import ASK_AGAIN, MAX_AGE, MIN_AGE, HoneypotForm, stamp
from tests.seen import _Page

SECOND = dt.timedelta(seconds=1)


class Question(HoneypotForm, forms.Form):
    text = forms.CharField()


def shown(form) -> dict[str, str]:
    """Return the fields of the form's page, as a browser would send them."""
    html = engines["django"].from_string('{% include "includes/honeypot.html" %}')
    return _Page(f"<form>{html.render({'form': form})}</form>").fields


def sent(form=None, **typed) -> Question:
    return Question({"text": "Hello", **(shown(form) if form else {}), **typed})


def test_a_person_who_reads_before_pressing_is_believed(today_is):
    today_is("2026-11-24", "12:00")
    page = shown(Question())
    today_is("2026-11-24", "12:01")
    assert sent(**page).is_valid()


@pytest.mark.parametrize(
    "typed",
    [
        {"opened": "now"},
        {"opened": ""},
        {},
        {"opened": stamp(ago=MAX_AGE + SECOND)},
        {"opened": stamp(asked=True, ago=MAX_AGE + SECOND)},
        {"opened": "1764000000:forged"},
        {"opened": stamp().replace("1", "2", 1)},
        {"opened": "9" * 400 + ":x"},
        {"opened": "\x00"},
        {"opened": stamp(ago=20 * SECOND), "website_2": "https://buy.example/"},
    ],
)
def test_an_odd_form_is_asked_once_more_and_then_believed(typed):
    if typed.get("opened") == "now":
        typed = {"opened": stamp()}
    first = sent(**typed)
    assert not first.is_valid()
    assert first.asks_again
    assert first.non_field_errors() == [ASK_AGAIN]
    assert first["text"].value() == "Hello"
    assert sent(first).is_valid()


def test_a_visitor_whose_browser_fills_in_the_trap_meets_none_the_second_time():
    first = sent(opened=stamp(ago=20 * SECOND), website_2="Anna Smith")
    assert not first.is_valid()
    assert "website_2" not in shown(first)
    assert shown(Question()).keys() == {"opened", "website_2"}
    assert shown(Question())["website_2"] == ""


def test_a_machine_that_fills_in_what_is_not_there_is_asked_again_and_again():
    form = sent(website_2="x")
    for _ in range(3):
        assert not form.is_valid()
        form = sent(form, website_2="x")
    assert not form.is_valid()


def test_a_visitor_who_is_quick_need_not_wait():
    assert not sent(opened=stamp(ago=MIN_AGE - SECOND)).is_valid()
    assert sent(opened=stamp(ago=MIN_AGE)).is_valid()


def test_a_field_error_comes_first_and_the_time_runs_on(today_is):
    today_is("2026-11-24", "12:00")
    wrong = sent(Question(), text="")
    assert not wrong.is_valid()
    assert not wrong.asks_again
    today_is("2026-11-24", "12:01")
    assert sent(wrong).is_valid()


def test_a_stamp_signed_for_another_use_is_not_accepted():
    from django.core.signing import Signer

    assert not sent(opened=Signer(salt="other").sign("1764000000+")).is_valid()
