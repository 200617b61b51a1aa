import pytest

from councils.names import folded, matches


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("kings lynn", "King’s Lynn"),
        ("KING'S LYNN", "King’s Lynn"),
        ("stoke on trent", "Stoke-on-Trent"),
        ("Stoke–on—Trent", "Stoke-on-Trent"),
        ("Ynys Mon", "Ynys Môn"),
        ("st. helens", "St Helens"),
        ("Saint Helens", "St Helens"),
        ("Newcastle on Tyne", "Newcastle upon Tyne"),
        ("tyne & wear", "Tyne and Wear"),
        ("ＫＥＮＴ", "Kent"),
        ("  Kent  ", "Kent"),
    ],
)
def test_case_accents_apostrophes_and_hyphens_in_names_do_not_matter(typed, name):
    assert folded(typed) == folded(name)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("Kent", True), ("kent county council", True), ("Kent CC", True), ("Ken", True),
        ("Essex", False), ("", False), ("’", False), ("of", False), ("Kentish", False),
    ],
)  # fmt: skip
def test_each_word_typed_begins_a_word_of_the_name(typed, fits):
    assert matches(folded(typed), folded("Kent County Council")) is fits
    assert matches(folded("City of London"), folded("City of London Corporation"))
