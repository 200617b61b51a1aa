import datetime as dt

import pytest
from django.contrib.auth.models import User

from campaign.outbox.models import OutgoingMessage
from campaign.sign_up.models import Certificate, SignUp
from campaign.staff import roles
from campaign.tasks.models import Task
from councils.models import Change, Event, Signature
from tests.campaign.sign_up.conftest import DECIDE, OLU
from tests.campaign.sign_up.letters_to_olu import last_letter
from tests.conftest import forget_everything
from tests.seen import fields, words

SHEFFIELD = "/councils/sheffield/"
MINUTES = "https://democracy.sheffield.gov.uk/item7"
PUBLIC = {"basis": "public", "source": "Minutes, item 7", "source_url": MINUTES,
          "source_kind": "minutes", "date": "2026-11-04", "signed_role": "Leader"}  # fmt: skip


@pytest.fixture(autouse=True)
def november(today_is):
    today_is("2026-11-25")


def test_a_preview_shows_what_would_change_and_changes_nothing(staff, written, decide):
    sign_up = written("signed", day="4 November", evidence="Minutes, item 7")
    before = Change.objects.count()
    page = decide(sign_up, "preview", fact="signature", **PUBLIC)
    assert "What would change" in words(page)
    assert "Sheffield City Council signed on 4 November 2026." in words(page)
    assert (Change.objects.count(), Signature.objects.filter(council=sign_up.council).count()) == (
        before, 0)  # fmt: skip
    assert fields(page)["source_url"] == MINUTES  # nothing typed is lost


def test_a_signature_is_published_with_a_public_decision_and_the_council_is_thanked(
    client, staff, written, decide
):
    sign_up = written("signed", day="4 November", evidence="Minutes")
    decide(sign_up, "accept", fact="signature", **PUBLIC)
    forget_everything()
    page = words(client.get(SHEFFIELD))
    assert "Signed on 4 November 2026" in page
    assert "hasn’t confirmed it" not in page  # her council’s minutes show it
    assert "Olu" not in client.get(SHEFFIELD).content.decode()
    assert not Task.objects.open().exists()
    assert "1 council whose thank-you waits" in words(staff.get("/admin/"))
    page = staff.get("/admin/sign_up/signup/?thanks=wait")
    assert DECIDE.format(sign_up.pk) in page.content.decode()
    words_of_ours = fields(staff.get(DECIDE.format(sign_up.pk)))["words"]
    decide(sign_up, "decline")  # from another tab, opened before
    decide(sign_up, "thank", words=f"Dear Olu,\n\n{words_of_ours.strip()}")
    decide(sign_up, "thank")
    assert OutgoingMessage.objects.filter(key__endswith=":accepted").count() == 1
    thanks = last_letter()
    assert thanks.startswith("Dear Olu,")
    assert "/embed/?council=sheffield" in thanks
    assert "/share/sheffield.png" in thanks
    assert "Sheffield City Council signed the Runaways’ Charter" in thanks
    assert "certificate" not in thanks  # this site does not hold the text
    assert not Certificate.objects.exists()


def test_the_officers_own_word_shows_no_signature(written, decide):
    sign_up = written("signed", day="4 November", evidence="I was there")
    for chosen, says in (
        ({"basis": ""}, "The officer’s message does not show it."),
        ({"basis": "public"}, "Give the link to the public decision or page."),
        (
            {"basis": "role", "confirmed_by": "Democratic services"},
            "Say where we found the address",
        ),
        (
            {
                "basis": "role",
                "confirmed_by": "Democratic services",
                "found_at": f"{OLU}, its website",
            },
            "This is the officer’s own address.",
        ),
    ):
        for fact in ("signature", "withdrawn"):
            page = decide(sign_up, "accept", fact=fact, date="2026-11-04", **chosen)
            assert says in words(page), fact
    assert not Signature.objects.filter(council=sign_up.council).exists()
    assert "Nobody yet Lead Member for Children’s Services Director of" in words(page)
    decide(
        sign_up, "accept", fact="signature", date="2026-11-04", basis="role",
        confirmed_by="Democratic services", found_at="democracy@sheffield.gov.uk, its website",
    )  # fmt: skip
    assert Signature.objects.get(council=sign_up.council).confirmed_on
    source = Signature.objects.get(council=sign_up.council).source
    assert source.startswith("Democratic services of Sheffield City Council confirmed it to us")
    assert "@" not in source


def test_public_words_may_not_name_the_officer(written, decide, sheffield, sign):
    sign(sheffield, "2026-11-01")
    sign_up = written("progress", text="We count.", commitment="count")
    for source in ("Olu Ade told us", "Cllr Ade told us", "olu.ade@sheffield.gov.uk"):
        page = decide(sign_up, "accept", fact="progress", source=source, date="2026-11-04")
        assert "This names the officer." in words(page), source
    named = {"fact": "progress", "date": "2026-11-04", "source": "Ade told us", "text": "Ask Olu."}
    page = decide(sign_up, "preview", **named)
    assert "“Ade” is part of the officer’s name, and this is public." in words(page)
    assert fields(page)["source"].strip() == "Ade told us"
    assert not Event.objects.exists()
    decide(sign_up, "accept", is_a_word="on", **named)
    assert Event.objects.get(kind="progress").source == "Ade told us"


def test_a_message_whose_words_name_the_officer_can_still_be_declined(written, decide):
    sign_up = written("wrong", text="I am Olu Ade, and the date is wrong.")
    decide(sign_up, "decline", message="Thank you. The minutes say so.")
    sign_up.refresh_from_db()
    assert sign_up.outcome == "declined"


def test_staff_are_asked_too_about_a_name_in_the_councils_own_words(written, decide):
    sign_up = written("reply", reply="Ade Street has a new house.", is_a_word="on")
    page = decide(sign_up, "accept", publish_reply="on")
    assert "“Ade” is part of the officer’s name" in words(page)
    decide(sign_up, "accept", publish_reply="on", is_a_word="on")
    assert Event.objects.filter(council_words="Ade Street has a new house.").exists()


def test_each_kind_of_fact_goes_on_record(written, decide, sheffield, sign):
    dated = {"date": "2026-11-20"}
    decide(written("wants"), "accept", fact="intends", **dated)
    assert Event.objects.get(kind="intends").text.endswith("wrote that it will sign the Runaways’"
                                                           " Charter.")  # fmt: skip
    signature = sign(sheffield, "2026-11-21")
    decide(written("confirm"), "accept", fact="confirm", **dated)
    signature.refresh_from_db()
    assert signature.confirmed_on == dt.date(2026, 11, 25)
    sent = written("progress", text="We publish our numbers.", commitment="count", link=MINUTES)
    decide(sent, "accept", fact="progress", date="2026-11-22")
    progress = Event.objects.get(kind="progress")
    assert (progress.commitment, progress.evidence_level, progress.text) == (
        "count", "evidenced", "We publish our numbers.")  # fmt: skip
    asks = Event.objects.filter(kind="contacted", council=sheffield)
    assert [event.text for event in asks] == [
        "Our form for councils asked Sheffield what it has done since it signed."
    ]
    wrong = written("wrong", text="The cabinet never met that day.")
    decide(wrong, "accept", fact="dispute", **dated)
    signature.refresh_from_db()
    assert signature.disputed_on
    withdraws = written("refuses", text="We withdraw.")
    chosen = {**PUBLIC, "date": "2026-11-24", "council_words": "We withdraw."}
    decide(withdraws, "accept", fact="withdrawn", **chosen)
    assert Event.objects.get(kind="withdrawn").council_words == "We withdraw."


def test_a_council_that_does_not_want_to_sign_keeps_its_status_and_nothing_is_published(
    client, written, decide
):
    before = client.get(SHEFFIELD).content
    sign_up = written("refuses", text="We do not want to sign.")
    decide(sign_up, "accept", date="2026-11-20")
    forget_everything()
    assert client.get(SHEFFIELD).content == before
    assert SignUp.objects.get().outcome == "accepted"


def test_the_councils_reply_goes_beside_its_status(client, staff, written, decide, sheffield, sign):
    sign_up = written("reply", reply="We act on every report.", reply_link="sheffield.gov.uk/act")
    decide(sign_up, "accept", date="2026-11-20")
    forget_everything()
    page = words(client.get(SHEFFIELD))
    assert ": We act on every report." in page
    assert "A message from the council’s Head of children’s services." in page
    desk = f"/admin/sign_up/signup/{sign_up.pk}/change/"
    assert "Here’s a badge for your website" in staff.get(desk).content.decode()
    sign(sheffield, "2026-11-20").dispute("The cabinet never met.")
    assert (
        "Here’s a badge for your website" not in staff.get(desk).content.decode()
    )  # nothing to show


def test_a_message_from_another_address_is_not_published_as_the_councils_word(
    written, decide, sheffield, sign
):
    signature = sign(sheffield, "2026-11-20")
    for kind, chosen in {
        "confirm": {"fact": "confirm"},
        "wrong": {"fact": "dispute", "text": "No."},
        "reply": {"publish_reply": "on"},
        "wants": {"fact": "intends"},
        "progress": {"fact": "progress", "commitment": "count"},
    }.items():
        sign_up = written(
            kind, text="No.", reply="We act.", email="olu@gmail.com", commitment="count"
        )
        page = decide(sign_up, "accept", date="2026-11-20", **chosen)
        assert "The officer’s message does not show it." in words(page), kind
    signature.refresh_from_db()
    assert (signature.confirmed_on, signature.disputed_on) == (None, None)
    assert not Event.objects.exists()


def test_a_disputed_signature_is_settled_from_its_own_page(staff, client, sheffield, sign):
    signature = sign(sheffield, "2026-11-20")
    signature.dispute("The cabinet never met.")
    page = staff.get(f"/admin/councils/signature/{signature.pk}/change/")
    address = f"/admin/councils/signature/{signature.pk}/settle/"
    assert address in page.content.decode()
    assert "Say what came of it." in words(staff.post(address, {"reason": ""}))
    staff.post(address, {"reason": "The minutes show the decision."})
    signature.refresh_from_db()
    assert signature.disputed_on is None
    assert Change.objects.filter(why="The minutes show the decision.").exists()
    assert "Nobody disputes it." in words(staff.post(address, {"reason": "Again."}))


def test_a_council_disputes_what_else_is_on_record_of_it(
    staff, client, written, decide, sheffield, sign, add_event, add_progress
):
    says = "The council disputes this; we are checking (since 25 November 2026)."
    sign(sheffield, "2026-11-01")
    asked = add_event(sheffield, "contacted", on="2026-11-02")
    promise = add_progress(sheffield, "count", on="2026-11-03")
    for event, places in ((asked, 1), (promise, 2)):
        wrong, key = written("wrong", text="No."), str(event.pk)
        decide(wrong, "accept", fact="dispute", disputes=key, text="Nobody here said so.")
        forget_everything()
        assert words(client.get(SHEFFIELD)).count(says) == places, event
        page = staff.get(f"/admin/councils/event/{event.pk}/change/").content.decode()
        address = f"/admin/councils/event/{event.pk}/settle/"
        assert address in page
        staff.post(address, {"reason": "Its minutes say so."})
        forget_everything()
        assert says not in words(client.get(SHEFFIELD))
    assert Change.objects.filter(why="Nobody here said so.").count() == 2


def test_the_date_that_the_officer_wrote_fills_in_the_form(staff, written):
    sign_up = written("signed", day="by 19/9/2013", evidence="Minutes")
    filled = fields(staff.get(DECIDE.format(sign_up.pk)))
    assert (filled["date_precision"], filled["date"]) == ("by", "2013-09-19")


LATE = {"fact": "none", "date_precision": "day", "source_kind": "council"}


def test_staff_ask_the_officer_or_decline_in_their_own_words(staff, written, decide):
    sign_up = written("wants")
    assert "Write what the officer should read." in words(decide(sign_up, "decline"))
    decide(sign_up, "ask", message="Which committee decided?")
    assert "Which committee decided?" in last_letter()
    assert Task.objects.open().exists()
    decide(sign_up, "decline", message="No committee has decided so far.")
    assert "No committee has decided so far." in last_letter()
    assert "/complaints/" in last_letter()
    assert not Task.objects.open().exists()
    late = staff.post(DECIDE.format(sign_up.pk), {"decline": "", "message": "Too late.", **LATE})
    assert "ed@example.org declined this already, on 25 November 2026." in words(late)
    assert fields(late)["message"].strip() == "Too late."  # what was typed is not lost
    sign_up.refresh_from_db()
    assert sign_up.outcome == "declined"


def test_a_message_is_decided_only_once_and_nothing_typed_is_lost(staff, written, decide):
    sign_up = written("refuses")
    decide(sign_up, "accept", date="2026-11-20")
    sent, address = OutgoingMessage.objects.count(), DECIDE.format(sign_up.pk)
    late = staff.post(address, {"decline": "", "message": "No, thank you.", **LATE})
    assert "ed@example.org accepted this already, on 25 November 2026." in words(late)
    assert fields(late)["message"].strip() == "No, thank you."
    thanks = {**fields(staff.get(address)), "words": "Dear Olu, thank you."}
    maya = User.objects.create(username="maya@example.org")
    sign_up.close_thanks(maya.pk)  # in the meantime
    late = staff.post(address, {**thanks, "thank": ""})
    said = "maya@example.org has dealt with the thank-you already, on 25 November 2026."
    assert said in words(late)
    assert fields(late)["words"].strip() == "Dear Olu, thank you."
    sign_up.refresh_from_db()
    assert sign_up.outcome == "accepted"
    assert OutgoingMessage.objects.count() == sent


def test_an_unconfirmed_message_is_not_shown_to_staff(staff, write):
    write()
    assert staff.get(DECIDE.format(SignUp.objects.get().pk)).status_code in (302, 404)
    assert "0 in all" in words(staff.get("/admin/sign_up/signup/"))


def test_readers_see_nothing_about_the_officer(client, written):
    sign_up, reader = written(), User(username="rita@example.org")
    roles.give(reader, "reader")
    client.force_login(reader)
    assert client.get(DECIDE.format(sign_up.pk)).status_code == 403
    assert client.post(DECIDE.format(sign_up.pk), {"accept": ""}).status_code == 403


def test_supporter_care_answers_the_officer_and_puts_nothing_on_record(written, client):
    cora = User.objects.create(username="cora@example.org")
    roles.give(cora, "supporter care")
    client.force_login(cora)
    sign_up = written(
        "reply", reply="We act on every report.", letter_wish="a_day", letters_a_day="3"
    )
    address = DECIDE.format(sign_up.pk)
    page = words(client.get(address))
    assert "A recorder or an editor accepts what goes on record." in page
    assert "A recorder or an editor can grant it." in page
    assert "See what would change" not in page
    typed = {
        "fact": "none",
        "date_precision": "day",
        "source_kind": "council",
        "publish_reply": "on",
    }
    assert client.post(address, typed | {"accept": ""}).status_code == 403
    assert client.post(address, {"grant": ""}).status_code == 403
    assert not Event.objects.filter(council_words__contains="We act").exists()
    assert client.post(address, {"message": "Which page is it?", "ask": ""}).status_code == 302
    sign_up.refresh_from_db()
    assert sign_up.asked_back_at
