"""Many emails that differ only in whom they are for, each as if it were written by itself."""

import re

import pytest
from django.core.mail import EmailMessage

from campaign.outbox.alike import EmailsAlike
from campaign.outbox.mime import serialise

TOKENS = ("qy65vplozsluh7bwgihvv432mqdzqa2dt37ur24", "2dt37ur24qy65vplozsluh7bwgihvv432mqdzqa")


def email(to, token, site="https://runaways.example", text="Kent’s council has signed."):
    stop = f"{site}/alerts/stop/{token}/"
    return EmailMessage(
        "Kent is on record as having signed the Runaways’ Charter",
        f"{text}\n\nStop these emails:\n{stop}\n",
        "Make Runaways Safe <site@runaways.example>",
        [to],
        headers={"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{stop}>"},
    )


def without_date(content):
    return re.sub(rb"(?m)^Date: .{29,31}\r$", b"", content, count=1)


@pytest.mark.parametrize(
    "site", ["https://r.example", "https://make-runaways-safe-in-england.example"]
)
@pytest.mark.parametrize(
    "to",
    [
        "anna@example.org", "Ben.Okafor+kent@mail.example.org", "x@localhost", "a..b@example.org",
        "anna@müller.example", f"{'b' * 64}@example.org", "o'neil@example.org",
        '"a b"@example.org',
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["Kent’s council has signed.", "Kent has signed. " * 9])
def test_the_second_of_many_emails_alike_is_what_it_would_be_by_itself(to, site, text):
    alike = EmailsAlike()
    numbers = [f"<{letter * 32}@runaways.example>" for letter in "ab"]
    made = [
        alike.serialise(email(address, token, site, text), number, token)
        for address, token, number in zip(("kit@example.org", to), TOKENS, numbers, strict=True)
    ]
    alone = [
        serialise(email(address, token, site, text), number)
        for address, token, number in zip(("kit@example.org", to), TOKENS, numbers, strict=True)
    ]
    assert [without_date(each) for each in made] == [without_date(each) for each in alone]
    assert b"\r\nDate: " in made[1]


def test_an_email_with_another_text_is_written_by_itself():
    alike, number = EmailsAlike(), f"<{'a' * 32}@runaways.example>"
    for text in ("Kent has signed.", "Surrey has signed."):
        message = email("anna@example.org", TOKENS[0], text=text)
        made = alike.serialise(message, number, TOKENS[0])
        assert without_date(made) == without_date(serialise(message, number))
