"""Email addresses are recognised in every spelling, and nothing else passes for one."""

import pytest

from campaign.supporters.views import AlertForm
from councils.email_addresses import ascii_address, cleaned_address, mailbox, spellings

NOT_ONE_ADDRESS = [
    "",
    "anna",
    "anna@",
    "@kent.example",
    "a@b.example, c@d.example",
    "ännä@b.example",
    "a b@c.example",
    "a@b.example\r\nDATA",
    "<a@b.example>",
    "a@b@c.example",
    "=?utf-8?q?anna?=@home.example",
    "=?utf-8?q?a=0D=0ABcc=3A?=@home.example",
    "anna@=?utf-8?q?home?=",
    "anna..smith@home.example",
    ".anna@home.example",
    "anna@home.example.",
    "anna%evil.example@home.example",
    "evil.example!anna@home.example",
    '"anna smith"@home.example',
    '"anna"@home.example',
]


@pytest.mark.parametrize(
    "typed",
    [
        "Layla <layla@Home.example>.",
        " <mailto:layla@home.example.>. ",
        "mailto: Mailto:layla@home.example . .\u00a0.",
        "\u200blayla@home.example\u200b.",
        "mailto:\u2060layla@home.example",
    ],
)
def test_an_address_is_taken_as_it_was_meant_and_stays_the_same_when_it_is_cleaned_again(typed):
    assert cleaned_address(typed) == "layla@home.example"
    assert cleaned_address(cleaned_address(typed)) == "layla@home.example"
    long = typed * 50_000  # cleaned in a moment, whatever is repeated
    assert cleaned_address(cleaned_address(long)) == cleaned_address(long)


@pytest.mark.parametrize("wrong", NOT_ONE_ADDRESS)
def test_ascii_address_refuses_what_is_not_one_address(wrong):
    with pytest.raises(ValueError, match="address"):
        ascii_address(wrong)


@pytest.mark.parametrize(
    "wrong", ["=?utf-8?q?anna?=@home.example", "=?utf-8?q?a=0D=0A?=@b.example"]
)
def test_forms_ask_again_for_an_address_that_a_program_would_decode(client, db, wrong):
    assert client.post("/letters/lost/", {"email": wrong}).status_code == 422
    assert "email" in AlertForm("Kent", {"email": wrong}).errors


def test_spellings_are_the_address_in_punycode_and_as_people_read_it():
    typed, punycode = "Anna@bücher.example", "anna@xn--bcher-kva.example"
    assert ascii_address(f" {typed} ") == "Anna@xn--bcher-kva.example"
    assert spellings(typed) == {typed, punycode, "anna@bücher.example"}
    assert {punycode, "anna@bücher.example"} <= spellings("Anna@xn--bcher-kva.example")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a.nna+x@googlemail.com", "anna@gmail.com"),
        ("Anna+news@Home.example", "anna@home.example"),
        ("a.nna@home.example", "a.nna@home.example"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@XN--BCHER-kva.example", "anna@xn--bcher-kva.example"),
        ("a.nna@ｇmail.com", "anna@gmail.com"),
        ("a.nna@gmail。com", "anna@gmail.com"),
        ("a.nna+x@gmaiⓛ.com", "anna@gmail.com"),
        ("a.nna@GOOGLEMAIL.com", "anna@gmail.com"),
        ("", ""),
    ],
)
def test_mailbox_is_one_for_all_variants_of_an_address(address, expected):
    assert mailbox(address) == expected


@pytest.mark.parametrize("spelling", ["an.na@proton.me", "an_na@PM.me", "a-n-n-a+x@protonmail.com"])
def test_a_mailbox_of_proton_is_one_however_it_is_parted(spelling):
    assert mailbox(spelling) == mailbox("anna@proton.me")
    assert mailbox("an.na@home.example") != mailbox("anna@home.example")
    assert mailbox("an-na@gmail.com") != mailbox("anna@gmail.com")
