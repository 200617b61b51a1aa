"""Staff record, correct, withdraw and take back facts; public pages show it at the next click."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from councils.models import Change, ChangeKind, Council, Event, EventKind, Signature
from councils.record import record_on
from tests.conftest import forget_everything
from tests.seen import links, words

ADD = "/admin/councils/signature/add/"
ADD_EVENT = "/admin/councils/event/add/"
LATER = {"checked_on": "2026-11-25"}
MISTAKE = "The mistake was ours."


@pytest.fixture
def visitor(today_is):
    today_is("2026-11-24")
    return Client()


@pytest.fixture
def see(visitor, db):
    """Return a function that reads a public page as a visitor does."""
    return lambda address: words(visitor.get(address))


@pytest.fixture
def signature(sheffield, today_is):
    """Return what Ed enters for a signature of Sheffield."""
    today_is("2026-11-24")
    return {
        "council": sheffield.pk,
        "date_precision": "day",
        "date": "2026-11-20",
        "source_kind": "minutes",
        "source": "Minutes of the council, item 7",
        "source_url": "https://example.org/minutes",
        "checked_on": "2026-11-23",
    }


@pytest.fixture
def event(sheffield, today_is):
    today_is("2026-11-24")
    return {
        "council": sheffield.pk,
        "kind": "intends",
        "date_precision": "day",
        "date": "2026-11-20",
        "text": "The council meeting said it will sign.",
        "source_kind": "minutes",
        "source": "Minutes of the council, item 7",
        "checked_on": "2026-11-23",
    }


def change_form(fact):
    return f"/admin/councils/{fact._meta.model_name}/{fact.pk}/change/"


def retract_form(fact):
    return f"/admin/councils/{fact._meta.model_name}/{fact.pk}/retract/"


# Recording


def test_a_recorded_signature_is_public_at_the_next_click(send, see, signature):
    for address in ("/", "/councils/", "/councils/sheffield/", "/data/councils.csv"):
        see(address)  # and so it is kept as it was
    send(ADD, **signature)
    assert "33 of 153 councils have signed, as far as we know" in see("/")
    assert "New: Sheffield signed on 20 November 2026." in see("/")
    assert "33 of 153 councils" in see("/councils/")
    assert "Reading Sheffield Southend-on-Sea" in see("/councils/")
    assert "Signed on 20 November 2026" in see("/councils/sheffield/")
    assert "Minutes of the council, item 7" in see("/councils/sheffield/")
    assert "2026-11-20" in see("/data/councils.csv")


def test_a_recorded_signature_makes_a_public_line_with_its_evidence(send, see, signature):
    send(ADD, **signature)
    line = Change.objects.get()
    assert line.kind == ChangeKind.RECORDED
    assert line.what == "Sheffield City Council signed on 20 November 2026."
    assert line.why == "Minutes of the council, item 7"
    assert line.what in see("/changes/?council=sheffield")


def test_the_public_line_shows_the_reason_given(send, signature):
    send(ADD, **signature, reason="The council wrote to us.")
    assert Change.objects.get().why == "The council wrote to us."


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"source": "", "source_url": ""}, "Nothing is published without evidence"),
        ({"checked_on": ""}, "Fill this in."),
        ({"source_kind": ""}, "Choose one."),
        ({"date": ""}, "Give a date, or choose “not known”."),
        ({"date_precision": "unknown"}, "You said the date is not known."),
        ({"date": "2012-07-08"}, "launched on 9 July 2012. Nobody signed before that."),
        ({"date": "2012-06-30", "date_precision": "month"}, "Nobody signed before that."),
        ({"date": "2011-12-31", "date_precision": "year"}, "Nobody signed before that."),
        ({"date": "2012-07-08", "date_precision": "by"}, "Nobody signed before that."),
        ({"date": "2026-11-24"}, "A signature cannot be later than the day it was checked."),
        ({"date": "2031-01-05", "date_precision": "by"}, "cannot be later than the day it was"),
        ({"checked_on": "2026-11-25"}, "This day has not come yet."),
        ({"date": "2026-02-30"}, "Write a day, like 5 January 2027."),
        (
            {"source_url": "javascript:alert(1)"},
            "That web address doesn’t look right. Copy it from your browser.",
        ),
    ],
)
def test_an_impossible_signature_is_refused_with_the_reason(send, signature, answers, says):
    page = send(ADD, **{**signature, **answers})
    assert says in words(page)
    assert not Signature.objects.filter(council__code="SHF").exists()
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("date", "precision"), [("2012-07-09", "day"), ("2012-07-01", "month"), ("2012-01-01", "year")]
)
def test_a_signature_in_the_month_of_the_launch_is_accepted(send, signature, date, precision):
    send(ADD, **{**signature, "date": date, "date_precision": precision})
    assert Signature.objects.filter(council__code="SHF").exists()


@pytest.mark.parametrize("slug", ["dover", "cardiff"])
def test_a_council_that_does_not_run_childrens_services_cannot_sign(send, signature, slug):
    council = Council.objects.get(slug=slug)
    send(ADD, **{**signature, "council": council.pk})
    assert not council.signatures.exists()


@pytest.mark.promise(5)
@pytest.mark.parametrize(
    ("slug", "date", "says"),
    [
        ("cumberland", "2014-01-01", "began on 1 April 2023. If the council before it signed"),
        ("cumbria", "2023-04-01", "closed on 31 March 2023. If its successor signed"),
    ],
)
def test_a_council_cannot_sign_while_it_does_not_exist(send, signature, slug, date, says):
    council = Council.objects.get(slug=slug)
    page = send(ADD, **{**signature, "council": council.pk, "date": date})
    assert says in words(page)
    assert not council.signatures.exists()


def test_a_former_councils_signature_can_be_recorded_and_is_inherited(send, see, signature):
    cumbria = Council.objects.get(slug="cumbria")
    send(ADD, **{**signature, "council": cumbria.pk, "date": "2014-01-01"})
    page = see("/councils/cumberland/")
    assert "Signed by the council before it" in page
    assert "Cumbria signed the Runaways’ Charter on 1 January 2014" in page
    assert "32 of 153" in see("/councils/")


# Correcting


def test_a_correction_needs_a_reason(send, kent):
    signature = kent.signatures.get()
    page = send(change_form(signature), date="2012-11-01")
    assert "Say why you change it: the reason is shown in public." in words(page)
    signature.refresh_from_db()
    assert signature.date == dt.date(2012, 12, 3)
    assert not Change.objects.exists()


def test_a_correction_is_public_with_its_reason_at_the_next_click(send, see, kent):
    assert "by 3 December 2012" in see("/councils/kent/")
    send(change_form(kent.signatures.get()), date="2012-11-01", reason="An older page was found.")
    page = see("/councils/kent/")
    assert "by 1 November 2012" in page
    assert "An older page was found." in see("/changes/")
    line = Change.objects.get()
    assert line.kind == ChangeKind.CORRECTED
    assert line.what == (
        "Kent County Council signed: from “by 3 December 2012” to “by 1 November 2012”."
    )


def in_every_form(client):
    """Return the log in all its public forms: page, feed and data."""
    files = ("/changes/", "/data/changes.atom", "/data/changes.json", "/data/changes.csv")
    return [client.get(address).content.decode() for address in files]


def test_a_correction_shows_no_day_that_nobody_knows(send, visitor, sheffield, sign):
    fact = sign(sheffield, "2026-10-12", "month", checked_on="2026-11-20")
    send(change_form(fact), date="2026-10-05", date_precision="day", reason="The minutes say it.")
    line = Change.objects.get()
    assert line.what == (
        "Sheffield City Council signed: from “in October 2026” to “on 5 October 2026”."
    )
    for text in in_every_form(visitor):
        assert "signed: from “in October 2026” to “on 5 October 2026”." in text
        assert "2026-10-12" not in text
        assert "12 October" not in text


def test_another_day_of_the_same_month_is_no_change_to_what_is_published(send, sheffield, sign):
    fact = sign(sheffield, "2026-10-12", "month", checked_on="2026-11-20")
    send(change_form(fact), date="2026-10-05", reason="For tidiness.")
    assert not Change.objects.exists()


def test_the_line_of_a_corrected_event_names_its_kind(send, sheffield, add_event, today_is):
    today_is("2026-11-24")
    fact = add_event(sheffield, EventKind.DECISION_DUE, "2026-12-01", date_precision="month",
                  checked_on="2026-11-20")  # fmt: skip
    send(change_form(fact), date="2027-01-14", date_precision="day", reason="It was moved.")
    assert Change.objects.get().what == (
        "Sheffield City Council: “decision due”: from “in December 2026” to “on 14 January 2027”."
    )


def test_a_corrected_field_is_named_with_both_values(send, kent):
    send(change_form(kent.signatures.get()), source_kind="minutes", confirmed_on="2026-11-24",
         signed_role="Lead Member", reason="Kent wrote to us.")  # fmt: skip
    assert Change.objects.get().what == (
        "Kent County Council signed by 3 December 2012."
        " Kind of evidence: was “a published report”, now “council minutes or a decision”."
        " In what role: was empty, now “Lead Member”."
        " Confirmed by the council on: was empty, now 24 November 2026."
    )


def test_a_fact_moved_to_another_council_has_a_line_at_both(send, sheffield, kent, add_event):
    fact = add_event(kent, EventKind.CONTACTED, "2026-11-01")
    send(change_form(fact), council=sheffield.pk, reason="We had asked Sheffield.")
    assert {line.council for line in Change.objects.all()} == {kent, sheffield}
    assert Change.objects.first().what == (
        "Sheffield City Council: “asked by the campaign”, on 1 November 2026. Council: was Kent"
        " County Council, now Sheffield City Council."
    )


def test_a_confirmation_by_the_council_is_shown(send, see, kent):
    send(change_form(kent.signatures.get()), confirmed_on="2026-11-24", reason="Kent wrote to us.")
    assert "Last confirmed on 24 November 2026" in see("/councils/kent/")


def test_saving_without_a_change_needs_no_reason_and_makes_no_line(send, kent):
    send(change_form(kent.signatures.get()))
    assert not Change.objects.exists()


def test_a_correction_cannot_take_the_evidence_away(send, kent):
    signature = kent.signatures.get()
    page = send(change_form(signature), source="", source_url="", reason="Because.")
    assert "Nothing is published without evidence" in words(page)


def test_the_reason_is_explained_for_a_new_fact_and_for_a_correction(staff, kent):
    assert "If empty, the evidence is shown instead." in words(staff.get(ADD))
    form = words(staff.get(change_form(kent.signatures.get())))
    assert "If empty, the evidence is shown instead." not in form
    assert "Public, in the changes log: what was wrong, or what is new." in form


# Taking back


@pytest.mark.promise(6)
def test_taking_back_returns_the_status_and_says_the_mistake_was_ours(send, see, signature):
    send(ADD, **signature)
    fact = Signature.objects.get(council__code="SHF")
    send(retract_form(fact), reason="We read the wrong minutes.")
    assert "No signature found" in see("/councils/sheffield/")
    assert "32 of 153" in see("/")
    line = Change.objects.first()
    assert line.kind == ChangeKind.RETRACTED
    assert MISTAKE in line.what
    assert line.why == "We read the wrong minutes."
    assert MISTAKE in see("/changes/?council=sheffield")
    assert Signature.objects.filter(pk=fact.pk).exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_taking_back_needs_a_reason(send, kent, reason):
    signature = kent.signatures.get()
    page = send(retract_form(signature), reason=reason)
    assert "Say what was wrong." in words(page)
    signature.refresh_from_db()
    assert signature.retracted_on is None


def test_opening_the_form_takes_nothing_back(staff, kent):
    signature = kent.signatures.get()
    staff.get(retract_form(signature))
    signature.refresh_from_db()
    assert signature.retracted_on is None


def test_the_form_links_to_a_withdrawal_for_a_council_that_changed_its_mind(staff, kent):
    page = staff.get(retract_form(kent.signatures.get()))
    assert f"{ADD_EVENT}?council={kent.pk}&kind=withdrawn" in links(page)


def test_a_fact_taken_back_cannot_be_changed_or_taken_back_again(staff, kent):
    signature = kent.signatures.get()
    signature.retract("An error.")
    assert staff.post(retract_form(signature), {"reason": "Again."}).status_code == 403
    assert staff.post(change_form(signature), {"date": "2014-01-01"}).status_code == 403
    assert "An error." in words(staff.get(change_form(signature)))


def test_a_fact_that_does_not_exist_is_not_found(staff):
    assert staff.get("/admin/councils/signature/999999/retract/").status_code == 404


# Events


def test_an_intention_is_public_at_the_next_click(send, see, event):
    see("/councils/sheffield/")
    send(ADD_EVENT, **event)
    assert "Says it will sign" in see("/councils/sheffield/")
    assert "The council meeting said it will sign." in see("/councils/sheffield/")
    assert Change.objects.get().council.code == "SHF"


def test_a_withdrawal_needs_the_councils_own_words(send, see, event, kent):
    withdrawn = {**event, "council": kent.pk, "kind": "withdrawn", "text": "Kent withdrew."}
    for own in ("", "   "):
        page = send(ADD_EVENT, **withdrawn, council_words=own)
        assert "Only its own words show that it has withdrawn." in words(page)
    assert not Event.objects.exists()
    send(ADD_EVENT, **withdrawn, council_words="We no longer wish to be listed.")
    assert "Has withdrawn" in see("/councils/kent/")
    assert "We no longer wish to be listed." in see("/councils/kent/")
    assert "31 of 153" in see("/")


@pytest.mark.promise(6)
def test_an_event_needs_evidence(send, event):
    page = send(ADD_EVENT, **{**event, "source": ""})
    assert "Nothing is published without evidence" in words(page)


def test_an_event_cannot_be_checked_on_a_day_that_has_not_come(send, event):
    assert "This day has not come yet." in words(send(ADD_EVENT, **event | LATER))
    assert not Event.objects.exists()


def test_a_district_has_no_events(send, event, dover):
    send(ADD_EVENT, **{**event, "council": dover.pk})
    assert not Event.objects.exists()


def test_only_a_decision_that_is_due_can_lie_ahead(send, event):
    page = send(ADD_EVENT, **{**event, "date": "2026-12-10"})
    assert "Only a decision that is due can be in the future." in words(page)
    send(ADD_EVENT, **{**event, "kind": "decision_due", "date": "2026-12-10"})
    assert Event.objects.get().kind == EventKind.DECISION_DUE


def test_an_event_taken_back_returns_the_status(send, see, event):
    send(ADD_EVENT, **event)
    send(retract_form(Event.objects.get()), reason="It was Rotherham.")
    assert "No signature found" in see("/councils/sheffield/")
    assert MISTAKE in see("/changes/?council=sheffield")


# Who may do what


@pytest.mark.promise(25)
@pytest.mark.parametrize("model", ["signature", "event", "change", "council", "edition"])
def test_nothing_of_the_record_can_be_deleted(staff, kent, add_event, model):
    add_event(kent, EventKind.PROGRESS)
    Change.objects.note(kent, ChangeKind.CORRECTED, "One.", "Why.")
    kind = {
        "signature": Signature,
        "event": Event,
        "change": Change,
        "council": Council,
        "edition": type(kent.signatures.get().edition),
    }[model]
    fact, before = kind.objects.first(), kind.objects.count()
    address = f"/admin/councils/{model}/{fact.pk}/delete/"
    assert staff.post(address, {"post": "yes"}).status_code == 403
    staff.post(
        f"/admin/councils/{model}/",
        {"action": "delete_selected", "_selected_action": fact.pk, "post": "yes"},
    )
    assert kind.objects.count() == before


@pytest.mark.parametrize("address", [ADD, ADD_EVENT, "/admin/councils/council/add/"])
def test_a_reader_cannot_add(reader, address):
    assert reader.get(address).status_code == 403
    assert reader.post(address, {}).status_code == 403


def test_a_reader_can_look_but_not_change(reader, kent):
    signature = kent.signatures.get()
    assert reader.get(change_form(signature)).status_code == 200
    assert reader.post(change_form(signature), {"date": "2014-01-01"}).status_code == 403
    assert reader.get(retract_form(signature)).status_code == 403
    assert reader.post(retract_form(signature), {"reason": "No."}).status_code == 403
    assert reader.get("/admin/record/lists/contacts/").status_code == 403
    signature.refresh_from_db()
    assert signature.retracted_on is None


def test_the_changes_log_cannot_be_edited(staff, kent):
    Change.objects.note(kent, ChangeKind.CORRECTED, "One.", "Why.")
    line = Change.objects.get()
    assert staff.get(change_form(line)).status_code == 200
    assert staff.post(change_form(line), {"what": "Two."}).status_code == 403
    assert staff.get("/admin/councils/change/add/").status_code == 403


@pytest.mark.parametrize("address", [ADD, "/admin/", "/admin/councils/signature/1/retract/"])
def test_a_stranger_is_asked_to_sign_in(client, db, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "model", ["signature", "event", "change", "council", "edition", "contact", "lineage"]
)
def test_every_list_opens_with_the_same_queries_however_long_it_is(
    staff, kent, add_event, django_assert_max_num_queries, model
):
    for _ in range(5):
        add_event(kent, EventKind.PROGRESS)
        Change.objects.note(kent, ChangeKind.CORRECTED, "One.", "Why.")
    record_on()  # in memory, as on a site that has shown a page
    # Two of them are of the sign-in, two ask whether the campaign is closing.
    with django_assert_max_num_queries(16):
        assert staff.get(f"/admin/councils/{model}/").status_code == 200


def test_a_correction_cannot_empty_the_date(staff, kent):
    signature = kent.signatures.get()
    address = f"/admin/councils/signature/{signature.pk}/change/"
    response = staff.post(
        address,
        {
            "council": kent.pk,
            "edition": signature.edition_id,
            "date_precision": "by",
            "date": "",
            "source_kind": "report",
            "source": signature.source,
            "checked_on": "2026-11-24",
            "checked_by": "campaign staff",
            "reason": "A slip.",
        },
    )
    assert response.status_code == 200
    assert "Give a date, or choose “not known”." in response.content.decode()


def test_a_second_signature_of_the_same_council_is_refused(kent, edition):
    again = Signature(
        council=kent, edition=edition, date=dt.date(2013, 1, 1), source="A page",
        source_kind="other", checked_on=dt.date(2026, 11, 20),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="is on record already"):
        again.full_clean()
    # After a withdrawal it may sign anew, once.
    kent.signatures.get().withdraw(
        "We withdraw.", date=dt.date(2020, 3, 1), source="A letter", source_kind="council",
        checked_on=dt.date(2026, 11, 20), text="It wrote.",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="is on record already"):
        again.full_clean()
    again.date = dt.date(2024, 5, 1)
    again.record()
    twice = Signature(
        council=kent, edition=edition, date=dt.date(2024, 5, 1), source="Another page",
        source_kind="other", checked_on=dt.date(2026, 11, 20),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="is on record already"):
        twice.full_clean()


def test_a_council_without_a_signature_on_record_cannot_withdraw(kent, sheffield):
    def withdrawal(council, day):
        return Event(
            council=council, kind="withdrawn", date=day, text="It wrote.", source="A letter",
            source_kind="council", council_words="We withdraw.", checked_on=dt.date(2026, 11, 20),
        )  # fmt: skip

    with pytest.raises(ValidationError, match="There is no signature"):
        withdrawal(sheffield, dt.date(2014, 1, 1)).full_clean()
    with pytest.raises(ValidationError, match="before the signature on record"):
        withdrawal(kent, dt.date(2012, 8, 1)).full_clean()
    withdrawal(kent, dt.date(2014, 1, 1)).full_clean()


def test_a_signature_that_its_council_reaffirmed_is_confirmed_everywhere(
    staff, client, kent, add_event, today_is
):
    today_is("2026-11-24")
    add_event(kent, EventKind.REAFFIRMED, "2026-11-02")
    forget_everything()
    assert "31 signatures that their councils have not confirmed" in words(staff.get("/admin/"))
    found = "/admin/councils/signature/?council_says="
    assert "Kent County Council" not in words(staff.get(f"{found}nothing"))
    seen = words(staff.get(f"{found}confirmed"))
    assert "Kent County Council" in seen and "re-affirmed on 2 November 2026" in seen
    rows = json.loads(client.get("/data/signatures.json").content)["signatures"]
    reaffirmed = {row["council"]: row["reaffirmed_on"] for row in rows if row["reaffirmed_on"]}
    assert reaffirmed == {"KEN": "2026-11-02"}
    assert "Last confirmed on 2 November 2026" in words(client.get("/councils/kent/"))
