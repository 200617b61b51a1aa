"""The checks of the record: the command and the staff’s page."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from councils.data_quality import checks
from councils.data_quality.link_checker import links_of_record
from councils.models import Contact, Council, EventKind, EvidenceLink, LinkState
from councils.record import record_version
from tests.seen import words

pytestmark = pytest.mark.django_db


def check_record():
    out = StringIO()
    call_command("check_record", stdout=out)
    return out.getvalue()


def test_the_shipped_record_lists_what_is_unconfirmed_or_missing(postcodes):
    said = check_record()
    assert "32 signatures have not been confirmed by their councils." in said
    assert "153 of 153 councils have no checked contact." in said
    assert "layout" not in said
    assert "lead to no council" not in said


def test_a_council_that_is_not_in_the_layout_is_named_with_its_cell(postcodes):
    Council.objects.create(
        code="NKT",
        slug="new-kent",
        name="New Kent Council",
        short_name="New Kent",
        kind="unitary",
        region="South East",
    )
    said = check_record()
    assert "New Kent Council is not in the map’s layout." in said
    assert "New Kent Council has no area" in said


def test_a_withdrawal_without_its_signature_is_named(postcodes, sheffield, sign):
    signature = sign(sheffield, "2013-05-01")
    signature.withdraw("We withdraw.", date="2014-05-01", source="A letter", source_kind="council",
                       checked_on="2014-05-02")  # fmt: skip
    assert "on record as withdrawn" not in check_record()
    type(signature).objects.filter(pk=signature.pk).update(
        retracted_on="2015-05-01", retraction_reason="A slip."
    )
    said = "Sheffield City Council is on record as withdrawn on 1 May 2014, and no signature from"
    assert said in check_record()


def test_postcodes_of_a_closed_council_without_a_successor_are_found(postcodes, sheffield):
    Council.objects.filter(pk=sheffield.pk).update(ends_on="2026-11-01")
    assert "Postcodes in Sheffield City Council lead to no council" in check_record()


def test_a_contact_due_for_a_check_is_named(postcodes, kent):
    Contact.objects.create(
        council=kent,
        email="lead@kent.example",
        source="https://kent.example/",
        checked_on="2025-01-01",
        check_again_on="2025-07-03",
    )
    assert "Kent County Council by email: past its check day, 3 July 2025" in check_record()


def test_a_contact_whose_mail_bounces_is_named(postcodes, kent):
    contact = Contact.objects.create(
        council=kent,
        email="lead@kent.example",
        source="https://kent.example/",
        checked_on="2026-11-20",
        check_again_on="2127-05-20",
    )
    contact.record_delivery_problem(
        "fails", "the address does not work, 5.1.1", dt.date(2026, 11, 24)
    )
    said = check_record()
    assert (
        "Kent County Council by email: since 24 November 2026 email to it comes back"
        " (the address does not work, 5.1.1). It is not used." in said
    )


def test_a_circle_in_the_stored_lineage_is_found(postcodes, kent, take_over):
    medway = Council.objects.get(code="MDW")
    take_over(medway, kent, "2026-04-01", kind="part")
    take_over(kent, medway, "2026-05-01", kind="part")
    said = check_record()
    assert "The lineage runs in a circle: Kent County Council, then Medway Council, then" in said


def test_overdue_figures_are_asked_for(today_is):
    today_is("2025-11-30")
    assert "load_missing_figures" not in check_record()
    today_is("2025-12-01")
    assert (
        "Children missing from care: The figures reach to March 2024. The Department for"
        " Education’s file for the year ending March 2025 is not loaded. Ask for it, and load it"
        " with load_missing_figures." in check_record()
    )


def test_missing_postcodes_are_reported():
    assert "No postcodes are loaded" in check_record()


# The page for staff, and what visitors read


@pytest.fixture
def state(staff, postcodes):
    """Return a function that reads the staff’s page."""

    def read():
        record_version.forget()
        return words(staff.get("/admin/register/state/"))

    return read


def test_the_page_shows_what_is_in_order_what_is_open_and_when(state, today_is):
    today_is("2026-11-24")
    seen = state()
    for part in (
        "Totals In order 32 of 153 councils (list of 2013), in the list, the regions, the map and"
        " the data files alike.",
        "Postcodes In order From the ONS Postcode Directory, November 2025. All lead to a council.",
        "Councils that closed In order",
        "Links to evidence Not checked yet The facts on record link to 2 pages elsewhere. Each"
        " was read in a stored copy on the day that its fact gives. Nobody has checked since",
        "Confirmed by councils Open 0 of 32 signatures on record have been confirmed by their"
        " councils.",
        "Signatures of 2014 Open An undated report of The Children’s Society, probably of 2014,"
        " says 41 councils had signed. We can name 32 from that time.",
        "Contacts for letters Open We hold a checked contact for 0 of 153 councils.",
    ):
        assert part in seen


def test_a_link_that_has_gone_is_named_with_its_days(state):
    url = links_of_record()[0]
    EvidenceLink.objects.create(
        url=url,
        state=LinkState.GONE,
        said="It answered 404: not found.",
        checked_on="2026-12-20",
        opened_on="2026-12-01",
    )
    seen = state()
    assert f"Evidence: {url} no longer there (20 December 2026). It last opened on" in seen
    assert "When last asked, by 20 December 2026: 1 had gone, 1 not asked." in seen
    assert f"Evidence: {url} no longer there" in check_record()


def test_links_that_open_are_counted(state):
    for url in links_of_record():
        EvidenceLink.objects.create(
            url=url, state=LinkState.OPENS, said="It answered 200.", checked_on="2026-12-20"
        )
    seen = state()
    assert "When last asked, by 20 December 2026: 2 opened." in seen
    assert "Links to evidence In order" in seen


def test_the_page_shows_the_number_of_contacts_but_no_address(state, kent):
    for number, again in enumerate(("2025-07-03", "2099-01-01")):
        Contact.objects.create(
            council=kent,
            role=("director", "leader")[number],
            email="lead@kent.example",
            source="https://kent.example/who",
            checked_on="2025-01-01",
            check_again_on=again,
        )
    seen = state()
    assert "We hold a checked contact for 1 of 153 councils." in seen
    assert "1 is past the day for a new check, and not used." in seen
    assert "kent.example" not in seen
    assert "Director of Children" not in seen


def test_a_closed_council_without_a_successor_is_named(state, make_council):
    make_council("Oldham Vale", starts="2013-01-01", ends="2020-04-01")
    says = "Oldham Vale Council closed on 31 March 2020, and the register does not say who takes"
    assert says in state()
    assert says in check_record()


def test_a_wrong_number_of_councils_on_a_known_day_is_found(state, make_council):
    make_council("Nova")
    assert (
        "On 19 September 2013 England had 152 councils that run children’s services; the register"
        " has 153."
    ) in state()


def test_totals_that_do_not_agree_are_found(state, monkeypatch):
    monkeypatch.setattr(checks, "signed_on_map", lambda record: (31, 153))
    assert "The totals do not agree: the map has 31 of 153, the list 32 of 153." in state()
    assert "The totals do not agree: the map" in check_record()


def test_without_postcodes_the_page_says_that_names_still_work(staff):
    seen = words(staff.get("/admin/register/state/"))
    assert "No postcodes are loaded: councils can be found by name." in seen


def test_visitors_are_led_to_how_we_count_and_the_page_is_for_staff_alone(client):
    assert client.get("/data/state/").url == "/how-we-count/"
    assert client.get("/admin/register/state/").status_code == 302


def test_the_page_explains_why_signatures_outnumber_councils(state, kent, add_event):
    assert "These are more than" not in state()
    add_event(kent, EventKind.WITHDRAWN, "2026-11-01")
    record_version.forget()
    seen = state()
    assert "0 of 32 signatures on record have been confirmed" in seen
    assert "These are more than the 31 councils on record as signed today" in seen
