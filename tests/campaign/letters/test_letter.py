import datetime as dt
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from campaign.letters.letter import MAILTO_LONGEST, Addressee, Letter, addressee
from councils.models import Contact, Role, Way
from councils.record import record_on

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def contact(kent):
    """Return a function that records how Kent can be reached, checked lately."""

    def reach(role=Role.LEAD_MEMBER, way=Way.EMAIL, where="lead@kent.example", **facts):
        field = {Way.EMAIL: "email", Way.WEB_FORM: "url", Way.POST: "address"}[way]
        one = Contact(
            **{
                "council": kent,
                "role": role,
                "way": way,
                field: where,
                "source": "https://www.kent.example/cabinet",
                "checked_on": TODAY,
                **facts,
            }
        )
        one.clean()
        one.save()
        return one

    return reach


@pytest.fixture
def kents_row(db):
    return record_on().by_slug["kent"]


def letter(text="Dear you,\n\nHello.", **facts):
    to = Addressee("Lead Member for Children’s Services", "Kent County Council", "", "a@b.example")
    return Letter(
        **{"to": to, "subject": "A letter", "text": text, "name": "Anna", "home": "Dover",
           "on": TODAY, **facts}
    )  # fmt: skip


# Whom it goes to


def test_nothing_known_leads_to_the_lead_member_and_the_councils_own_site(kents_row):
    to = addressee(kents_row, TODAY)
    assert not to.is_known
    assert to.role == "Lead Member for Children’s Services"
    assert "www.kent.gov.uk" in to.website
    assert to.lines == ["Lead Member for Children’s Services", "Kent County Council"]


def test_an_email_a_form_and_a_postal_address_are_each_found(contact, kents_row):
    contact()
    contact(way=Way.WEB_FORM, where="https://www.kent.example/write")
    contact(way=Way.POST, where="County Hall\nMaidstone\nME14 1XQ")
    to = addressee(kents_row, TODAY)
    assert to.is_known
    assert to.email == "lead@kent.example"
    assert to.form == "https://www.kent.example/write"
    assert to.lines == [
        "Lead Member for Children’s Services",
        "Kent County Council",
        "County Hall",
        "Maidstone",
        "ME14 1XQ",
    ]


def test_a_postal_address_that_names_the_council_does_not_name_it_twice(contact, kents_row):
    contact(way=Way.POST, where="Kent County Council\r\nCounty Hall\r\n")
    assert addressee(kents_row, TODAY).lines[1:] == ["Kent County Council", "County Hall"]


def test_a_contact_past_its_check_date_is_not_used(contact, kents_row):
    contact(checked_on=dt.date(2026, 1, 1), check_again_on=TODAY)
    assert not addressee(kents_row, TODAY).is_known
    assert addressee(kents_row, TODAY - dt.timedelta(days=1)).is_known


def test_the_lead_member_goes_before_the_director_and_the_director_before_the_leader(
    contact, kents_row
):
    contact(Role.LEADER, where="leader@kent.example")
    assert addressee(kents_row, TODAY).email == "leader@kent.example"
    contact(Role.DIRECTOR, where="director@kent.example")
    assert addressee(kents_row, TODAY).role == "Director of Children’s Services"
    contact(Role.LEAD_MEMBER, Way.POST, "County Hall")
    to = addressee(kents_row, TODAY)
    assert to.role == "Lead Member for Children’s Services"
    assert to.postal == "County Hall"
    assert to.email == ""  # another role's mailbox is not passed off as this one's


def test_another_councils_contact_is_not_taken(contact, db):
    contact()
    assert not addressee(record_on().by_slug["sheffield"], TODAY).is_known


# As a mail program opens it


def test_a_mail_address_is_percent_encoded_as_mail_programs_want_it():
    address = letter("Dear you,\n\n1 + 1 is 100% & “it” = 2?#").mailto
    assert address.startswith("mailto:a@b.example?subject=A%20letter&body=Dear%20you")
    assert "+" not in address
    assert "%0D%0A%0D%0A" in address
    assert "%0A" not in address.replace("%0D%0A", "")
    assert address.isascii()
    assert "1%20%2B%201%20is%20100%25%20%26%20%E2%80%9Cit%E2%80%9D%20%3D%202%3F%23" in address


def test_what_a_mail_program_opens_is_the_whole_letter():
    text = "Dear you,\n\nشكرا 🙂 {x} %s <b> & \\ 'quote' \"quote\""
    one = letter(text)
    query = parse_qs(urlsplit(one.mailto).query, strict_parsing=True)
    assert query["subject"] == ["A letter"]
    assert query["body"][0].replace("\r\n", "\n") == one.whole_text


def test_a_mail_address_without_an_email_leaves_the_addressee_to_the_person():
    to = Addressee("Leader of the Council", "Kent County Council", "")
    assert letter(to=to).mailto.startswith("mailto:?subject=")


def test_a_letter_over_the_safe_length_is_not_offered_to_mail_programs_and_never_cut():
    room = MAILTO_LONGEST - len(letter("").mailto)
    fits, over = letter("a" * room), letter("a" * (room + 1))
    assert len(fits.mailto) == MAILTO_LONGEST
    assert unquote(fits.mailto).count("a" * room)
    assert over.mailto == ""
    assert "a" * (room + 1) in over.whole_text


def test_nothing_can_be_smuggled_into_a_mail_address():
    to = Addressee("Leader of the Council", "Kent", "", "a@b.example?bcc=c@d.example&x=y")
    address = letter(to=to, subject="Hi&bcc=c@d.example\r\nBcc: e@f.example").mailto
    assert set(parse_qs(urlsplit(address).query)) == {"subject", "body"}
    assert address.startswith("mailto:a@b.example%3Fbcc%3Dc@d.example%26x%3Dy?")


# As it stands on paper


def test_the_whole_letter_ends_with_who_it_is_from():
    assert letter("Hello.\n\n\n").whole_text == "Hello.\n\nYours faithfully,\n\nAnna\nDover\n"
    assert letter().date == "24 November 2026"
