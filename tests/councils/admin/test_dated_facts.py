"""Staff record, correct, withdraw and take back facts; public pages show it at the next click."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from councils.models import Change, ChangeKind, Event, Signature
from tests.conftest import forget_everything
from tests.seen import words

pytestmark = pytest.mark.promise(25)


RECORD = "/admin/record/"
SIGNED = {
    "shows": "signed",
    "council": "Sheffield",
    "date": "20 November 2026",
    "source_kind": "minutes",
    "source": "Minutes of the council, item 7",
    "source_url": "https://example.org/minutes",
}


@pytest.fixture(autouse=True)
def november(today_is):
    today_is("2026-11-24")


@pytest.fixture
def see(db):
    """Return a function that reads a public page as a visitor does."""
    visitor = Client()
    return lambda address: words(visitor.get(address))


def screen(fact, name):
    return f"{RECORD}{fact._meta.model_name}/{fact.pk}/{name}/"


# Recording


@pytest.mark.promise(1)
def test_a_recorded_signature_is_public_at_the_next_click_with_its_line(publish, see):
    for address in ("/", "/councils/", "/councils/sheffield/", "/data/councils.csv"):
        see(address)  # and so it is kept as it was
    publish(RECORD, **SIGNED)
    assert "33 of 153 councils have signed the Runaways’ Charter, as far as we know" in see("/")
    assert "New: Sheffield signed on 20 November 2026." in see("/")
    assert "33 of 153 councils" in see("/councils/")
    assert "Signed on 20 November 2026" in see("/councils/sheffield/")
    assert "Minutes of the council, item 7" in see("/councils/sheffield/")
    assert "2026-11-20" in see("/data/councils.csv")
    line = Change.objects.get()
    assert (line.kind, line.what, line.why) == (
        ChangeKind.RECORDED,
        "Sheffield City Council signed on 20 November 2026.",
        "Minutes of the council, item 7",
    )
    assert line.what in see("/changes/?council=sheffield")


@pytest.mark.promise(5)
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"date": "8 July 2012"}, "launched on 9 July 2012."),
        ({"date": "June 2012"}, "launched on 9 July 2012."),
        ({"date": "2011"}, "launched on 9 July 2012."),
        ({"date": "by 8 July 2012"}, "launched on 9 July 2012."),
        ({"checked": "19 November 2026"}, "A signature cannot be later than the day it was"),
        ({"checked": "25 November 2026"}, "This day has not come yet."),
        ({"source_url": "javascript:alert(1)"}, "This is not a web address."),
        ({"council": "Cardiff"}, "“Cardiff” is not in England"),
        ({"council": "Cumberland", "date": "2014"}, "began on 1 April 2023. If the council before"),
        ({"council": "CMA", "date": "1 April 2023"}, "closed on 31 March 2023. If its successor"),
    ],
)
def test_an_impossible_signature_is_refused_with_the_reason(publish, typed, says):
    assert says in words(publish(RECORD, **{**SIGNED, **typed}))
    assert not Change.objects.exists()


# Correcting


@pytest.mark.promise(6)
def test_a_correction_needs_a_reason_and_is_public_with_it_at_the_next_click(publish, see, kent):
    assert "by 3 December 2012" in see("/councils/kent/")
    address, typed = screen(kent.signatures.get(), "correct"), {"date": "by 1 November 2012"}
    page = publish(address, **typed)
    assert "Say why: the reason is public." in words(page)
    assert not Change.objects.exists()
    publish(address, **typed, reason="An older page was found.")
    assert "by 1 November 2012" in see("/councils/kent/")
    assert "An older page was found." in see("/changes/")
    assert Change.objects.get().what == (
        "Kent County Council signed: from “by 3 December 2012” to “by 1 November 2012”."
    )


@pytest.mark.promise(2)
def test_a_correction_shows_no_day_that_nobody_knows(publish, client, sheffield, sign):
    fact = sign(sheffield, "2026-10-12", "month", checked_on="2026-11-20")
    publish(screen(fact, "correct"), date="5 October 2026", reason="The minutes say it.")
    said = " signed: from “in October 2026” to “on 5 October 2026”."
    assert Change.objects.get().what == f"Sheffield City Council{said}"
    forget_everything()
    for file in ("/changes/", "/data/changes.atom", "/data/changes.json", "/data/changes.csv"):
        text = client.get(file).content.decode()
        assert said in text
        assert "2026-10-12" not in text and "12 October" not in text


# Taking back


@pytest.mark.promise(6)
def test_taking_back_returns_the_status_and_says_the_mistake_was_ours(staff, publish, see):
    publish(RECORD, **SIGNED)
    fact = Signature.objects.get(council__code="SHF")
    address = screen(fact, "retract")
    assert "Say what was wrong." in words(publish(address, reason="  "))
    publish(address, reason="We read the wrong minutes.")
    assert "No signature found" in see("/councils/sheffield/")
    assert "32 of 153" in see("/")
    line = Change.objects.first()
    assert (line.kind, line.why) == (ChangeKind.RETRACTED, "We read the wrong minutes.")
    assert "The mistake was ours." in see("/changes/?council=sheffield")
    assert Signature.objects.filter(pk=fact.pk).exists()
    before = Change.objects.count()
    for name in ("retract", "correct"):
        staff.post(screen(fact, name), {"reason": "Again."})
    assert Change.objects.count() == before
    shown = words(staff.get(f"/admin/councils/signature/{fact.pk}/change/", follow=True))
    assert "We read the wrong minutes." in shown


@pytest.mark.promise(5)
def test_a_second_signature_of_the_same_council_is_refused_but_for_one_after_a_withdrawal(
    kent, edition
):
    def signed(day):
        return Signature(
            council=kent, edition=edition, date=day, source="A page", source_kind="other",
            checked_on=dt.date(2026, 11, 20),
        )  # fmt: skip

    with pytest.raises(ValidationError, match="is on record already"):
        signed(dt.date(2013, 1, 1)).full_clean()
    Event(
        council=kent, kind="withdrawn", council_words="We withdraw.", date=dt.date(2020, 3, 1),
        source="A letter", source_kind="council", checked_on=dt.date(2026, 11, 20), text="It did.",
    ).record()  # fmt: skip
    signed(dt.date(2024, 5, 1)).record()
    with pytest.raises(ValidationError, match="is on record already"):
        signed(dt.date(2024, 5, 1)).full_clean()


def test_a_council_without_a_signature_on_record_cannot_withdraw(kent, sheffield):
    def withdrawal(council, day):
        return Event(
            council=council, kind="withdrawn", date=day, text="It wrote.", source="A letter",
            source_kind="council", council_words="We withdraw.", checked_on=dt.date(2026, 11, 20),
        )  # fmt: skip

    with pytest.raises(ValidationError, match="There is no signature"):
        withdrawal(sheffield, dt.date(2014, 1, 1)).full_clean()
    with pytest.raises(ValidationError, match="There is no signature"):
        withdrawal(kent, dt.date(2012, 8, 1)).full_clean()
    withdrawal(kent, dt.date(2014, 1, 1)).full_clean()
