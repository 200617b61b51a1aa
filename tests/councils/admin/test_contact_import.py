"""A spreadsheet of contacts: matched to councils, and applied as a whole or not at all."""

import datetime as dt

import pytest

from councils.admin import contact_import
from councils.imports.called import council_called
from councils.imports.table import text_of_file
from councils.models import Channel, Contact, Role
from councils.record import record_on

HEADER = "council,role,way,address,source,checked on"
GOOD = "Kent,Lead Member for Children’s Services,email,lead@kent.example,its website,2026-11-20"


@pytest.fixture
def read(db, today_is):
    today_is("2026-11-24")
    return lambda *lines: contact_import.read("\n".join([HEADER, *lines]), record_on())


def errors(sheet) -> str:
    return " ".join([*sheet.errors, *(error for line in sheet.lines for error in line.errors)])


def test_a_good_line_becomes_a_contact(read, kent):
    sheet = read(GOOD)
    assert sheet.can_be_applied
    assert [line.effect for line in sheet.lines] == ["add"]
    assert sheet.apply().rows.count() == 1
    contact = Contact.objects.get()
    assert (contact.council, contact.role, contact.channel) == (
        kent,
        Role.LEAD_MEMBER,
        Channel.EMAIL,
    )
    assert contact.email == "lead@kent.example"
    assert contact.source == "its website"
    assert contact.checked_on == dt.date(2026, 11, 20)


def test_reading_a_sheet_saves_nothing(read):
    read(GOOD)
    assert not Contact.objects.exists()


def test_loading_the_same_sheet_again_changes_nothing(read):
    read(GOOD).apply()
    again = read(GOOD)
    assert [line.effect for line in again.lines] == ["as it is"]
    assert again.apply() is None


def test_a_new_check_sets_a_new_date_to_check_again(read):
    read(GOOD.replace("2026-11-20", "2026-05-01")).apply()
    old = Contact.objects.get().check_again_on
    later = read(GOOD)
    assert [line.effect for line in later.lines] == ["change"]
    later.apply()
    assert Contact.objects.get().check_again_on > old


@pytest.mark.parametrize("council", ["Kent", "KEN", "ken", "kent county council", " Kent "])
def test_a_council_can_be_given_by_name_or_code(read, kent, council):
    sheet = read(GOOD.replace("Kent", council, 1))
    assert sheet.can_be_applied
    assert sheet.lines[0].contact.council_id == kent.pk


def test_a_council_that_is_forming_can_have_its_contacts_before_it_starts(read):
    assert read(GOOD.replace("Kent", "East Surrey", 1)).can_be_applied
    assert read(GOOD.replace("Kent", "ESY", 1)).can_be_applied


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Lead Member for Children's Services", Role.LEAD_MEMBER),
        ("lead_member", Role.LEAD_MEMBER),
        ("Cabinet Member", Role.LEAD_MEMBER),
        ("DCS", Role.DIRECTOR),
        ("Director of Children’s Services", Role.DIRECTOR),
        ("LEADER", Role.LEADER),
    ],
)
def test_a_role_can_be_given_in_the_words_people_use(read, role, expected):
    line = f"Kent,{role},email,lead@kent.example,its website,2026-11-20"
    assert read(line).lines[0].contact.role == expected


@pytest.mark.parametrize(
    ("way", "address", "kept_in"),
    [
        ("email", "lead@kent.example", "email"),
        ("E-mail", "lead@kent.example", "email"),
        ("Web form", "https://kent.example/form", "url"),
        ("post", "County Hall", "address"),
    ],
)
def test_an_address_is_stored_in_the_field_of_its_channel(read, way, address, kept_in):
    sheet = read(f"Kent,leader,{way},{address},its website,2026-11-20")
    assert sheet.can_be_applied
    assert getattr(sheet.lines[0].contact, kept_in) == address


def test_mojibake_is_refused_in_every_cell(read):
    for good, bad in [
        ("Kent", "Ynys MÃ´n"),
        ("its website", "Itâ€™s website"),
        ("Kent", "K\ufffd"),
    ]:
        (line, *_) = read(GOOD.replace(good, bad, 1)).lines
        assert " in copying. " in line.errors[0]
        assert line.contact is None


@pytest.mark.parametrize("day", ["2026-11-20", "20/11/2026", "20 November 2026", "20 Nov 2026"])
def test_a_day_can_be_written_in_several_ways(read, day):
    contact = read(GOOD.replace("2026-11-20", day)).lines[0].contact
    assert contact.checked_on == dt.date(2026, 11, 20)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_are_read(db, separator):
    text = "\n".join([HEADER, GOOD]).replace(",", separator)
    assert contact_import.read(text, record_on()).can_be_applied


def test_columns_may_come_in_any_order_and_others_are_ignored(db):
    text = (
        "Source,Checked_on,Remark,COUNCIL,Role,Way,Address\n"
        "its website,2026-11-20,hello,Kent,leader,email,leader@kent.example\n"
    )
    assert contact_import.read(text, record_on()).can_be_applied


def test_empty_lines_are_ignored(read):
    assert len(read("", GOOD, ",,,,,", "").lines) == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (GOOD.replace("Kent", "Atlantis", 1), "“Atlantis” is not a council that runs children’s"),
        (GOOD.replace("Kent", "Dover", 1), "“Dover” is not a council that runs children’s"),
        (GOOD.replace("Kent", "DOV", 1), "“DOV” is not a council that runs children’s services."),
        (GOOD.replace("Kent", "Cardiff", 1), "City of Cardiff Council is in Wales."),
        (GOOD.replace("Kent", "Cumbria", 1), "“Cumbria” is not a council that runs children’s"),
        (GOOD.replace("Kent", "CMA", 1), "“CMA” is not a council that runs children’s services."),
        (GOOD.replace("Kent", "Sutton York", 1), "is not a council"),
        (GOOD.replace("Kent", "North", 1), "“North” matches several councils: "),
        (
            GOOD.replace("email,", "pigeon,"),
            "“pigeon” is not a way to reach a council.",
        ),
        (
            GOOD.replace("Lead Member for Children’s Services", "Mayor"),
            "“Mayor” is not a role.",
        ),
        (GOOD.replace("2026-11-20", "soon"), "“soon” is not a day. Write 4 November 2026."),
        (GOOD.replace("2026-11-20", "2026-11-25"), "25 November 2026 has not come yet."),
        (GOOD.replace("lead@kent.example", "lead at kent"), "valid email"),
        (GOOD.replace("lead@kent.example", ""), "This way of reaching the council needs it."),
        (GOOD.replace("its website", ""), "cannot be blank"),
        ("Kent", "“” is not a role"),
        ("Kent,leader,web form,javascript:alert(1),its website,2026-11-20", "valid URL"),
    ],
)
def test_a_wrong_line_says_what_is_wrong_with_it(read, line, says):
    sheet = read(line)
    assert says in errors(sheet)
    assert not sheet.can_be_applied


def test_two_lines_for_one_contact_are_refused_naming_the_first(read):
    sheet = read(GOOD, GOOD.replace("lead@", "other@"))
    assert "Line 2 has the same council, role and way." in errors(sheet)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The sheet is empty."),
        (HEADER, "There are no lines under the column names."),
        ("council,role\nKent,leader", "Missing: way, address, source, checked on."),
        ("\x00\x01\x02", "Missing: "),
        ('"unclosed', "Missing: "),
        (f"{HEADER}\n" + "x" * 200_000, "This cannot be read as a spreadsheet saved as CSV"),
    ],
)
def test_what_is_no_sheet_is_said(db, text, says):
    sheet = contact_import.read(text, record_on())
    assert says in errors(sheet)
    assert not sheet.can_be_applied


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_sheet_is_read_as_it_was_written(encoding):
    written = "The Children’s Society – “Zoë”, £5"
    assert text_of_file(written.encode(encoding)) == written


def test_bytes_that_are_no_letters_are_read_as_far_as_they_go():
    assert text_of_file(b"Kent \x81\xff").startswith("Kent ")


def test_a_contact_past_its_check_date_is_not_used(kent, db):
    checked = dt.date(2026, 1, 1)
    contact = Contact.objects.record(
        council=kent, email="a@kent.example", source="web", checked_on=checked
    )
    assert contact.check_again_on == dt.date(2026, 7, 3)
    assert Contact.objects.usable(dt.date(2026, 7, 2)).exists()
    assert not Contact.objects.usable(dt.date(2026, 7, 3)).exists()
    assert Contact.objects.overdue(dt.date(2026, 7, 3)).exists()


@pytest.mark.parametrize(
    "name", ["Wells", "Bedfordshire", "Shefield", "Kent councl", "Huddersfield"]
)
def test_a_similar_name_never_gets_a_contact(db, name):
    called = council_called(name, record_on(), current=True)
    assert called.row is None
    assert called.reason
