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
                "In 2011 a charity gave a number for England.",
                "84,000 children under 16 ran away for a night or more in one year.",
                "The charity is The Children’s Society.",
            ),
        ),
        (
            "danger",
            (
                "Running away can be dangerous.",
                "1 in 9 of these children was hurt or harmed the last time.",
            ),
        ),
        (
            "council",
            ("Your council has duties to children who go missing.", "That is the law."),
        ),
        (
            "chairs",
            (
                "A child comes back.",
                "Then the council must offer a talk with someone independent.",
                "This talk is called a return interview.",
            ),
        ),
        ("clock", ("The talk should be done in 72 hours.", "That is 3 days.")),
        (
            "paper",
            (
                "The Runaways’ Charter is from 2012.",
                "It was reported to ask councils to count, think, act and prevent.",
                "Young people who had run away helped to write it.",
            ),
        ),
        (
            "hexagon",
            (
                "This website shows which councils are on record as having signed.",
                "Signing is a promise.",
                "It does not mean that every child there is safe.",
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
        ("find", ("Find your council.", "Type your postcode or the name of your town.")),
        ("check", ("We use your postcode once.", "We do not keep it.")),
        ("council", ("You see what is on record about your council.",)),
        ("pen", ("You can write a letter.", "Say why it matters to you.")),
        ("paper", ("We help with the rest.", "You can change every word.")),
        (
            "mail",
            (
                "We send you an email.",
                "Select the link in it, or type the code.",
                "Your letter goes only after that.",
            ),
        ),
        (
            "printer",
            (
                "For some councils we have no checked address.",
                "Then you send the letter yourself.",
                "You can copy it or print it.",
            ),
        ),
        ("talk", ("A letter is not a way to get help now.", "Do you need help? See below.")),
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
                "They may have to, if somebody could be seriously hurt.",
            ),
        ),
        ("again", ("You can stop when you want.", "You can call again.")),
        ("place", ("It does not matter which council you live in.",)),
        (
            "door",
            (
                "“Exit this page” is at the top.",
                "It takes you to another website.",
                "It does not erase your history.",
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
