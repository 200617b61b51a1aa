"""Easy Read versions of three pages: short lines, each beside a pictogram.

Every fact in them is on the page they are a version of, which has its source.
"""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.pages.pictograms import pictogram
from councils.page_cache import cache_by_record_version
from councils.safeguarding.helplines import CHILDLINE, MISSING_PEOPLE


class EasyPage(NamedTuple):
    """A page in Easy Read: pairs of a pictogram and lines, and where the whole page is."""

    title: str
    description: str
    original: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    is_for_help: bool = False


WHY = EasyPage(
    "Why it matters",
    "Why children who run away need their council to be ready, in Easy Read: short lines and"
    " pictures.",
    "/about/",
    (
        ("door", ("Some children run away.", "They run away from home or from care.")),
        (
            "bars",
            (
                "There is a charity called The Children’s Society.",
                "In 2011 it gave a number for England.",
                "It said 84,000 children under 16 ran away for a night or more in one year.",
            ),
        ),
        (
            "danger",
            (
                "Running away can be dangerous.",
                "The charity said 1 in 9 children who ran away was hurt or harmed the last time.",
            ),
        ),
        (
            "council",
            (
                "Your council has legal duties to children who go missing.",
                "That means the law says it must do some things for them.",
            ),
        ),
        (
            "chairs",
            (
                "When a child comes back, the council must offer them a talk.",
                "The talk is with someone independent.",
                "It is called a return interview.",
            ),
        ),
        ("clock", ("The talk should happen in 72 hours.", "That is 3 days.")),
        (
            "pen",
            (
                "In 2012 the charity asked councils to sign a promise.",
                "It is called the Runaways’ Charter.",
                "Young people who had run away helped to write it.",
            ),
        ),
        (
            "paper",
            (
                "The charity said councils that sign will take steps to do 4 things.",
                "They are: count, think, act and prevent.",
            ),
        ),
        (
            "hexagon",
            (
                "This website shows which councils have signed, as far as we know.",
                "A promise does not mean that every child there is safe.",
            ),
        ),
    ),
)
ASK = EasyPage(
    "Ask your council",
    "How to write to your council about children who run away, in Easy Read: short lines and"
    " pictures.",
    "/find/",
    (
        ("find", ("Find your council.", "Type your postcode or your town.")),
        ("check", ("We use your postcode once.", "We do not keep it.")),
        ("council", ("See if your council has signed the promise, as far as we know.",)),
        (
            "pen",
            (
                "You can write a letter to your council.",
                "Say why this matters to you.",
                "We can help you with the words. You can change every word.",
            ),
        ),
        ("paper", ("Please do not write a child’s name.",)),
        (
            "chairs",
            (
                "Are you under 18?",
                "Talk to an adult you trust first.",
                "The council sees your name and where you live.",
            ),
        ),
        (
            "printer",
            (
                "You send the letter yourself.",
                "You can use your email, copy the letter or print it.",
            ),
        ),
        (
            "mail",
            (
                "Sometimes we have the right address. Then we can send the letter for you.",
                "We send you an email first.",
                "Press the link in it, or type the code.",
            ),
        ),
        (
            "talk",
            ("A letter is not a way to get help now.", "Do you need help? Look below."),
        ),
    ),
)
HELP = EasyPage(
    "Run away? You can get help now",
    "Numbers to call if you have run away or are thinking about it, in Easy Read: short lines and"
    " pictures.",
    "/need-help/",
    (
        ("danger", ("Are you in danger now?", "Call 999.")),
        (
            "phone",
            (
                f"Call or text {MISSING_PEOPLE.number}.",
                "This is Missing People.",
                "It is free. You do not need credit.",
            ),
        ),
        (
            "phone",
            (
                f"Call {CHILDLINE.number}.",
                "This is Childline.",
                "It is free. It is for anyone under 19.",
            ),
        ),
        ("talk", ("You can say:", "“I’ve run away and I don’t know what to do.”")),
        (
            "chairs",
            (
                "You can ask if they will tell anyone.",
                "It is OK to ask first.",
                "They may have to, if somebody could be seriously hurt.",
            ),
        ),
        ("again", ("You can stop when you want.", "You can call again.")),
        ("place", ("It does not matter where you live.",)),
        (
            "door",
            (
                "“Exit this page” is at the top.",
                "It takes you to another website.",
                "It does not delete your history.",
            ),
        ),
    ),
    is_for_help=True,
)
PAGES = {"why-it-matters": WHY, "ask-your-council": ASK, "need-help": HELP}
"""By the last part of the address."""


@require_safe
@cache_by_record_version()
def easy_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page in Easy Read."""
    page = PAGES.get(slug)
    if page is None:
        raise Http404("No page in Easy Read has this address.")
    parts = [(pictogram(name), lines) for name, lines in page.parts]
    return render(request, "easy_read/page.html", {"page": page, "parts": parts})
