"""Our own pictograms, as inline SVG, and three things told with them, step by step.

A pictogram is one thing, in lines, without faces or hands. It stands beside words that say the
same, so screen readers skip it. Pages that staff edit place the steps by a {diagram_…} of its own.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "door": "M14 58V8h28v50M8 58h48M36 34h.1M50 24l8 8-8 8M46 32h12",
    "house": "M8 30 32 10l24 20M14 26v32h36V26M27 58V42h10v16",
    "bars": "M8 58h48M14 58V30h9v28M28 58V14h9v44M42 58V38h9v20",
    "council": "M8 24 32 8l24 16zM8 58h48M14 24v28M26 24v28M38 24v28M50 24v28M10 52h44",
    "chairs": "M12 18v38M12 38h14v18M52 18v38M52 38H38v18M32 8v8M24 22h16",
    "clock": "M32 8a24 24 0 1 0 .1 0zM32 18v15l10 7",
    "paper": "M16 6h24l10 10v42H16zM40 6v10h10M23 28h20M23 37h20M23 46h12",
    "pen": "M12 52l4-14L44 10l10 10-28 28zM37 17l10 10M10 58h44",
    "hexagon": "M32 6 55 19v26L32 58 9 45V19zM32 22l9 5v10l-9 5-9-5V27z",
    "find": "M27 8a19 19 0 1 0 .1 0zM41 41l15 15",
    "mail": "M6 14h52v36H6zM6 16l26 20 26-20",
    "check": "M6 14h52v36H6zM20 32l8 8 16-16",
    "printer": "M18 24V8h28v16M8 24h48v20H8zM18 38h28v20H18z",
    "danger": "M32 8 60 56H4zM32 26v14M32 48h.1",
    "phone": "M20 4h24v56H20zM29 52h6",
    "talk": "M6 10h32v22H20l-8 8v-8H6zM44 24h14v22h-6v8l-8-8H28v-8",
    "place": "M32 58S12 38 12 24a20 20 0 0 1 40 0c0 14-20 34-20 34zM32 17a7 7 0 1 0 .1 0z",
    "again": "M52 32a20 20 0 1 1-6-14M48 6v13H35",
}
"""By name, one path on a square of 64 by 64."""

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
    "talk": (
        "",
        (
            ("house", "A child comes back."),
            ("council", "The council offers them a talk."),
            ("chairs", "It’s with someone independent."),
            ("clock", "It should happen within 72 hours."),
        ),
    ),
    "letter": (
        "What happens to a letter",
        (
            ("pen", "You write it in your own words."),
            (
                "mail",
                "If we have a checked address, you confirm by email and we send it. If we don’t,"
                " you send it.",
            ),
            ("council", "The council replies to you."),
        ),
    ),
    "signature": (
        "How a council gets its light",
        (
            ("paper", "We find something that says it signed."),
            ("find", "We check it against its source."),
            ("clock", "It goes on our list, with the date and the source."),
            ("hexagon", "Its place on the map lights up."),
        ),
    ),
}
"""By name: the heading, and for each step a pictogram and its words."""


def pictogram(name: str) -> SafeString:
    return mark_safe(
        '<svg class="pictogram" viewBox="0 0 64 64" aria-hidden="true" focusable="false">'
        f'<path d="{PATHS[name]}"/></svg>'
    )


def diagram(name: str) -> SafeString:
    """Return a diagram as HTML."""
    heading, steps = DIAGRAMS[name]
    items = format_html_join(
        "", "<li>{}<span>{}</span></li>", ((pictogram(picture), words) for picture, words in steps)
    )
    caption = format_html("<figcaption>{}</figcaption>", heading) if heading else ""
    return format_html('<figure class="diagram">{}<ol>{}</ol></figure>', caption, items)


def with_diagrams(html: str) -> str:
    """Return HTML with diagrams in place of paragraphs such as {diagram_letter}."""
    for name in DIAGRAMS:
        placeholder = f"<p>{{diagram_{name}}}</p>"
        if placeholder in html:
            html = html.replace(placeholder, diagram(name))
    return html
