"""A council among its neighbours: picture, sentence and record agree for every council."""

import datetime as dt
import math
import re

import pytest

from councils.council_page.page import CouncilPage
from councils.map.compass import MOST_MOVED, SIZE, compass, lay_out, spread, turned
from councils.map.drawing import neighbours
from councils.record import record_on
from councils.sharing import font_metrics

ON_A_PHONE = 344
"""The drawing's width in pixels on a phone 360 wide."""
TEXT = re.compile(r'<text class="compass-(\w+)" text-anchor="(\w+)">(.*?)</text>')
NUMBER = re.compile(r'<text class="compass-number"[^>]*>(\d+)</text>')
LINE = re.compile(r'<tspan x="([-\d]+)"(?: text-anchor="(middle)")? y="([-\d]+)">([^<]+)</tspan>')


def drawn(svg):
    """Return (name, status, left edge, right edge, top, foot) of each name on a drawing."""
    for status, anchor, inside in TEXT.findall(svg):
        bolder = 1.1 if status == "signed" else 1
        lines = []
        for x, middle, y, words in LINE.findall(inside):
            width = bolder * font_metrics.text().width(words, SIZE)
            left = int(x) - width * {"start": 0, "middle": 0.5, "end": 1}[middle or anchor]
            lines.append((words, left, left + width, int(y)))
        names, lefts, rights, downs = zip(*lines, strict=True)
        yield (undivided(" ".join(names)), status, min(lefts), max(rights),
               downs[0] - 12, downs[-1] + 4)  # fmt: skip


def undivided(name):
    """A name without hyphens, so that one divided between two lines equals the whole."""
    return name.replace("- ", "").replace("-", "")


@pytest.mark.parametrize("day", ["2026-11-24", "2027-04-01"])
def test_picture_sentence_and_record_agree_and_no_name_is_cut(db, day):
    record = record_on(dt.date.fromisoformat(day))
    for row in record.councils:
        rows, svg = neighbours(record, row), compass(record, row)
        signed = [other for other in rows if other.status == "signed"]
        page = CouncilPage(record, row)
        if not rows:
            assert svg == "", row.name
            assert page.neighbours_sentence.endswith("has no neighbour on land.")
            continue
        names = list(drawn(svg))
        assert sorted((name, status) for name, status, *_ in names) == sorted(
            (undivided(other.short_name), other.status) for other in rows
        )
        numbers = {name: int(number) for (name, *_), number in
                   zip(names, NUMBER.findall(svg), strict=True)}  # fmt: skip
        in_list = [other for _, group in page.neighbours_by_status for other in group]
        assert numbers == {
            undivided(other.short_name): number for number, other in enumerate(in_list, 1)
        }
        assert svg.count('href="#hex-signed"') == len(signed) + (row.status == "signed")
        says = page.neighbours_sentence
        if not signed:
            assert "not on record" in says or "None of them is on record as signed." in says
        elif len(signed) < len(rows):
            assert says.startswith(f"{len(signed)} of its {len(rows)} neighbours"), says
        else:
            assert says.startswith(("Its one neighbour", "Both its", "All its"))
        x, y, width, height = map(int, re.search(r'viewBox="([-\d ]+)"', svg)[1].split())
        assert SIZE * ON_A_PHONE / width >= 14, row.name
        for name, _, left, right, top, foot in names:
            assert x <= left, (row.name, name)
            assert right <= x + width, (row.name, name)
            assert y <= top, (row.name, name)
            assert foot <= y + height, (row.name, name)
        for one in names:
            assert not [other for other in names if one < other and overlap(one, other)], row.name


def overlap(one, other):
    _, _, left, right, top, foot = one
    _, _, left2, right2, top2, foot2 = other
    return left < right2 and left2 < right and top < foot2 and top2 < foot


def test_every_neighbour_is_in_its_real_direction_and_order(db):
    record = record_on()
    for row in record.councils:
        placed, _ = lay_out(record, row)
        for each in placed:
            assert turned(each.bearing, each.drawn) <= MOST_MOVED + 0.01, (row.name, each.row.name)
        by_bearing = sorted(placed, key=lambda each: each.bearing)
        steps = [
            (b.drawn - a.drawn) % math.tau for a, b in zip(by_bearing, by_bearing[1:], strict=False)
        ]
        assert sum(steps) < math.tau, row.name


@pytest.mark.parametrize(
    ("council", "neighbour", "degrees"),
    [("SHF", "BNS", 0), ("SHF", "ROT", 70), ("KEN", "MDW", 315), ("CON", "DEV", 60)],
)
def test_directions_are_those_on_a_road_map(db, council, neighbour, degrees):
    record = record_on()
    placed, _ = lay_out(record, record.by_code[council])
    bearing = next(each.bearing for each in placed if each.row.code == neighbour)
    assert turned(bearing, math.radians(degrees)) < math.radians(30)


def test_neighbours_in_one_direction_move_apart_evenly():
    assert spread([1.0, 1.0], 0.4, 6) == pytest.approx([0.8, 1.2])
    assert spread([2.0], 0.4, 6) == [2.0]
