"""What can matter to a supporter: five topics, each with several wordings, so that letters differ.

Facts come with their place, year and source. ``{area}`` is the council as said in a sentence.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that can matter to a supporter, and its wordings in a letter."""

    key: str
    phrase: str
    line: str
    wordings: tuple[str, ...]


TOPICS = (
    Topic(
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
            "A child who has been missing can tell us what would help the next one. Who listens to"
            " children in {area} when they come back, and what has changed because of what they"
            " said?",
            "I would like every child who comes back to be heard by somebody who has no side to"
            " take. The government’s guidance says within 72 hours. How many children in {area}"
            " were offered such a talk last year, and how many of them took it up?",
            "Coming home is not the end of it. A return interview can show why a child left, and"
            " whether it could happen again. How does the council use what it learns from these"
            " talks in {area}?",
        ),
    ),
    Topic(
        "count",
        "Every child counted.",
        "Know how many children run away, where and why.",
        (
            "The charter was reported to ask councils to count children who run away, and to look"
            " at the numbers often for trends and hotspots. How many children in {area} were"
            " reported missing last year, and what do you know about those who are never reported?",
            "Seven in ten children who ran away were not reported missing to the police"
            " (The Children’s Society, England, 2011). How does the council learn about"
            " children in {area} who are in no report?",
            "It is hard to help a child nobody knows about. Could you tell me how the council"
            " counts children in {area} who run away, and how often it looks at the numbers?",
            "In February 2013 The Children’s Society said that one issue arose every time: local"
            " agencies not knowing how many children go missing. How well does the council know it"
            " for {area} today, and where could I read the figures?",
            "Numbers show where children are at risk, and when. Do the council, the police and"
            " schools in {area} put their numbers together, and what have they learned from them?",
        ),
    ),
    Topic(
        "place",
        "A safe place to go.",
        "Every child should know where to find help.",
        (
            "In 2012 the charter was reported to ask that all children are told about “safe"
            " places” where they can get support. Where could a child in {area} go tonight, and"
            " how would they know about it?",
            "A child who runs away has to know where to turn. How do schools, youth clubs and"
            " children’s homes in {area} tell children where they can find help?",
            "If a child in {area} left home this evening, I would want them to know one safe door"
            " to knock on. Is there one, and who tells children about it?",
            "Help works best when a child has heard of it before it is needed. What does the"
            " council tell children in {area} about where to go, and at what age do they first hear"
            " it?",
            "Not every child has a phone, a bus fare or an adult they trust. What is there in"
            " {area} for a child who has nobody to call, in the evening or at a weekend?",
        ),
    ),
    Topic(
        "near",
        "Close to home.",
        "Remember children in care who live a long way from home.",
        (
            "In February 2013 The Children’s Society spoke of unstable care placements, miles away"
            " from home, as one of the issues that arise when children go missing. How does the"
            " council keep in touch with children in its care who live outside {area}?",
            "When a child in the council’s care lives a long way from {area} and goes missing, who"
            " in the council hears of it, and how soon?",
            "Some children in care live far from the people and places they know. How many children"
            " from {area} live outside the council’s area today, and who looks out for them there?",
            "A child who is moved far away may run to get back. What does the council do so that"
            " children in its care can live near their school, their friends and their family?",
            "Children from other places live in care in {area} too. How do you and the councils"
            " that placed them here work together when one of them goes missing?",
        ),
    ),
    Topic(
        "lead",
        "Someone in charge.",
        "One senior person who answers for children who go missing.",
        (
            "It helps everyone to know whom to ask. Who is the senior manager responsible for"
            " children who go missing, and how can a parent, a teacher or a neighbour reach that"
            " person’s team?",
            "In December 2012 The Children’s Society reported that 19 councils in England had no"
            " named person leading on missing children. Who leads on it in {area} today?",
            "When several services share a task, one person should answer for it. Who is that in"
            " {area} for children who run away, and to whom do they report?",
            "In 2012 the charter was reported to ask for a clear plan: how to prevent running away,"
            " and what to do as soon as it happens. Who looks after that plan in {area}, and when"
            " was it last checked?",
            "Parents and teachers in {area} should not have to search for the right person. Is"
            " there one senior person for children who go missing, and is the name easy to find?",
        ),
    ),
)
TICKED_FIRST = ("talk", "count")
TOPICS_BY_KEY = {topic.key: topic for topic in TOPICS}
