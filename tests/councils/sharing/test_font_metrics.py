"""The widths of text, by which every name is made to fit a picture."""

import pytest

from councils.record import record_on
from councils.sharing import font_metrics
from councils.sharing.pictures import NAME_SIZES, ROOM


@pytest.fixture(params=[font_metrics.heading, font_metrics.text], ids=["heading", "text"])
def face(request):
    return request.param()


def test_a_wider_letter_is_wider_and_a_line_is_the_sum_of_its_letters(face):
    assert face.width("m", 10) > face.width("i", 10) > 0
    assert face.width("mi", 10) == face.width("m", 10) + face.width("i", 10)
    assert face.width("mi", 20) == 2 * face.width("mi", 10)


@pytest.mark.parametrize("name", ["heading.ttf", "text.ttf"])
def test_the_shipped_widths_are_those_of_the_shipped_fonts(name):
    ttlib = pytest.importorskip("fontTools.ttLib")  # a development tool
    font = ttlib.TTFont(font_metrics.FONTS / name)
    em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
    face = font_metrics.faces()[name]
    assert face.family == font["name"].getDebugName(1)
    assert face.advances == {
        chr(code): metrics[glyph][0] * 1000 / em for code, glyph in font.getBestCmap().items()
    }


@pytest.mark.django_db
def test_every_letter_of_every_council_is_in_both_fonts(face):
    letters = {letter for row in record_on().all_councils for letter in row.name + row.short_name}
    assert not letters - face.advances.keys()
    assert not set("ŵŷŴŶ’“”–…") - face.advances.keys()


@pytest.mark.django_db
def test_the_name_of_every_council_fits_three_lines():
    face = font_metrics.heading()
    for row in record_on().all_councils:
        size, lines = face.fitted(row.name, NAME_SIZES, ROOM, most=3)
        assert len(lines) <= 3, row.name
        assert max(face.width(line, size) for line in lines) <= ROOM, row.name


def test_lines_are_of_about_one_length_and_lose_no_word(face):
    text = "3 of 15 councils in Yorkshire and The Humber are on record as signed"
    lines = face.balanced(text, 26, 620)
    assert " ".join(lines) == text
    widths = [face.width(line, 26) for line in lines]
    assert max(widths) <= 620
    assert min(widths) > 0.6 * max(widths)


def test_a_word_wider_than_the_room_stands_alone_and_is_made_smaller(face):
    size, lines = face.fitted("Llanfairpwllgwyngyllgogerych Council", (68, 38), 620, most=3)
    assert size == 38
    assert lines == ["Llanfairpwllgwyngyllgogerych", "Council"]
