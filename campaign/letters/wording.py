"""The words of a letter: what can matter to a supporter, and what each status asks for.

Facts in it come with their year and source. The council's name begins sentences, so names that
need an article get one.
"""

from dataclasses import dataclass

from councils.record import Row


@dataclass(frozen=True, slots=True)
class Point:
    """Something that can matter to a supporter, and its wordings in the letter."""

    key: str
    phrase: str
    line: str
    wordings: tuple[str, str]


POINTS = (
    Point(
        "talk",
        "Someone to talk to.",
        "When a child comes back, someone independent should listen.",
        (
            "When a child comes back after being missing, the government’s guidance says that a"
            " talk with someone independent must be offered, and should be completed within 72"
            " hours. How does the council meet this duty today?",
            "In England in 2023–24, an average of 63% of return interviews were completed within"
            " 72 hours (Missing People, from councils’ own answers). What is the figure for"
            " {area}, and what would help it to rise?",
        ),
    ),
    Point(
        "count",
        "Every child counted.",
        "Know how many children run away, where and why.",
        (
            "The charter asks councils to count children who run away, and to look at the numbers"
            " often for trends and hotspots. How many children in {area} were reported missing"
            " last year, and what do you know about those who are never reported?",
            "Seven in ten children who ran away were not reported missing to the police the last"
            " time (The Children’s Society, England, 2011). How does the council learn about"
            " children in {area} who are in no report?",
        ),
    ),
    Point(
        "place",
        "A safe place to go.",
        "Every child should know where to find help.",
        (
            "In 2012 the charter was reported to ask that all children are told about “safe"
            " places” where they can get support. Where could a child in {area} go tonight, and"
            " how would they know about it?",
            "A child who runs away has to know where to turn. How do schools, youth clubs and"
            " children’s homes in {area} tell children where they can find help?",
        ),
    ),
    Point(
        "near",
        "Close to home.",
        "Remember children in care who live a long way from home.",
        (
            "In February 2013 The Children’s Society spoke of unstable care placements, miles away"
            " from home, as one of the issues that arise when children go missing. How does the"
            " council keep in touch with children in its care who live outside {area}?",
            "When a child in the council’s care lives a long way from {area} and goes missing, who"
            " in the council hears of it, and how soon?",
        ),
    ),
    Point(
        "lead",
        "Someone in charge.",
        "One senior person who answers for children who go missing.",
        (
            "It helps everyone to know whom to ask. Who is the senior manager responsible for"
            " children who go missing, and how can a parent, a teacher or a neighbour reach that"
            " person’s team?",
            "In December 2012 The Children’s Society reported that 19 councils in England had no"
            " named person leading on missing children. Who leads on it in {area} today?",
        ),
    ),
)
TICKED_FIRST = ("talk", "count")

CHARTER = (
    "Young people who had run away helped to write the charter. It asks councils to count, think,"
    " act and prevent."
)
HERE = "I live in {area}, and I am writing about children who run away."


@dataclass(frozen=True, slots=True)
class Frame:
    """What goes round the points, for one status."""

    subject: str
    opening: str
    closing: str


FRAMES = {
    "not_signed": Frame(
        "Will {short} sign the Runaways’ Charter?",
        f"{HERE} The Make Runaways Safe campaign has no signature on record from {{council}} for"
        " the Runaways’ Charter. Its record is not complete. If you have signed, thank you: please"
        f" tell the campaign. If you have not, please will you sign? {CHARTER}",
        "Signing would be a public promise to children who need one. Could you let me know whether"
        " the council has signed or will sign, and what the next step is? Thank you for reading"
        " this, and for your work for children here.",
    ),
    "intends": Frame(
        "When will {short} sign the Runaways’ Charter?",
        f"{HERE} I was glad to read that {{council}} says it will sign the Runaways’ Charter. Thank"
        f" you. May I ask when that will be? {CHARTER}",
        "I know how much you and your colleagues look after, so I am grateful that this is on your"
        " list. Could you let me know when the council expects to sign, and what has to happen"
        " first? When it is done, please tell the campaign. Thank you for your work for children"
        " here.",
    ),
    "signed": Frame(
        "Thank you, {short}: the Runaways’ Charter, and what comes next",
        f"{HERE} {{Council}} is on record as having signed the Runaways’ Charter{{when}}. Thank"
        f" you. {CHARTER} I would like to know how that promise is kept today, and what comes"
        " next.",
        "Could you tell me what the council does today to count, think, act and prevent, and what"
        " you would like to do next? If you have published something about it, a link is enough,"
        " and the campaign would be glad to see it too. Thank you for making this promise, and for"
        " your work for children here.",
    ),
    "inherited": Frame(
        "Will {short} renew the promise of the Runaways’ Charter?",
        f"{HERE} {{Before}} signed the Runaways’ Charter before {{council}} took over. The campaign"
        " keeps that signature on record. It does not count it as yours, because a new council"
        f" makes its own promises. Please will you renew it? {CHARTER}",
        "I know how much a new council has to set up. To renew this promise would mean a lot. Could"
        " you let me know whether the council will do so, and what the next step is? Thank you for"
        " reading this, and for your work for children here.",
    ),
    "withdrawn": Frame(
        "{short} and the Runaways’ Charter: would you think about it again?",
        f"{HERE} {{Council}} signed the Runaways’ Charter, and later wrote that it had withdrawn."
        " You will have had your reasons, and I would be glad to understand them. Would you think"
        f" about signing again? {CHARTER}",
        "Could you let me know what would have to change for the council to sign again, and what it"
        " does today for children who run away? Thank you for reading this, and for your work for"
        " children here.",
    ),
}

MATTERS = {
    1: "One thing matters most to me.",
    2: "Two things matter most to me.",
}


def subject(row: Row) -> str:
    line = FRAMES[row.status].subject.format(short=row.said)
    return line[:1].upper() + line[1:]


def compose(row: Row, role: str, points: list[str], own_line: str = "", variant: int = 0) -> str:
    """Return the draft of a letter to a council, without the signature below it.

    ``role`` is whom it addresses, ``points`` are keys of POINTS, ``variant`` chooses a wording.
    """
    frame = FRAMES[row.status]
    name = row.in_full
    before = row.inherited_from.in_full if row.inherited_from else ""
    known_when = row.when and row.when.precision != "unknown"
    places = {
        "area": row.said,
        "council": name,
        "Council": name[:1].upper() + name[1:],
        "Before": before[:1].upper() + before[1:],
        "when": f" {row.when.words}" if known_when else "",
    }
    chosen = [point for point in POINTS if point.key in points]
    paragraphs = [f"Dear {role},", frame.opening.format(**places)]
    if chosen:
        paragraphs.append(MATTERS.get(len(chosen), "These things matter most to me."))
        paragraphs += [point.wordings[variant % 2].format(**places) for point in chosen]
    if own_line.strip():
        paragraphs.append(own_line.strip())
    paragraphs.append(frame.closing)
    return "\n\n".join(paragraphs)
