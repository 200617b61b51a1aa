"""Staff enter who took over from whom; what contradicts the register is refused."""

import datetime as dt

import pytest

from councils.models import Change, ChangeKind, Council, Lineage
from tests.seen import words

pytestmark = pytest.mark.promise(5)


ADD = "/admin/councils/lineage/add/"


@pytest.fixture
def closing(kent):
    """Kent, which closes on 1 April 2026."""
    Council.objects.filter(pk=kent.pk).update(ends_on=dt.date(2026, 4, 1))
    return kent


@pytest.fixture
def moon(make_council):
    return make_council("Moon", starts="2026-04-01")


def enter(send, old, new, on="2026-04-01", kind="replaces"):
    day = dt.date.fromisoformat(on)
    return send(ADD, old=old.name, new=new.name, on=day.strftime("%d/%m/%Y"), kind=kind)


def test_a_contradictory_line_is_refused_naming_both_councils(send, kent, sheffield, closing, moon):
    for old, new, on, says in [
        (sheffield, moon, "2026-04-01", "Moon Council takes over from Sheffield City Council on 1"
         " April 2026, but Sheffield City Council does not close."),
        (closing, sheffield, "2026-05-01", "but Kent County Council closes on 31 March 2026."),
        (closing, moon, "2025-04-01", "a day on which Moon Council does not exist."),
        (closing, closing, "2026-04-01", "A council cannot replace itself."),
    ]:  # fmt: skip
        assert says in words(enter(send, old, new, on))
    assert not Lineage.objects.filter(old__in=[kent, sheffield]).exists()


@pytest.mark.promise(5)
def test_a_circle_in_the_lineage_is_refused_naming_its_councils(send, closing, moon, take_over):
    enter(send, closing, moon)
    Council.objects.filter(pk=moon.pk).update(ends_on=dt.date(2027, 4, 1))
    page = words(enter(send, moon, closing, "2027-04-01"))
    assert (
        "Kent County Council takes over from Moon Council on 1 April 2027, a day on which Kent"
        " County Council does not exist." in page
    )
    assert not Lineage.objects.filter(old=moon).exists()


def test_a_line_entered_in_error_is_taken_back_and_the_mistake_was_ours(
    send, staff, client, closing, moon
):
    enter(send, closing, moon)
    assert "Moon Council takes over from Kent County Council" in words(client.get("/changes/"))
    line = Lineage.objects.get(old=closing)
    address = f"/admin/councils/lineage/{line.pk}/delete/"
    read_first = words(staff.get(address))
    assert "takes over from Kent County Council. The mistake was ours.”" in read_first
    refused = staff.post(address, {"post": "yes", "reason": " "})
    assert "Say what was wrong: it is public." in words(refused)
    assert Lineage.objects.filter(pk=line.pk).exists()
    staff.post(address, {"post": "yes", "reason": "The order names another council."})
    assert "The order names another council." in words(client.get("/changes/"))
    assert not Lineage.objects.filter(pk=line.pk).exists()
    for council in (closing, moon):
        change = Change.objects.filter(council=council, kind=ChangeKind.RETRACTED).get()
        assert change.what == (
            "We’ve taken this back: From 1 April 2026, Moon Council takes over from Kent"
            " County Council. The mistake was ours."
        )
