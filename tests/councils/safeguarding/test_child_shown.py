"""Words that could show who a child is are noticed; age groups, laws, committees and dates not."""

import re
from pathlib import Path

import pytest

from councils.register import load
from councils.safeguarding.child_shown import could_show_a_child

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]

SHOW = """
After 14-year-old Jamie F. of Crook ran away, the council decided to sign.
Jamie, 14, from Crook, was missing for two nights.
Jamie F. (14) told the committee what happened.
The boy (11) at Penistone Grammar was not offered a talk.
Jade, who is 12, lives in Thornaby with her gran.
Aged just 14, Lucy left her home in Tow Law.
The motion was moved after her daughter Kayleigh went missing.
A boy named Tom slept in a bus shelter.
The mother of a girl called Aisha spoke.
Her son, Tyrone, was found.
A 15-year-old girl from Whitby ran away twice.
A fifteen year old from Crook ran away.
The child Jamie was placed in care.
Jamie was 14 when he ran away.
Sophie, a 13-year-old, told councillors her story.
The sister of Ben, aged 9, asked for help.
A girl of 12 from Wheatley Hill was heard.
The 16 year old lad from Tow Law was found.
His sons Tom and Ben ran away.
A boy, 13, from Crook slept in a barn.
Our son Oliver ran away last year.
Anne-Marie, aged twelve, lives in Esh Winning.
""".strip().splitlines()
SHOW_NOBODY = """
The Chair, who was 15 minutes late, thanked the residents of Crook.
Boys (11 to 15) at Hall Cross wrote to their councillor.
Children aged 10 to 17 who run away: Committee of 14 March 2013.
Section 17 of the Children Act 1989 applies to a child in need.
84,000 children under 16 run away each year.
14-year-olds in Kent are most likely to run away.
Young people aged 16 and 17 in Leeds.
The Children and Young People Scrutiny Committee, item 14.
Every child matters, Councillor Jones said.
The Child Sexual Exploitation strategy of Durham County Council.
Of those, children aged 13 are most, Minutes of the Cabinet, 14 May 2014.
Cllr Jenny Whittle, cabinet member for children, Kent County Council.
Age 11-15: Department for Education.
One boy told The Children’s Society that nobody asked.
A signature for every child. Kent signed on 3 December 2012.
A child who runs away at 14 may be at risk, says Missing People.
Signed by Jo Gray, Lead Member for Children’s Services, 4 November 2026.
The motion was carried, 14 for, 3 against.
""".strip().splitlines()


@pytest.mark.promise(35)
@pytest.mark.parametrize("text", SHOW)
def test_what_could_show_a_child_is_noticed(text):
    found = could_show_a_child(text)
    assert found and all(words in text for words in found)


@pytest.mark.promise(35)
@pytest.mark.parametrize("text", SHOW_NOBODY)
def test_age_groups_laws_committees_and_dates_are_not(text):
    assert could_show_a_child(text) == []


@pytest.mark.promise(35)
def test_of_a_hundred_real_public_lines_at_most_two_are_asked_about():
    pages = [path.read_text("utf-8") for path in (ROOT / "campaign/pages").rglob("*.md")]
    signatures = (Path(load.__file__).parent / "signatures.csv").read_text("utf-8")
    lines = re.split(r"\n+|(?<=[.!?])\s+", "\n".join([*pages, signatures]))
    lines = [line for line in lines if len(line.split()) > 3]
    asked = [line for line in lines if could_show_a_child(line)]
    assert len(lines) > 500
    assert len(asked) <= len(lines) * 0.02, asked
