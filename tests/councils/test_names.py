import pytest

from councils.names import Name, folded, match


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


def test_names_that_differ_in_one_letter_are_different():
    assert folded("Barnet") != folded("Barnett")


def test_words_for_the_kind_of_council_are_left_out_of_a_folded_name():
    assert Name.of("The Royal Borough of Kingston upon Thames").core == "kingston on thames"


def test_a_name_made_only_of_words_for_the_kind_of_council_is_kept_whole():
    assert Name.of("City of London").core == "city of london"


@pytest.mark.parametrize(
    ("typed", "fit"),
    [
        ("Kent", 3),
        ("kent county council", 3),
        ("Kent Council", 2),
        ("Ken", 1),
        ("Essex", 0),
        ("", 0),
        ("’", 0),
    ],
)
def test_a_closer_name_matches_better(typed, fit):
    assert match(Name.of(typed), [Name.of("Kent"), Name.of("Kent County Council")]) == fit
