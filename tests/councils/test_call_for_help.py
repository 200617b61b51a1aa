"""Which words show the helplines first: a child's now, and not an adult's about the charter."""

import time

import pytest

from councils.call_for_help import sounds_like_a_call_for_help


@pytest.mark.parametrize(
    "text",
    [
        "I have run away",
        "i need help",
        "i've got nowhere to sleep",
        "kicked out",
        "my son has run away",
        "pls someone help im 14 and sleeping rough tonight",
        "i cut myself",
        "ive run away and i dont know what to do",
        "I've just run away from home.",
        "im running away tonight",
        "I want to run away",
        "how to run away",
        "I'm scared",
        "I’m so scared of him",
        "i am not safe",
        "I don't feel safe at home",
        "i have nowhere to sleep",
        "I've been kicked out",
        "my stepdad hits me",
        "he keeps hurting me",
        "someone is threatening me",
        "i cant go home",
        "I want to die",
        "i'm going to kill myself",
        "suicidal",
        "help",
        "please help",
        "HELP ME",
        "run away",
        "My council should sign. Also I am scared to go home now.",
        "When I was ten I ran away. I am scared now.",
    ],
)
def test_a_child_asking_for_help_is_heard(text):
    assert sounds_like_a_call_for_help(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kent",
        "CT16 1AA",
        "Helpston",
        "I ask the council to sign the Runaways’ Charter.",
        "Every year children run away from home or care.",
        "When a child runs away, their council should be ready.",
        "When I was fourteen I ran away from home.",
        "I ran away in 1987, and nobody asked me why.",
        "As a teenager I had nowhere to go.",
        "My daughter ran away last year and the council was slow.",
        "Please help me understand what the council does.",
        "I want children who run away to be safe.",
        "Children who run away need help.",
        "The council must help children who are in danger.",
        "I used to sleep rough when I was a child.",
    ],
)
def test_an_adult_writing_about_the_charter_is_left_alone(text):
    assert not sounds_like_a_call_for_help(text)


@pytest.mark.parametrize("text", ["i " * 20_000, "run away " * 5_000, "help me! " * 5_000])
def test_a_long_text_is_read_quickly(text):
    begun = time.perf_counter()
    sounds_like_a_call_for_help(text)
    assert time.perf_counter() - begun < 2
