"""Three things in pictures, as steps: pages that staff edit place them by a {diagram_…} of its own.

Each step is a pictogram and a few words, in an ordered list, so that it reads without the pictures.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaign.pages.pictograms import pictogram

DIAGRAMS = {
    "return_interview": (
        "What a return interview is",
        (
            ("house", "A child who was missing is back."),
            ("council", "The council must offer a talk."),
            ("chairs", "It is with someone independent."),
            ("clock", "It should be done within 72 hours."),
        ),
    ),
    "letter": (
        "How a letter travels",
        (
            ("pen", "You write it, in your own words."),
            ("check", "You confirm it from your email."),
            ("mail", "We send it, or you do where we have no checked address."),
            ("council", "The council’s reply goes to you."),
        ),
    ),
    "signature": (
        "How a signature becomes a light",
        (
            ("paper", "A source says that a council signed."),
            ("find", "A person checks it."),
            ("clock", "It goes on record with its day and its source."),
            ("hexagon", "Its hexagon is lit, and the count goes up."),
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
