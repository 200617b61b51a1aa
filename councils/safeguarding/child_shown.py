"""Words that could show who a child is, before they are published: a person is asked about them.

An age of one child beside a name or a small place, a first name beside a word for a child
(child_named.py), and the house where a child is. Age groups, laws, committees and dates are none.
It asks and never blocks.
"""

import re
from collections.abc import Iterator

from councils.record import Record, record_on
from councils.safeguarding import child_named
from councils.safeguarding.child_named import NAME, with_capitals

AGE = (
    r"(?:1[0-7]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen)"
)

ONE_CHILD = re.compile(
    rf"\b{AGE}[- ]years?[- ]old(?!s)\b"
    rf"|\b{AGE}\s?y/?o\b"
    rf"|\b(?:child|boy|girl|son|daughter)(?:, aged|, of|,| of| aged| \() ?{AGE}\b(?! ?(?:to|[-–—]))"
    rf"|\bwho(?:[’']s| is| was) (?:just |only )?{AGE}\b(?=[,;.)]| and\b)"
    rf"|\b(?:s?he|they)(?:[’']?s| is| was) (?:just |only )?{AGE}\b"
    r"(?=[,;.)]|$| (?:and|but|s?he|they)\b)"
    rf"|(?<!\d )\baged?:? (?:just |only )?{AGE}\b(?! ?(?:to|and|or|[-–—+/]|years and)\b| ?[-–—+])",
    re.IGNORECASE,
)
"""The age of one child: "14-year-old", "aged 14"; "14-year-olds" and "aged 10 to 17" are groups."""
AGE_AFTER_A_NAME = re.compile(
    rf"\b(?P<name>{NAME})(?: [A-Z][a-z]*\.?)?"
    rf"(?:, (?!one of){AGE}(?=[;.)]|$|,(?!\d)| (?:and|of|from|who)\b)| \({AGE}\))"
)
"""“Jamie, 14, of Crook”, “Jamie F. (14)”."""
NAME_IS_AN_AGE = re.compile(
    rf"\b(?P<name>{NAME})(?: [A-Z][a-z]*\.?)? (?:is|was|turned) {AGE}\b(?= when|[.,;]| and\b|$)"
)
HOUSE = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[a-z’']+ ){1,3}"
    r"(?:street|road|lane|close|avenue|drive|way|court|crescent|place|gardens|terrace|grove|walk)\b",
    re.IGNORECASE,
)
"""“5 Rose Lane”."""
OF_A_CHILD = re.compile(
    r"\b(?:child|boy|girl|son|daughter|nephew|niece|brother|sister|pupil|foster|in care"
    r"|children[’']s home|he|she)\b",
    re.IGNORECASE,
)
SAID_OF = re.compile(r"(?: [A-Z][a-z]*\.?)?(?:,| \(| is\b| was\b|[’']s\b)")
"""Follows the first word of a sentence where that is a name: “Jamie, a 14-year-old”."""
SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘])|\n+")
WORD = re.compile(NAME)
GROUP = re.compile(
    r"\b(?:children|young people|people|those|pupils|persons|anyone|everyone|residents|girls|boys"
    r"|teenagers|students|adults)(?: who are)? $",
    re.IGNORECASE,
)
"""Ends what stands before the age of a group: "children aged 13"."""
NO_NAMES = frozenset(
    re.findall(
        NAME + "|[A-Z]+",
        """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Easter Christmas
    A An The This That These Those It Its He She They We You I If In On At By For From Of To With
    And But Or As After Before When While Where Who Which What Why How No Not Our Your Their His Her
    Every Each All Some Any Both Most Many More One Two Three Four Five Six Seven Eight Nine Ten
    Council Councils Councillor Councillors Cllr Cllrs Cabinet Committee Panel Board Executive
    Mayor Leader Member Members Director Directors Officer Officers Portfolio Holder Lead Head Chair
    Chairman Chief Assistant Deputy Service Services Team Department Directorate Authority Local
    Government Parliament Minister Ministry Secretary Home Office Education Health Police Force
    Constabulary Commissioner Ofsted Ofcom Court Family Families Social Care Early Help Hub School
    Schools Academy College University Trust Foundation Charity Society Children Child Young Youth
    People Runaway Runaways Charter Missing Safe Safeguarding Protection Sexual Exploitation Abuse
    Poverty Welfare Line Act Acts Section Part Schedule Regulation Regulations Order Statutory
    Guidance Report Reports Review Strategy Plan Policy Protocol Minutes Minute Item Items Agenda
    Annual Serious Case Practice National Regional Public Working Together Year Key Stage Article
    Convention Rights Nations United Kingdom Britain Great England English Wales Welsh Scotland
    Scottish Ireland Northern Irish British Europe European North South East West Central Upper
    Lower Mr Mrs Ms Miss Dr Sir Dame Lord Lady Baroness Professor Reverend Rt Hon Appendix Page
    Paragraph Figure Table Annex Chapter Number Question Motion Resolved Noted Agreed Recommended
    Scouts Guides Guiding Brigade Barnardo Childline Samaritans Coram Action County City Borough
    District Town Parish Metropolitan London Royal Crown Common Adults Adult Parents Parent Carers
    Carer Foster Adoption Looked Leaving Education Employment Training Disability Disabilities
    However Therefore Today Yesterday Also Although Because Since Until Then There Here Now
    Boy Boys Girl Girls Son Sons Daughter Daughters Pupil Pupils Student Students Teenagers
    My Mine Dear Hello Hi Lords Please Thank Has Have Had Did Does Do Is Are Was Were Will Would Can
    Could Should Must Nobody Somebody Someone Everybody Everyone Anybody Anyone Thousands Hundreds
    Mum Dad Mother Mothers Father Fathers Sister Brother Uncle Aunt Auntie Gran Nan God Jesus
    Special Needs Mental Journey Voice First Best Future Futures Matters Centre Centres House
    Independent Return Interview Interviews Bill White Paper Green Data Development Support
    """,
    )
)
"""Words with a capital that are no first name and no small place in the words of councils."""


def could_show_a_child(text: str) -> list[str]:
    """Return the words of a text that could show who a child is, as they stand in it."""
    if not text:
        return []
    known = large_places(record_on())
    found = []
    for sentence in SENTENCES.split(text):
        shown: dict[int, int] = {}  # where it ends, by where it begins: the first found is enough
        for begins, ends in in_sentence(with_capitals(sentence), known):
            shown.setdefault(begins, ends)
        for begins, ends in shown.items():
            found.append(sentence[begins:ends])
    return list(dict.fromkeys(found))


def large_places(record: Record) -> frozenset[str]:
    """Return the words of the names of councils and regions: too many live there to be known."""
    words: set[str] = set()
    for row in record.all_councils:
        if row.is_responsible:
            words.update(WORD.findall(f"{row.name} {row.short_name} {row.region}"))
    return frozenset(words)


def in_sentence(sentence: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where a sentence has what could show a child: where it begins, and where it ends."""
    for pattern in (AGE_AFTER_A_NAME, NAME_IS_AN_AGE, *child_named.PATTERNS):
        for match in pattern.finditer(sentence):
            is_grown_up = child_named.GROWN_UP.match(sentence, match.end("name"))
            if is_a_name(match["name"], known) and not is_grown_up:
                yield match.span()
    house = HOUSE.search(sentence)
    if house and (OF_A_CHILD.search(sentence) or ONE_CHILD.search(sentence)):
        yield house.span()
    for age in ONE_CHILD.finditer(sentence):
        if GROUP.search(sentence[: age.start()]):
            continue
        beside = names_beside(sentence, age, known)
        if beside:
            yield between(age, beside)


def is_a_name(word: str, known: frozenset[str]) -> bool:
    alone = re.sub("[’']s$", "", word)
    return alone not in NO_NAMES and alone not in known


def names_beside(sentence: str, age: re.Match[str], known: frozenset[str]) -> list[re.Match[str]]:
    """Return the names and small places in the same sentence as the age of a child."""
    found = []
    for word in WORD.finditer(sentence):
        is_inside = age.start() <= word.start() < age.end()
        if is_inside or not is_a_name(word[0], known):
            continue
        begins_it = not re.search(r"\w", sentence[: word.start()])
        if begins_it and not SAID_OF.match(sentence, word.end()):
            continue
        found.append(word)
    return found


def between(age: re.Match[str], names: list[re.Match[str]]) -> tuple[int, int]:
    """Return where the words from the age to the names beside it are, whichever comes first."""
    begins = min(age.start(), names[0].start())
    ends = max(age.end(), names[-1].end())
    return begins, ends
