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
NAME_A_CHILD = """
One of my pupils, Jack, ran away last year.
a pupil of mine called Jack slept on a bench.
Jack (13), one of my pupils, is in care.
Jack, one of my pupils, was never looked for.
One of my pupils (Jack) was never looked for.
Our son, Jack, ran away.
A boy called Jack stayed with us.
a boy called jack stayed with us.
My student Aisha told me.
My nephew Łukasz was moved nine times.
My grandson Tom is in care.
My granddaughter, Émilie, is in care.
Our foster daughter Kayleigh ran away.
A lad named Dean knocked at the vicarage.
A girl in my class named Amy never came back.
Jack ran away twice last year.
Jack Smith was reported missing in May.
Kayleigh’s mother told the committee.
Jack's social worker never rang.
We fostered Jack for two years.
Little Jack was moved nine times.
A pupil at our school. His name is Jack.
My eldest, Tom, ran away.
Amy is my niece.
Amy, who is my niece, ran away.
The children, Tom and Amy, were moved.
My pupil’s name is Jack.
Jack – one of our pupils – ran away.
I have a daughter called Mia and she ran away.
My little brother Sam is in a home.
A teenager called Liam slept in the bus shelter.
Pupil called Liam slept in the bus shelter.
My stepson Kyle was sent to Hull.
Two of my pupils, Ella and Max, ran away.
my daughter Anna and I were turned away.
A boy whose name was Jack slept here.
Jack Ward, my nephew, was moved.
A young man called Jack slept here.
a kid by the name of Jack slept here.
Our twins Amy and Tom ran away.
""".strip().splitlines()
"""Nobody says an age."""
ON_A_TELEPHONE = """
my freind chloe smith ran away shes 15
my friend chloe ran away shes 15
my mate jayden is 14 and sleeps in a tent
chloe smith ran away when she was 15
kayleigh from my class has gone missing
my brother liam is 12 and in care
my sister aisha ran away last year
our foster son kyle was moved nine times
jack ran away twice
my cousin mohammed aged 13 was kicked out
my bestie ellie (14) had nowhere to go
theres a girl at my school chloe smith shes 13
a lad in my form, tyler, slept in the park
my daughter megan is 11
i know a boy named jack brown hes in a home
my little bro sam ran off
little jack was moved
my nephew tom is in foster care
my niece amy was never looked for
jade is 12 and lives with her gran
chloe, 15, slept at the station
his name is jack and hes 13
my friend's daughter ellie ran away
my friend Chloe ran away, she's 15
My best friend Chloe is in care
CHLOE SMITH RAN AWAY SHE IS 15
my freind CHLOE ran away shes 15
hi my m8 tyler brown is missing hes 14
pls help my cuz ahmed hes 12 he got kicked out
theres this boy in my year called kian hes homeless
my girls ruby and maisie ran away
Ellie-Mae Jones ran away shes 13
my friend ellie-mae ran off shes 13
my m8s sister khadija went missing last wk
zainab (12) is in care
my freind Chloe, shes 15, ran away
my friend, chloe smith, ran away
ran away - chloe smith, 15
it was about chloe smith aged 15
a boy at our youth club connor ran away
connor o'brien ran away at 14
liam's mum threw him out
my son josh has autism and ran away
ryan 13 ran away from home
""".strip().splitlines()
"""All in small letters, or all in large ones, and hardly a comma."""
NAMELESS_ON_A_TELEPHONE = """
my friend ran away when she was 15
my friend said she ran away at 15
my mum told me she was 15
my son is 14 and my daughter is 12
a girl in my class ran away
my brother and i ran away
my sister never came back
my friend who is 15 ran away
our children deserve better
my best friend was in care
one of my pupils ran away last year
my son ran away twice
my daughter was missing for two nights
i was 15 and i ran away
she ran away at 13
they ran away from a home in kent
somebody ran away
nobody ran away
a girl from kent ran away
kids ran away
a boy of 12 ran away from hull
my sons school never rang
my niece got no help
children who ran away are asked
every child who ran away
teenagers from here ran away to london
my friend once ran away
my brother also ran away
my cousin just ran away
my mate got kicked out at 15
my friend lost her home
girls ran away
my friend and her sister ran away
my friend there ran away
yes i ran away
mum ran away
dad ran away
my husband ran away at 14
my mother ran away at 14
my friend recently ran away
our neighbours son ran away
i ran away with two mates in may
i will be back when she is 10
grace and hope ran away with me
the rose was 5 feet tall
""".strip().splitlines()
NAME_NO_CHILD = """
Cllr Jack Ward signed it.
Dear Anna, my son ran away.
Dear Ms Smith, my pupils wrote to you.
My daughter Anna, who is 34, is a social worker.
My son Tom is a teacher in Leeds.
Our MP, Anna Smith, asked about it.
I'm Sarah, a student at the college.
The Director, Anna Smith, is new.
Our pupils deserve better, Councillor.
For children, Kent is a good place.
The children’s home in Sheffield was closed.
Students, Parents and Teachers wrote.
Pupil Premium is for schools.
Anna Ward is the Lead Member for Children.
My daughter and Councillor Jones agree.
Her name is Anna Smith and she is the director.
A child called the police.
A child named in the report.
Yours, Anna Ward, mother of two children.
Maureen, a school nurse.
The Boys’ Brigade met.
We look after Kent’s children.
Anne Longfield, the Children’s Commissioner, said so.
Mothers and daughters, Fathers and sons.
Young Londoners told us.
The Children and Young People’s Panel.
My pupils, Year 9, wrote to you.
For the sake of the child, Sheffield should sign.
Margaret Hodge, then Minister for Children,.
In care, children need more. Missing People helps.
I ran away in 1979.
When a child goes missing, Derbyshire Constabulary is told.
Thank you, Anna. My son is well.
The child, Ofsted says, comes first.
For every child Barnardo’s helps, ten wait.
I write as a grandmother of five boys.
Young Minds helps.
Dear Jane, a boy in our town ran away.
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
@pytest.mark.parametrize("text", SHOW + NAME_A_CHILD + ON_A_TELEPHONE)
def test_what_could_show_a_child_is_noticed(text):
    found = could_show_a_child(text)
    assert found and all(words in text for words in found)


@pytest.mark.promise(35)
@pytest.mark.parametrize("text", SHOW_NOBODY + NAME_NO_CHILD + NAMELESS_ON_A_TELEPHONE)
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


@pytest.mark.promise(22)
def test_of_the_ordinary_lines_of_adults_letters_almost_none_is_asked_about():
    here = Path(__file__).parent
    samples = [here / "letters_by_adults.txt", *here.glob("blind_others*.txt")]
    asked = []
    number = 0
    for sample in samples:
        for line in sample.read_text("utf-8").splitlines():
            number += 1
            if could_show_a_child(line):
                asked.append(line)
    assert number > 800
    assert len(asked) <= 8, asked


@pytest.mark.promise(32)
@pytest.mark.parametrize(
    "words", ["child ", "Jack, one of my ", "my son is called my ", "Jack A. (x) ", "Aa-"]
)
def test_half_a_million_characters_are_read_whole(words):
    text = words * (500_000 // len(words))
    assert could_show_a_child(f"{text}. My pupil Jack ran away.")[-2:] == [
        "pupil Jack",
        "Jack ran away",
    ]
