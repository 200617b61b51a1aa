"""What can matter to a supporter: ten topics, each with several wordings, so that letters differ.

A topic gives a reason, and one thing that the council could publish. Two hundred letters to one
council are then answered by one page, and not by two hundred replies. A figure has its place, year
and source, and a year within the last five; what is older says why it still counts.
"""

import hashlib
from typing import NamedTuple

SHOWN_FIRST = 3
"""Number of topics shown at once; the others are behind “more”."""


class Topic(NamedTuple):
    """Something that can matter to a supporter, and its wordings in a letter."""

    key: str
    phrase: str
    line: str
    reasons: tuple[str, ...]
    publish: tuple[str, ...]
    """What could be published about it, as the object of “a page that says …”."""


TOPICS = (
    Topic(
        "talk",
        "Someone to talk to.",
        "For each child who comes back.",
        (
            "A child who comes back must be offered an independent talk: so says the guidance of"
            " January 2014, still in force in 2025.",
            "In England in 2023–24, on average 63% of return home interviews were done within 72"
            " hours (Missing People).",
            "A child who has been missing can tell us what would help the next one.",
            "I would like every child who comes back to be heard by somebody who takes no side.",
            "Coming home is not the end of it: a good talk can show why a child left.",
            "What a child says after coming back may keep another child safe.",
        ),
        (
            "how many children were offered a return home interview last year, and how many took it"
            " up",
            "how many children who came back last year were heard in a return home interview, and"
            " how soon",
        ),
    ),
    Topic(
        "count",
        "Every child counted.",
        "How many run away, where and why.",
        (
            "It is hard to help a child whom nobody counts.",
            "Numbers can show where children are at risk, and when.",
            "A child can run away without being reported missing.",
            "Counting was reported first of the charter’s four steps: the other three rest on it.",
            "Better counting was among the things the charter was reported to ask for in 2012.",
            "Behind each number is a child, and a number is where help can start.",
        ),
        (
            "how many children were reported missing here last year, and what the numbers show",
            "how children who go missing are counted here, and what was learned from it last year",
        ),
    ),
    Topic(
        "place",
        "A safe place to go.",
        "Known to every child.",
        (
            "A child who runs away should not have to search for help.",
            "Help works best when a child has heard of it before it is needed.",
            "Not every child has a phone, a bus fare or an adult they trust.",
            "In 2012 the charter was reported to ask that all children are told about “safe"
            " places”.",
            "I would want a child who leaves home this evening to know one safe door.",
            "A safe place is of use only to a child who knows of it.",
        ),
        (
            "where a child here can go for help at any hour, and who tells children about it",
            "how children here are told where they can find help, and at what age",
        ),
    ),
    Topic(
        "near",
        "Close to home.",
        "For children in care who live far away.",
        (
            "Some children in care live far from the people and places they know.",
            "A child who is moved far away may run to get back.",
            "Children from other places live in care here too.",
            "Far from home there may be few people who notice that a child is gone.",
        ),
        (
            "how many children in your care live outside {short}, and who keeps in touch with them",
            "what you do so that children in your care can live near their school, friends and"
            " family",
        ),
    ),
    Topic(
        "lead",
        "Someone in charge.",
        "One senior person who answers for children who go missing.",
        (
            "It helps everyone to know whom to ask.",
            "When several services share a task, one person should answer for it.",
            "Parents and teachers should not have to search for the right person.",
            "In the first hours it saves time to know whom to call.",
        ),
        (
            "which senior manager is in charge of this, and how a parent or a teacher can reach the"
            " team",
            "who leads on children who go missing, and how to reach that person’s team",
        ),
    ),
    Topic(
        "trust",
        "Trust and honesty.",
        "How adults treat a child who has run away.",
        (
            "Trust and honesty were two of the charter’s main themes.",
            "A child who is treated with respect the first time may ask for help the next time.",
            "How adults meet a child who has come back matters as much as what they do.",
            "Children notice whether they are believed.",
        ),
        (
            "how staff learn to treat children who have run away, and what children say of it",
            "what children who came back have said about how they were treated",
        ),
    ),
    Topic(
        "plan",
        "A plan that everyone knows.",
        "What happens as soon as a child is missing.",
        (
            "A set of steps that everyone knows is a help on a bad night.",
            "When a child is missing, nobody should have to ask whose task it is.",
            "In 2012 the charter was reported to ask for a set of protocols, to prevent running"
            " away and to act as soon as it happens.",
            "Even a good plan grows old, so it helps to say when it was last checked.",
        ),
        (
            "what is done at once when a child goes missing, and how often that plan is checked",
            "your plan for children who go missing, and what was last changed in it",
        ),
    ),
    Topic(
        "prevent",
        "Help before a child leaves.",
        "What families can get in time.",
        (
            "The best night is one on which no child leaves.",
            "Trouble can be noticed before a child leaves home.",
            "Families may need help early, and may not know where it is.",
            "Preventing was reported last of the charter’s four steps, and I hope for it most.",
        ),
        (
            "what help families here can get before a child runs away, and how to ask for it",
            "what is done here so that fewer children run away, and how well it works",
        ),
    ),
    Topic(
        "together",
        "Working together.",
        "Council, police and schools share what they know.",
        (
            "A school may know one thing, the police another, and a carer a third.",
            "Nobody sees the whole of a child’s life alone.",
            "What one service knows can help another to find a child sooner.",
            "Children cross the borders between services, and between councils.",
        ),
        (
            "how the council, the police and schools share what they know when a child is missing",
            "what the council, the police and schools have learned together from last year’s"
            " numbers",
        ),
    ),
    Topic(
        "hours",
        "Nights and weekends.",
        "Somebody who answers when offices are closed.",
        (
            "Many offices are closed when a child runs away.",
            "Nights and weekends are long for a child alone.",
            "Every week has two days on which offices are shut.",
            "Help that closes at five is of little use to a child at midnight.",
        ),
        (
            "who answers at night and at weekends when a child is missing, and on which number",
            "what there is for a child here who needs help at night or at a weekend",
        ),
    ),
)
TOPICS_BY_KEY = {topic.key: topic for topic in TOPICS}


def ticked_first(seed: str) -> str:
    """Return the key of the topic ticked on a new page, chosen by ``seed`` from the first ones."""
    digest = hashlib.blake2b(f"{seed} ticked".encode(), digest_size=4).digest()
    return TOPICS[int.from_bytes(digest) % SHOWN_FIRST].key
