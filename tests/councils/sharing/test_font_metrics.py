"""The widths of text, by which every name is made to fit a picture."""

import pytest

from councils.record import record_on
from councils.sharing import font_metrics


@pytest.fixture(params=[font_metrics.heading, font_metrics.text], ids=["heading", "text"])
def face(request):
    return request.param()


@pytest.mark.django_db
def test_every_letter_of_every_council_is_in_both_fonts(face):
    letters = {letter for row in record_on().all_councils for letter in row.name + row.short_name}
    assert not letters - face.advances.keys()
    assert not set("ŵŷŴŶ’“”–…") - face.advances.keys()
