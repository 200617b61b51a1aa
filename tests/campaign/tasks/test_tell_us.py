import datetime as dt

import pytest

from campaign.tasks.models import Task
from councils.models import RecordVersion
from tests.seen import fields, links, words

SHEFFIELD = "/councils/sheffield/tell-us/"
KENT = "/councils/kent/tell-us/"
AWKWARD = '{x} 100%s <script>alert(1)</script> "quoted" 🙂 مرحبا'


@pytest.fixture
def tell(client, db):
    """Return a function that sends the form, with valid fields by default."""

    def send(address=SHEFFIELD, headers=None, **typed):
        filled = {"kind": "signed", "text": "It signed on 1 May 2013.", **typed}
        return client.post(address, filled, headers=headers)

    return send


def test_a_visitors_message_becomes_a_task_for_staff(tell, sheffield):
    page = tell(text=AWKWARD, link="example.org/minutes", email="anna@example.org", kind="reply")
    assert "Thank you" in words(page)
    assert "We’ll read what you told us about Sheffield City Council" in words(page)
    task = Task.objects.get()
    assert (task.council, task.kind, task.text) == (sheffield, "reply", AWKWARD)
    assert task.link == "https://example.org/minutes"
    assert task.email == "anna@example.org"
    assert task in Task.objects.open()


def test_who_writes_of_a_council_that_signed_chooses_what_it_is_about(client, db):
    assert fields(client.get(SHEFFIELD))["kind"] == "signed"
    page = client.get(KENT)
    assert words(page).index("Something on its page is wrong") < words(page).index("It signed")
    assert "kind" not in fields(page)
    answer = client.post(KENT, {"text": "It counts them now."})
    assert "Choose what it’s about." in words(answer)
    assert fields(answer)["text"].strip("\n") == "It counts them now."
    assert fields(client.get(f"{KENT}?about=wrong"))["kind"] == "wrong"


def test_a_visitors_message_changes_nothing_public(client, tell):
    before = RecordVersion.objects.get().number
    pages = {address: client.get(address).content for address in ("/", "/councils/sheffield/")}
    tell()
    assert RecordVersion.objects.get().number == before
    assert pages == {address: client.get(address).content for address in pages}


@pytest.mark.parametrize(
    ("field", "typed"),
    [("email", "not an address"), ("link", "javascript:alert(1)"), ("link", "not a link"),
     ("kind", "rubbish"), ("kind", "complaint"), ("text", "null \x00 byte")],
)  # fmt: skip
def test_an_invalid_field_is_reported_and_everything_typed_is_given_back(tell, field, typed):
    filled = {"text": AWKWARD, "email": "a@example.org", "link": "https://a.example/"}
    page = tell(**filled | {field: typed})
    assert page.status_code == 422
    for name, value in filled.items():
        if name != field:
            assert fields(page)[name].strip("\n") == value
    if field in ("email", "link"):
        assert fields(page)[field] == typed
    assert not Task.objects.exists()


def test_a_message_that_may_be_from_a_child_shows_the_helplines_and_is_not_stored(tell, client):
    page = tell(text="I ran away and I have nowhere to sleep")
    body = page.content.decode()
    main = body[body.index('<main id="main"') :]
    assert main.index("tel:116000") < main.index('name="text"')
    assert page.headers["Cache-Control"] == "no-store"
    assert {"/need-help/", SHEFFIELD} <= links(page).keys()
    assert "It’s about the past, or someone else: go on with my message" in words(page)
    assert not Task.objects.exists()
    client.post(SHEFFIELD, fields(page))
    assert Task.objects.get().text == "I ran away and I have nowhere to sleep"


@pytest.mark.parametrize(
    "text",
    [
        "my mate Sam ran away and is hiding at 3 Mill Lane",
        "my friend hasn't been home for two days and won't tell her mum where she is",
        "a girl in my class sleeps at her boyfriend's, he's 25",
        "Hello. Our neighbour's lad has been living in the shed since his stepdad hit him. Thanks.",
    ],
)
def test_a_message_about_another_child_in_need_shows_the_helplines_first(tell, text):
    page = tell(text=text).content.decode()
    assert page.index('id="help-first"') < page.index('name="text"')
    assert not Task.objects.exists()


def test_too_many_messages_a_day_about_one_council_are_refused_and_given_back(
    tell, today_is, limit
):
    today_is("2026-11-24", "23:00")
    limit("tip", "council", 1, dt.timedelta(days=1))
    tell()
    page = tell(text=AWKWARD)
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "3600"
    assert "Try again in about 60 minutes." in words(page)
    assert {"/councils/", "tel:116000", "tel:08001111"} <= links(page).keys()
    assert fields(page)["text"].strip("\n") == AWKWARD
    assert Task.objects.count() == 1
    assert tell(KENT).status_code == 200
    today_is("2026-11-25", "00:00")
    assert tell().status_code == 200


def test_a_visitor_can_write_about_a_closed_council_but_not_about_a_district(client, db):
    assert client.get("/councils/northamptonshire/tell-us/").status_code == 200
    assert client.get("/councils/dover/tell-us/").status_code == 404
    assert client.get("/councils/cardiff/tell-us/").status_code == 404
    assert client.get("/councils/atlantis/tell-us/").status_code == 404
