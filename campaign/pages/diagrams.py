"""Three things in pictures, as steps: pages that staff edit place them by a {diagram_…} of its own.

Each step is a pictogram and a few words, in an ordered list, so that it reads without the pictures.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaign.pages.pictograms import pictogram

DIAGRAMS = {
    "return_interview": (
        "What’s a return interview?",
        (
            ("house", "The child comes back."),
            ("council", "The council must offer a talk."),
            ("chairs", "It’s with someone independent."),
            ("clock", "It should be done within 72 hours."),
        ),
    ),
    "letter": (
        "What happens to a letter",
        (
            ("pen", "You write it in your own words."),
            (
                "mail",
                "If we have a checked address for the council, you confirm by email and we send it."
                " If we don’t, you send it.",
            ),
            ("council", "The council replies to you."),
        ),
    ),
    "signature": (
        "How a council gets its light",
        (
            ("paper", "We find something that says it signed."),
            ("find", "A person checks it."),
            ("clock", "It goes on our list, with the date and the source."),
            ("hexagon", "Its place on the map lights up."),
        ),
    ),
}
"""By name: the heading, and for each step a pictogram and its words."""


def diagram(name: str) -> SafeString:
    """Return a diagram as HTML."""
    heading, steps = DIAGRAMS[name]
    items = format_html_join(
        "", "<li>{}<span>{}</span></li>", ((pictogram(picture), words) for picture, words in steps)
    )
    return format_html(
        '<figure class="diagram"><figcaption>{}</figcaption><ol>{}</ol></figure>', heading, items
    )


def with_diagrams(html: str) -> str:
    """Return HTML with diagrams in place of paragraphs such as {diagram_letter}."""
    for name in DIAGRAMS:
        placeholder = f"<p>{{diagram_{name}}}</p>"
        if placeholder in html:
            html = html.replace(placeholder, diagram(name))
    return html
