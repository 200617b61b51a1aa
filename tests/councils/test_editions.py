"""A second edition of the charter is published; what was signed before it stays with the first."""

import pytest

from councils.models import Change, Edition, Signature
from tests import lists
from tests.conftest import forget_everything
from tests.seen import fields, words

pytestmark = pytest.mark.promise(25)


RECORD = "/admin/record/"
FIRST, SECOND = "The Runaways’ Charter (9 July 2012)", "The second charter (1 March 2026)"


@pytest.fixture(autouse=True)
def second(db, today_is):
    today_is("2026-11-26")
    return Edition.objects.create(published_on="2026-03-01", title="The second charter")


@pytest.fixture
def record(staff):
    """Return a function that fills in Rita's form, looks at it, and publishes it."""

    def send(date, button="publish", **more):
        typed = {"shows": "signed", "council": "Sheffield", "date": date, "source_kind": "minutes",
                 "source": "Minutes of the Council", **more}  # fmt: skip
        return staff.post(RECORD, {**fields(staff.get(RECORD)), **typed, button: ""}, follow=True)

    return send


def edition_of(name):
    return str(Signature.objects.get(council__short_name=name).edition)


@pytest.mark.promise(25)
@pytest.mark.parametrize(
    ("date", "edition"),
    [("4 May 2024", FIRST), ("2013", FIRST), ("by 19 September 2013", FIRST),
     ("28 February 2026", FIRST), ("1 March 2026", SECOND), ("June 2026", SECOND)],
)  # fmt: skip
def test_a_signature_is_of_the_edition_in_force_on_its_day_and_the_preview_says_which(
    record, date, edition
):
    assert f"Edition: {edition}." in words(record(date, "preview"))
    record(date)
    assert edition_of("Sheffield") == edition
    assert Change.objects.latest("pk").what.endswith(f"Edition: {edition}.")


@pytest.mark.parametrize("date", ["2026", "unknown", "by 4 May 2026"])
def test_where_the_date_allows_two_editions_a_person_says_which(record, date, second):
    page = words(record(date, checked="25 November 2026"))
    assert f"Its date allows {FIRST} and {SECOND}: say which, or give the day." in page
    assert not Signature.objects.filter(council__short_name="Sheffield").exists()
    record(date, checked="25 November 2026", edition=second.pk)
    assert edition_of("Sheffield") == SECOND


@pytest.mark.promise(6)
def test_nobody_signed_an_edition_before_it_was_published(record, second):
    page = words(record("4 May 2024", edition=second.pk))
    assert "“The second charter” was published later, on 1 March 2026." in page
    assert not Signature.objects.filter(council__short_name="Sheffield").exists()


def test_a_corrected_day_chooses_the_edition_again_but_not_what_a_person_chose(
    record, staff, edition, sheffield
):
    def correct(date):
        pk = sheffield.signatures.get().pk
        address = f"/admin/record/signature/{pk}/correct/"
        typed = {"date": date, "reason": "The minutes say so.", "publish": ""}
        return staff.post(address, {**fields(staff.get(address)), **typed}, follow=True)

    record("4 May 2024")
    correct("4 May 2026")
    assert edition_of("Sheffield") == SECOND
    correct("5 May 2024")
    assert edition_of("Sheffield") == FIRST
    sheffield.signatures.update(date="2026-05-04")  # an old edition, signed late
    forget_everything()
    correct("6 May 2026")
    assert edition_of("Sheffield") == FIRST


def test_an_edition_cannot_be_said_to_be_younger_than_its_signatures(staff, second, record):
    record("2 March 2026")
    address = f"/admin/councils/edition/{second.pk}/change/"
    typed = {"published_on": "2026-04-01", "reason": "The title page says so."}
    page = staff.post(address, {**fields(staff.get(address)), **typed})
    assert "signed on 2 March 2026: that is before this day." in words(page)
    second.refresh_from_db()
    assert str(second) == SECOND


def test_a_list_of_2013_stays_with_the_edition_of_2013(staff):
    text = "council,date\nSheffield,by 19/9/2013\nKent,by 19/9/2013\nLeeds,4 May 2026\nBury,2026"
    page = lists.bring(staff, text, source="The list", source_kind="report")
    seen = words(page)
    assert f"Sheffield City Council signed by 19 September 2013. Edition: {FIRST}." in seen
    assert f"Leeds City Council signed on 4 May 2026. Edition: {SECOND}." in seen
    assert f"Its date allows {FIRST} and {SECOND}" in seen  # Bury: nobody may guess
    lists.press(staff, page, "publish")
    assert (edition_of("Sheffield"), edition_of("Kent"), edition_of("Leeds")) == (
        FIRST, FIRST, SECOND)  # fmt: skip
