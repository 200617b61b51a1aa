"""The letter's screens, as a browser without JavaScript uses them."""

import datetime as dt
import logging

import pytest
from django.db import connection

from campaign.letters.forms import LONGEST
from councils.models import Contact, Lineage
from tests.seen import fields, links, words

SHEFFIELD = "/councils/sheffield/write/"
KENT = "/councils/kent/write/"
AWKWARD = "{area} {{x}} {% y %} 100%s %(z)s \"quotes\" 'too' <b>&amp;</b> 🙂 שלום مرحبا \\n +"
CRY = "I have run away and I am scared."


@pytest.fixture
def write(client, db):
    """Return a function that presses a button of a letter's screen."""

    def press(step, address=SHEFFIELD, headers=None, **typed):
        return client.post(address, {"step": step, **typed}, headers=headers)

    return press


def ready(write, **typed):
    return write("ready", **{"text": "Dear you", "name": "Anna", "home": "Sheffield", **typed})


# The way through


def test_the_first_screen_says_whom_it_goes_to_and_ticks_two_points(client, db):
    page = client.get(SHEFFIELD)
    assert "To: Lead Member for Children’s Services, Sheffield City Council" in words(page)
    assert page.content.decode().count(" checked>") == 2
    assert "1. What matters to you?" in words(page)
    assert "We do not know a checked address for Sheffield" in words(page)


def test_ticked_points_and_an_own_line_become_a_draft(write):
    page = write("points", points=["place"], own_line="My niece lives here.")
    text = fields(page)["text"]
    assert text.lstrip("\n").startswith("Dear Lead Member for Children’s Services,")
    assert "My niece lives here." in text
    assert "safe” places" in text or "safe places" in text or "“safe" in text
    assert "Most of this is our wording" not in words(page)


def test_a_draft_of_our_words_alone_is_said_to_be_so_and_goes_on(write):
    page = write("points", points=["place"])
    assert "Most of this is our wording. One line of yours counts for more." in words(page)
    assert page.status_code == 200


def test_a_letter_that_is_ready_is_shown_whole_with_the_ways_to_send_it(write):
    page = ready(write, text="Dear you,\r\n\r\nPlease sign.")
    seen = words(page)
    assert "It has not been sent yet." in seen
    assert "We have no checked address for Sheffield" in seen
    assert "Will Sheffield sign the Runaways’ Charter?" in seen
    assert "Copy my letter" in seen
    assert "Print it" in seen
    assert "Dear you,\n\nPlease sign.\n\nYours faithfully,\n\nAnna\nSheffield" in (
        page.content.decode()
    )
    to_tell = [address for address in links(page) if address.endswith("?about=address")]
    assert to_tell == ["/councils/sheffield/tell-us/?about=address"]
    assert any(address.startswith("mailto:?subject=") for address in links(page))


def test_a_signed_council_is_thanked(write):
    page = write("points", KENT, points=["talk"])
    assert "is on record as having signed" in fields(page)["text"]


def test_on_paper_stand_the_addresses_the_day_and_the_words(write, today_is):
    today_is("2026-11-24")
    page = ready(write, text="Hello.", home="1 High Street, Sheffield").content.decode()
    paper = page[page.index('<article class="paper"') : page.index("</article>")]
    for line in (
        "Anna<br>1 High Street, Sheffield",
        "24 November 2026",
        "Lead Member for Children’s Services<br>Sheffield City Council<br>",
        "Will Sheffield sign the Runaways’ Charter?",
        "<p>Hello.</p>",
        "Yours faithfully,",
    ):
        assert line in paper
    assert "http" not in paper
    assert "Make Runaways Safe" not in paper


def test_what_is_known_of_a_council_is_shown_before_writing_and_after(client, write, kent):
    Contact.objects.create(
        council=kent,
        email="lead@kent.example",
        source="its site",
        checked_on=dt.date(2026, 11, 20),
        check_again_on=dt.date(2099, 1, 1),
    )
    assert "Kent takes letters by email." in words(client.get(KENT))
    page = ready(write, address=KENT)
    assert "lead@kent.example" in words(page)
    assert any(address.startswith("mailto:lead@kent.example?subject=") for address in links(page))
    assert "no checked address" not in words(page)


@pytest.mark.parametrize(
    ("way", "field", "where", "said"),
    [
        ("web_form", "url", "https://kent.example/form", "through a form on its website"),
        ("post", "address", "County Hall\nMaidstone", "takes letters by post"),
    ],
)
def test_a_form_and_the_post_are_told_apart(client, write, kent, way, field, where, said):
    Contact.objects.create(
        council=kent, way=way, source="its site", checked_on=dt.date(2026, 11, 20),
        check_again_on=dt.date(2099, 1, 1), **{field: where},
    )  # fmt: skip
    assert said in words(client.get(KENT))
    page = ready(write, address=KENT)
    assert said in words(page)
    assert where.splitlines()[0] in words(page)


def test_saying_it_another_way_and_back(write):
    first = fields(write("points", points=["talk", "count"]))["text"].strip("\n")
    other = write("again", points=["talk", "count"], text=first, name="Anna", variant="0")
    second = fields(other)["text"].strip("\n")
    assert second != first
    assert fields(other)["name"] == "Anna"
    assert fields(other)["variant"] == "1"
    back = write("again", points=["talk", "count"], text=second, variant="1")
    assert fields(back)["text"].strip("\n") == first


def test_another_way_keeps_the_supporters_own_line(write):
    page = write("points", points=["talk"], own_line="First.\r\n\r\nSecond {x}.")
    page = write(**fields(page) | {"step": "again"})
    assert "First.\n\nSecond {x}." in fields(page)["text"]
    assert fields(page)["variant"] == "1"


def test_another_way_leaves_a_letter_alone_that_was_changed(write):
    page = write("again", points=["talk"], text="All my own words", name="Anna", home="Leeds")
    assert fields(page)["text"].strip("\n") == "All my own words"
    assert fields(page)["home"] == "Leeds"
    assert "You have changed this letter, so we left it as it is." in words(page)


# Nothing typed is cut or lost


def test_a_letter_comes_as_it_was_typed(write):
    page = ready(write, text=AWKWARD, name="Zoë <i>O’Neill</i>", home='"The House", {x}')
    assert fields(page)["text"] == AWKWARD
    assert fields(page)["name"] == "Zoë <i>O’Neill</i>"
    assert fields(page)["home"] == '"The House", {x}'
    body = page.content.decode()
    assert "<b>" + "&amp;</b>" not in body
    assert "<i>O’Neill" not in body


def test_an_own_line_comes_as_it_was_typed(write):
    page = write("points", points=[], own_line=AWKWARD)
    assert AWKWARD in fields(page)["text"]
    assert fields(page)["own_line"] == AWKWARD


def test_a_letter_at_the_limit_is_taken_and_a_line_break_is_one_character(write):
    text = "a" * (LONGEST - 11) + "\r\n" * 10 + "b"
    assert len(text) > LONGEST
    page = ready(write, text=text)
    assert page.status_code == 200
    assert fields(page)["text"] == text.replace("\r\n", "\n")


def test_a_letter_over_the_limit_is_refused_with_both_numbers_and_given_back_whole(write):
    text = "🙂" * (LONGEST + 1)
    page = ready(write, text=text)
    assert page.status_code == 422
    assert "Please shorten the letter to 6,000 characters. It has 6,001 now." in words(page)
    assert fields(page)["text"].strip("\n") == text
    assert fields(page)["name"] == "Anna"


def test_an_own_line_over_the_limit_is_refused_with_both_numbers_and_given_back_whole(write):
    line = "b" * 1501
    page = write("points", points=["near"], own_line=line)
    assert page.status_code == 422
    assert "to 1,500 characters. It has 1,501." in words(page)
    assert fields(page)["own_line"].strip("\n") == line
    assert 'value="near" id="point-near" checked' in page.content.decode()


@pytest.mark.parametrize(("field", "most"), [("name", 120), ("home", 200)])
def test_a_name_or_a_place_over_the_limit_is_refused_with_both_numbers(write, field, most):
    page = ready(write, **{field: "x" * (most + 5)})
    assert page.status_code == 422
    assert str(most) in words(page)
    assert str(most + 5) in words(page)
    assert fields(page)[field] == "x" * (most + 5)
    assert fields(page)["text"].strip("\n") == "Dear you"


def test_each_empty_field_is_asked_for_in_plain_words(write):
    page = ready(write, text=" \r\n ", name=" ", home="")
    assert page.status_code == 422
    for sentence in (
        "The letter is empty. Write a few words to the council.",
        "Enter your name: a council answers a person.",
        "Enter where you live",
    ):
        assert sentence in words(page)
    body = page.content.decode()
    for field in ("text", "name", "home"):
        assert f'href="#id_{field}"' in body
        assert f'id="{field}-error"' in body
    assert body.count('aria-invalid="true"') == 3


def test_missing_fields_are_an_empty_form_and_no_fault(write):
    for step in ("points", "again", "edit", "ready", "nonsense", ""):
        assert write(step).status_code in (200, 422)


@pytest.mark.parametrize("step", ["nonsense", ""])
def test_a_button_we_do_not_know_gives_the_letter_back(write, step):
    page = write(step, text=AWKWARD, name="Anna", home="Leeds", own_line="mine", points=["near"])
    assert fields(page)["text"].strip("\n") == AWKWARD
    assert fields(page)["name"] == "Anna"
    assert fields(page)["own_line"] == "mine"


def test_changing_a_letter_brings_all_of_it_back(write):
    page = ready(write, text=AWKWARD, own_line="mine", points=["near"], variant="1")
    back = write(**fields(page) | {"step": "edit"})
    for field, value in (("text", AWKWARD), ("name", "Anna"), ("own_line", "mine"),
                         ("variant", "1"), ("points", "near")):  # fmt: skip
        assert fields(back)[field].strip("\n") == value


@pytest.mark.parametrize("step", ["points", "again", "edit", "ready"])
@pytest.mark.parametrize("sent", [{"Origin": "https://elsewhere.example"},
                                  {"Origin": "null"},
                                  {"Sec-Fetch-Site": "cross-site"},
                                  {"Sec-Fetch-Site": "same-site"}])  # fmt: skip
def test_a_form_from_another_site_is_refused_with_the_text_given_back(write, step, sent):
    page = write(step, headers=sent, text=AWKWARD, name="Anna", home="Leeds", own_line="mine")
    assert page.status_code == 403
    assert "That form came from another site" in words(page)
    assert fields(page)["text"].strip("\n") == AWKWARD
    assert fields(page)["own_line"] == "mine"
    page = write("points", headers=sent, own_line="only this", points=["near"])
    assert page.status_code == 403
    assert fields(page)["own_line"].strip("\n") == "only this"


def test_a_form_of_our_own_is_taken(write):
    for sent in ({"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"},
                 {"Sec-Fetch-Site": "none"}, {}):  # fmt: skip
        assert ready(write, headers=sent).status_code == 200


@pytest.mark.parametrize(
    "bytes_sent",
    [b"step=ready&text=%ff%fe%00&name=%80&home=%c3%28", b"\x00\xff=\xfe&step=ready", b"step=points"
     b"&points=%00&points=%f0%9f&own_line=%00", b"%&&&=;step=again&variant=%ff"],
)  # fmt: skip
def test_any_bytes_get_a_page(client, db, bytes_sent):
    page = client.post(SHEFFIELD, bytes_sent, content_type="application/x-www-form-urlencoded")
    assert page.status_code in (200, 422)
    assert "<h1>" in page.content.decode()


def test_far_too_much_gets_a_page_that_says_so(client, db, caplog):
    body = b"step=ready&text=" + b"secret+" * 50_000
    page = client.post(SHEFFIELD, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 400
    assert "could not be read" in words(page)
    assert "secret" not in caplog.text


# To the right council


def test_a_district_leads_to_its_county(client, dover):
    answer = client.get("/councils/dover/write/")
    assert answer.status_code == 302
    assert answer.url == "/councils/kent/write/"


def test_a_council_that_closed_leads_to_the_one_that_took_over(client, db):
    old = Lineage.objects.filter(kind="replaces", on__lt="2026-01-01").order_by("pk").first().old
    answer = client.get(f"/councils/{old.slug}/write/")
    assert answer.status_code == 302
    assert client.get(answer.url).status_code in (200, 302)


@pytest.mark.parametrize("slug", ["northamptonshire", "east-surrey", "cardiff"])
def test_a_council_with_no_one_answer_leads_to_its_page(client, db, slug):
    answer = client.get(f"/councils/{slug}/write/")
    assert answer.status_code == 302
    assert answer.url == f"/councils/{slug}/"


def test_there_is_no_letter_to_a_council_that_does_not_exist(client, db):
    assert client.get("/councils/atlantis/write/").status_code == 404


def test_a_draft_survives_the_midnight_on_which_its_council_closes(write, client, today_is):
    today_is("2027-03-31", "23:59")
    surrey = "/councils/surrey/write/"
    typed = {"text": AWKWARD, "name": "Anna", "home": "Woking", "own_line": "mine"}
    assert ready(write, address=surrey, **typed).status_code == 200
    today_is("2027-04-01", "00:01")
    page = ready(write, address=surrey, **typed)
    assert "Nothing you wrote is lost" in words(page)
    assert fields(page)["text"].strip("\n") == AWKWARD
    body = page.content.decode()
    for slug in ("east-surrey", "west-surrey"):
        assert f'formaction="/councils/{slug}/write/"' in body
    page = client.post("/councils/west-surrey/write/", fields(page))
    assert "To: Lead Member for Children’s Services, West Surrey" in words(page)
    assert fields(page)["text"].strip("\n") == AWKWARD
    assert fields(page)["home"] == "Woking"
    assert fields(page)["own_line"] == "mine"


# A child may be writing


def test_a_letter_that_sounds_like_a_child_shows_the_helplines_first_and_gives_it_back(write):
    page = ready(write, text=f"Dear you,\r\n\r\n{CRY}", own_line="mine")
    body, seen = page.content.decode(), words(page)
    main = body[body.index('<main id="main"') :]
    assert main.index("tel:116000") < main.index('name="text"')
    assert "Is this about you, now?" in seen
    assert "Nothing you wrote has been kept or sent." in seen
    assert fields(page)["text"].strip().splitlines() == ["Dear you,", "", CRY]
    ways = links(page)
    assert ways["/need-help/"]
    assert ways[SHEFFIELD] == "Clear what I wrote"
    assert "This is about the past, or about someone else: go on" in seen


def test_going_on_after_the_helplines_works_and_is_not_asked_again(write):
    page = ready(write, text=CRY)
    page = write(**fields(page) | {"step": "ready"})
    assert "It has not been sent yet." in words(page)
    page = write(**fields(page) | {"step": "edit"})
    page = write(**fields(page) | {"step": "ready"})
    assert "It has not been sent yet." in words(page)


def test_the_first_line_of_a_child_is_heard_on_the_first_screen_already(write):
    page = write("points", own_line=CRY, points=["near"])
    body = page.content.decode()
    main = body[body.index('<main id="main"') :]
    assert main.index("tel:08001111") < main.index('name="own_line"')
    assert fields(page)["own_line"].strip("\n") == CRY
    assert "1. What matters to you?" in words(page)
    page = write(**fields(page) | {"step": "points"})
    assert CRY in fields(page)["text"]
    page = write(**fields(page) | {"step": "ready", "name": "Anna", "home": "Leeds"})
    assert "It has not been sent yet." in words(page)


@pytest.mark.parametrize("variant", ["0", "1"])
def test_our_own_words_never_sound_like_a_child(write, variant):
    points = ["talk", "count", "place", "near", "lead"]
    text = fields(write("points", points=points))["text"]
    if variant == "1":
        text = fields(write("again", points=points, text=text))["text"]
    assert "It has not been sent yet." in words(ready(write, text=text))


@pytest.mark.parametrize(
    "text",
    ["When I was twelve I ran away, and nobody asked me why.",
     "I teach children who run away. Help me understand what the council does.",
     "My brother ran away in 1999 and was found."],
)  # fmt: skip
def test_an_adult_who_writes_about_the_past_or_others_is_not_stopped(write, text):
    assert "It has not been sent yet." in words(ready(write, text=text))


# Nothing is kept


def every_value_in_the_database() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "".join(found)


def test_nothing_of_a_letter_stays_in_a_table_a_session_a_cookie_an_address_or_a_log(
    write, client, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    marked = {"name": "Zebedee Quux", "home": "9 Zyzzyva Road", "own_line": "Xylophone mine"}
    pages = [
        write("points", points=["talk"], **marked),
        ready(write, text="Xylophone letter", **marked),
        ready(write, text=f"Xylophone. {CRY}", **marked),
        ready(write, text="Xylophone " * LONGEST, **marked),
        ready(write, text="Xylophone", headers={"Origin": "https://a.example"}, **marked),
    ]
    said = caplog.text + "".join(capfd.readouterr())
    kept = every_value_in_the_database()
    for mark in ("Zebedee", "Zyzzyva", "Xylophone"):
        assert mark not in kept
        assert mark not in said
    assert not client.cookies
    for page in pages:
        assert not page.cookies
        assert page.headers["Cache-Control"] == "private, max-age=0"
        assert "Location" not in page.headers


def test_reading_the_first_screen_asks_a_constant_number_of_queries(
    client, db, django_assert_max_num_queries
):
    client.get(SHEFFIELD)
    with django_assert_max_num_queries(4):
        client.get(SHEFFIELD)
