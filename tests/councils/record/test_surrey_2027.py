"""1 April 2027 in London: Surrey closes at midnight, and two councils take over by themselves."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from councils.models import Council, Signature
from councils.page_cache import page_store
from councils.record import version
from councils.record.snapshot import record_on
from tests.seen import links, words

pytestmark = pytest.mark.promise(3)


DISTRICTS = {
    # slug: (GSS code, a postcode, who runs children's services there from the day)
    "elmbridge": ("E07000207", "KT13 8DG", "east-surrey"),
    "epsom-and-ewell": ("E07000208", "KT17 1BL", "east-surrey"),
    "mole-valley": ("E07000210", "RH4 1AB", "east-surrey"),
    "reigate-and-banstead": ("E07000211", "RH2 8EF", "east-surrey"),
    "tandridge": ("E07000215", "RH8 0BT", "east-surrey"),
    "guildford": ("E07000209", "GU1 1AA", "west-surrey"),
    "runnymede": ("E07000212", "KT15 1AA", "west-surrey"),
    "spelthorne": ("E07000213", "TW18 1AA", "west-surrey"),
    "surrey-heath": ("E07000214", "GU15 1AA", "west-surrey"),
    "waverley": ("E07000216", "GU7 1HR", "west-surrey"),
    "woking": ("E07000217", "GU21 6JD", "west-surrey"),
}
LAST_MINUTE, FIRST_MINUTE = ("2027-03-31", "23:59"), ("2027-04-01", "00:00")


@pytest.fixture
def surrey(db):
    return Council.objects.get(slug="surrey")


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the clock in London while the site keeps running."""
    monkeypatch.setattr(version, "TRUSTED_FOR", 0.0)

    def turn(day, time):
        now = dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo("Europe/London"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: now.astimezone(dt.UTC))

    return turn


@pytest.mark.promise(3)
@pytest.mark.parametrize("slug", DISTRICTS)
def test_postcodes_of_every_district_lead_to_the_right_council(db, clock, client, slug):
    _, postcode, successor = DISTRICTS[slug]
    for minute, council in ((LAST_MINUTE, "surrey"), (FIRST_MINUTE, successor)):
        clock(*minute)
        answer = client.post("/find/", {"q": postcode})
        assert answer.headers["Location"] == f"/councils/{council}/?from={slug}"
        assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.promise(3)
def test_cached_pages_change_at_midnight(clock, client, surrey):
    seen = {
        "/": ("of 153 councils", "of 154 councils"),
        "/councils/": ("of 153 councils", "of 154 councils"),
        "/councils/surrey/": ("No signature found", "Closed on 31 March 2027"),
        "/councils/east-surrey/": ("Starts on 1 April 2027", "Ask East Surrey to sign"),
        "/councils/west-surrey/": ("Starts on 1 April 2027", "Ask West Surrey to sign"),
        "/councils/guildford/": ("Surrey County Council runs", "West Surrey Council runs"),
    }
    clock(*LAST_MINUTE)
    for address, (before, after) in seen.items():
        for _ in range(2):  # the second comes from memory
            said = words(client.get(address))
            assert before in said
            assert after not in said
    assert len(page_store) == len(seen)
    clock(*FIRST_MINUTE)
    for address, (before, after) in seen.items():
        said = words(client.get(address))
        assert after in said
        assert before not in said or address == "/councils/surrey/"


@pytest.mark.promise(3)
def test_open_data_changes_at_midnight(clock, client, db):
    for minute, total, there in ((LAST_MINUTE, 153, {"surrey"}), (FIRST_MINUTE, 154, set())):
        clock(*minute)
        data = json.loads(client.get("/data/councils.json").content)
        assert data["total"] == total
        slugs = {council["slug"] for council in data["councils"]}
        assert slugs & {"surrey"} == there
        assert slugs & {"east-surrey", "west-surrey"} == (
            set() if there else {"east-surrey", "west-surrey"}
        )


@pytest.mark.promise(3)
def test_the_successors_gain_no_signature_and_surrey_keeps_its_own(clock, surrey, sign):
    sign(surrey, "2026-11-20")
    clock(*LAST_MINUTE)
    before = record_on()
    clock(*FIRST_MINUTE)
    after = record_on()
    assert (before.signed, after.signed) == (33, 32)
    assert Signature.objects.standing().filter(council=surrey).exists()
    assert after.by_slug["surrey"].signature.council_id == surrey.pk
    for slug in ("east-surrey", "west-surrey"):
        assert after.by_slug[slug].status == "inherited"
        assert after.by_slug[slug].inherited_from.slug == "surrey"


@pytest.mark.promise(3)
def test_a_letter_begun_before_midnight_names_the_successors(clock, db):
    clock(*LAST_MINUTE)
    record = record_on()
    surrey = record.by_slug["surrey"]
    assert record.followers_of(surrey) == [surrey]
    assert record.responsible_for(surrey) is surrey
    clock(*FIRST_MINUTE)
    record = record_on()
    surrey = record.by_slug["surrey"]
    assert [row.slug for row in record.followers_of(surrey)] == ["east-surrey", "west-surrey"]
    assert record.responsible_for(surrey) is None


def test_the_closed_council_leads_to_both_that_took_over(clock, client, db):
    clock(*FIRST_MINUTE)
    response = client.get("/councils/surrey/")
    assert "Who runs children’s services there today" in words(response)
    assert {"/councils/east-surrey/", "/councils/west-surrey/"} <= links(response).keys()
    assert "/councils/surrey/write/" not in links(response)


def test_a_reaffirmation_by_a_successor_is_a_signature_of_its_own(clock, surrey, sign):
    sign(surrey, "2026-11-20")
    sign(Council.objects.get(slug="east-surrey"), "2027-04-01")
    clock(*FIRST_MINUTE)
    record = record_on()
    assert record.by_slug["east-surrey"].status == "signed"
    assert record.by_slug["west-surrey"].status == "inherited"
    assert record.signed == 33
