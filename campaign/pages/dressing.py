"""What makes a page of words easier to find one's way in, put into the HTML of its Markdown.

A pictogram over a heading, marks before rules, what words become, things to say, and three small
drawings of today's record. The Markdown stays plain: staff go on writing it as before.
"""

import re
from collections import Counter

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaign.pages.pictograms import pictogram
from councils.models import CouncilKind
from councils.record import Record

PICTURES = {
    "children-who-run-away-can-get-hurt": "house",
    "why-councils": "council",
    "what-you-can-do": "pen",
    "contact": "mail",
    "other-ways-to-do-it": "find",
    "if-something-doesnt-work": "mail",
    "what-it-asked-for": "paper",
    "the-law": "council",
    "who-to-ask": "talk",
    "good-questions-to-ask": "talk",
    "a-motion-for-your-council": "paper",
    "if-youd-like-to-sign": "pen",
    "letters-from-residents": "mail",
    "the-dates": "clock",
    "the-data": "bars",
    "your-postcode": "place",
    "your-letter": "mail",
    "when-we-delete-it": "clock",
    "who-can-see-it": "chairs",
    "cookies-trackers-and-logs": "find",
    "what-counts-as-signed": "paper",
    "what-a-council-has-done-since-it-signed": "talk",
    "children-missing-from-care": "bars",
    "any-day-since-2012": "clock",
    "putting-a-mistake-right": "pen",
    "where-the-facts-come-from": "place",
    "which-number": "phone",
    "what-to-say": "talk",
    "will-they-tell-anyone": "chairs",
    "if-someone-checks-your-phone": "door",
    "for-an-adult-worried-about-a-child": "clock",
}
"""By the anchor of a heading."""
FORMER_ANCHORS = {"if-someone-checks-your-phone": "hiding-that-you-were-here"}
"""What a heading used to be called, for links to it."""
HEADING = re.compile(r'<h2 id="([\w-]+)">')
LIST = re.compile(r"<ul>\n((?:<li>[^\n]*</li>\n)+)</ul>")
MARK = re.compile(r"\{mark_(\w+)\} ?")
KINDS = {
    CouncilKind.COUNTY: "County councils",
    CouncilKind.LONDON: "London boroughs",
    CouncilKind.CITY: "City of London",
    CouncilKind.METROPOLITAN: "Metropolitan councils",
    CouncilKind.UNITARY: "Unitary councils",
    CouncilKind.SCILLY: "Isles of Scilly",
}
WINDOWS_IN_A_ROW = 31


def dressed(html: str) -> str:
    """Return the HTML of a page with pictograms over its headings, and with its lists drawn."""
    return LIST.sub(drawn_list, HEADING.sub(heading, html))


def heading(found: re.Match[str]) -> str:
    anchor = found[1]
    former = FORMER_ANCHORS.get(anchor)
    anchored = f'{found[0]}<span id="{former}"></span>' if former else found[0]
    return anchored + pictogram(PICTURES[anchor]) if anchor in PICTURES else anchored


def drawn_list(found: re.Match[str]) -> str:
    """Draw a list of things to say, of rules with a mark each, or of what words become."""
    items = re.findall(r"<li>(.*)</li>", found[1])
    if all(item.startswith("“") and item.endswith("”") for item in items):
        return f'<ul class="say">\n{found[1]}</ul>'
    if all(MARK.match(item) for item in items):
        return f'<ul class="marked">\n{MARK.sub(mark, found[1])}</ul>'
    if all(" → " in item for item in items):
        rows = (item.split(" → ", 1) for item in items)
        lines = "\n".join(f"<div><dt>{old}</dt><dd>{new}</dd></div>" for old, new in rows)
        return f'<dl class="rows becomes">\n{lines}\n</dl>'
    return found[0]


def mark(found: re.Match[str]) -> str:
    status = "signed disputed" if found[1] == "disputed" else found[1]
    return f'<i class="mark {status}"></i>'


def drawings(record: Record) -> dict[str, SafeString]:
    """Return by its paragraph's placeholder what is drawn from a record."""
    return {"<p>{windows}</p>": windows(record), "<p>{kinds}</p>": kinds(record)}


def windows(record: Record) -> SafeString:
    """Return a window for each council, lit for each that signed."""
    places = [
        f"M{1 + 24 * (at % WINDOWS_IN_A_ROW)} {1 + 24 * (at // WINDOWS_IN_A_ROW)}h14v14h-14z"
        for at in range(record.total)
    ]
    lit = places[: record.signed]
    unlit = places[record.signed :]
    rows = -(-record.total // WINDOWS_IN_A_ROW)
    return format_html(
        '<svg class="windows" viewBox="0 0 736 {}" role="img"'
        ' aria-label="{} of {} windows are lit."><path class="full" d="{}"/><path d="{}"/></svg>',
        24 * rows - 8,
        record.signed,
        record.total,
        "".join(lit),
        "".join(unlit),
    )


def kinds(record: Record) -> SafeString:
    """Return how many councils there are of each kind, as a table."""
    counts = Counter(row.kind for row in record.councils)
    lines = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td></tr>',
        ((name, counts[kind]) for kind, name in KINDS.items() if counts[kind]),
    )
    return format_html(
        '<table class="figures"><tbody>{}<tr><th scope="row"><b>Together</b></th>'
        "<td><b>{}</b></td></tr></tbody></table>",
        lines,
        record.total,
    )
