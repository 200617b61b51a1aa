"""Whether all places count alike: pages, files, feeds, the desk; and as people themselves would."""

import csv
import io
import re

from django.core.management import call_command
from django.db.models import Sum
from django.test import Client

from councils.models import DailyLetterCount
from councils.models.daily_letter_count import FEWEST
from councils.record import record_on
from tests.campaign.year.clock import DAY
from tests.seen import words

SIGNED_OF = re.compile(r"(\d+) of (?:the )?(\d+) councils")
COMES_BACK_WITHIN = 5 * DAY
WRITTEN = re.compile(r"([\d,]+) people have written to")
PAGES = ("/", "/councils/", "/how-we-count/", "/embed/map/", "/councils/timeline/")


def signed_and_all():
    """Return what each place says: how many councils have signed, of how many."""
    client = Client()
    said = {}
    for address in PAGES:
        found = SIGNED_OF.search(words(client.get(address)))
        said[address] = (int(found[1]), int(found[2]))
    for name in ("councils.json", "councils.geojson", "signatures.json"):
        data = client.get(f"/data/{name}").json()
        said[name] = (data["signed"], data["total"])
    text = client.get("/data/councils.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    said["councils.csv"] = (sum(row["status"] == "signed" for row in rows), len(rows))
    listed = client.get("/data/councils.json").json()["councils"]
    said["list of councils.json"] = (
        sum(row["status"] == "signed" for row in listed),
        len(listed),
    )
    data_page = words(client.get("/data/"))
    found = re.search(r"the (\d+) councils in .*?, and the (\d+) that have", data_page)
    said["/data/"] = (int(found[2]), int(found[1]))
    return said


def all_places_agree():
    said = signed_and_all()
    record = record_on()
    expected = (record.signed, record.total)
    assert set(said.values()) == {expected}, said


def news_stands_everywhere(staff):
    """What was recorded in the year stands in the feed, in the story and on the council's page."""
    client = Client()
    for name, slug in staff.recorded.items():
        assert name in client.get("/feed.atom").content.decode(), name
        assert name.split()[0] in words(client.get("/councils/timeline/")), name
        assert "Signed" in words(client.get(f"/councils/{slug}/")), slug


def letters_are_counted_as_they_came(year):
    """The page of a council says how many people have written to it: those whose letters it has."""
    night = year.last_night
    for council, address in year.councils_mailboxes().items():
        expected = set()
        for mail in year.at_councils(address):
            is_over = mail.at <= night - COMES_BACK_WITHIN
            if is_over and not mail.came_back:
                expected.add(mail.writer)
        counted = DailyLetterCount.objects.filter(council__slug=council)
        number = counted.aggregate(number=Sum("delivered"))["number"] or 0
        assert number == len(expected), (council, number, expected)
        said = WRITTEN.search(words(Client().get(f"/councils/{council}/")))
        if said:
            assert int(said[1].replace(",", "")) == number, council
        else:
            assert number < FEWEST or year.asks_for_no_letters(council), (council, number)


def the_desk_counts_what_its_lists_have(staff):
    """Each line of the desk leads to a list of as many."""
    desk = staff.client.get("/admin/")
    assert desk.status_code == 200
    lines = desk.context["lines"]
    for line in lines:
        listed = staff.client.get(line.url)
        assert listed.status_code == 200, line
        shown = (listed.context or {}).get("cl")
        if shown is not None:
            assert shown.result_count == line.number, (line, shown.result_count)
    return desk


def record_is_well():
    call_command("check_record", verbosity=0)
