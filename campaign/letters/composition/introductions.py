"""Who writes, and how the letter begins: each in several wordings, so that letters differ.

``{in_area}`` is such as "in Kent", ``{short}`` the council's short name inside a sentence.
"""

from django.db import models


class WrittenAs(models.TextChoices):
    """What the writer has to do with the council's area."""

    RESIDENT = "resident", "I live here"
    PROFESSIONAL = "professional", "I work with children here"
    CARER = "carer", "I care for a child"
    ON_BEHALF = "on_behalf", "I write for someone who lives here"


INTRODUCTIONS = {
    WrittenAs.RESIDENT: (
        "I live {in_area}, and I am writing about children who run away from home or care.",
        "I am writing as someone who lives {in_area}. It is about children who run away.",
        "My home is {in_area}, and I care about what happens to children here who run away.",
        "As somebody who lives {in_area}, I would like to ask you about children who run away.",
        "I live {in_area}, and I would like children here who run away to find help.",
        "I live {in_area}. I often think of children here who run away from home or care.",
        "I am writing to you from {short}, where I live, about children who run away.",
        "My letter is about children who run away. I live {in_area}, so I am writing to you.",
        "I am one of your residents {in_area}, and I am writing about children who go missing.",
        "You do not know me, but I live {in_area}. I am writing about children who run away.",
    ),
    WrittenAs.PROFESSIONAL: (
        "I work with children {in_area}, and I am writing about those who run away.",
        "My work is with children {in_area}. This letter is about those who run away.",
        "As somebody who works with children {in_area}, I would like to ask about those who run"
        " away.",
        "I work with children and young people {in_area}. I am writing about those who go missing.",
        "I work for children {in_area}, and I am writing about those who run away from home or"
        " care.",
        "I know children {in_area} through my work, and I care about those who run away.",
        "I am writing as someone who works with children {in_area}. It is about those who run"
        " away.",
        "My letter is about children who run away. I work with children {in_area}, so I am writing"
        " to you.",
    ),
    WrittenAs.CARER: (
        "I care for a child {in_area}, and I am writing about children who run away.",
        "I look after a child who lives {in_area}. My letter is about children here who run away.",
        "I look after a child {in_area}, and I think of those who run away from home or care.",
        "As somebody who cares for a child {in_area}, I would like to ask about children who run"
        " away.",
        "I am bringing up a child {in_area}, and I care about what happens to those who run away.",
        "I am writing as someone who looks after a child {in_area}. It is about children who run"
        " away.",
        "My letter is about children who run away. I care for a child {in_area}, so I am writing"
        " to you.",
        "I care for a child {in_area}, and I would like every child here who runs away to find"
        " help.",
    ),
    WrittenAs.ON_BEHALF: (
        "I am writing for someone who lives {in_area}. It is about children who run away.",
        "This letter is for someone who lives {in_area}, and it is about children who run away.",
        "On behalf of someone who lives {in_area}, I would like to ask about children who run"
        " away.",
        "I am writing on behalf of someone {in_area} about children who run away from home or"
        " care.",
        "Someone who lives {in_area} would like to ask about children who run away, and I write"
        " for them.",
        "My letter is about children who run away. I write it for someone who lives {in_area}.",
        "I write for someone whose home is {in_area}. This is about children here who run away.",
        "For someone who lives {in_area}, I am writing to you about children who go missing.",
    ),
}
