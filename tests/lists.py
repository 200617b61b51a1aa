"""A list as staff bring it: some lines, its boxes as a browser posts them, and all in one go."""

from councils.models import DraftList
from tests.seen import fields

SIGNATURES, CONTACTS = "/admin/record/lists/signatures/", "/admin/record/lists/contacts/"
HEADER = "council,date,evidence,kind of evidence"
SHEFFIELD = "Sheffield,4 November 2026,Minutes item 7,minutes"
LEEDS = "Leeds,2013,A page,news"
LINKED = f"{HEADER},link"
KENT = "Kent,3 December 2012,The BBC,news,https://news.example/kent"
REACHED = "council,role,address,source,checked on"
LEADER = "Kent,leader,old@kent.gov.uk,its website,20 November 2026"


def draft_url(query=""):
    draft = DraftList.objects.get()
    return f"/admin/record/list/{draft.kind}/{draft.pk}/{query}"


def ticks(page):
    """Return the boxes of a list’s page, and those that are ticked."""
    groups = page.context["groups"]
    boxes = [line for name in ("READ_OTHERWISE", "NEW", "OUT") for line in groups[name]]
    waits = [*groups["CHANGE"], *(line for line in boxes if line.is_doubtful)]
    return {
        "box": [line.number for line in boxes],
        "change": [line.number for line in waits],
        "take": [line.number for line in (*groups["CHANGE"], *boxes) if line.is_taken],
    }


def press(browser, page, button, **typed):
    """Press a button on a list’s page, with something typed or ticked."""
    address = page.redirect_chain[-1][0] if page.redirect_chain else page.request["PATH_INFO"]
    filled = {**fields(page), **ticks(page), "opened": "on", **typed}
    return browser.post(address, {**filled, button: ""}, follow=True)


def bring(browser, text, kind=SIGNATURES, **more):
    """Bring a list, pasted; return its page."""
    return browser.post(kind, {"pasted": text, **more}, follow=True)


def publish(browser, text, kind=SIGNATURES, **more):
    """Bring a list and publish what is ticked."""
    return press(browser, bring(browser, text, kind, **more), "publish")
