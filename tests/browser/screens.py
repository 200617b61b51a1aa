"""Every public screen, and how a visitor comes to it."""

from campaign.pages import loading

ADDRESSES = [
    "/",
    "/councils/",
    "/councils/?view=areas",
    "/councils/?view=list",
    "/councils/?region=south-east&status=signed",
    "/councils/?at=2013-09-19",
    "/councils/?at=2012-01-01",
    "/councils/?at=nonsense&q=zzz",
    "/councils/kent/",
    "/councils/kent/?from=dover",
    "/councils/sheffield/",
    "/councils/bournemouth-christchurch-and-poole/",
    "/councils/dover/",
    "/councils/surrey/",
    "/councils/east-surrey/",
    "/councils/northamptonshire/",
    "/councils/cardiff/",
    "/find/",
    "/data/",
    "/councils/sheffield/pack/",
    "/data/state/",
    "/embed/",
    "/embed/?council=kent",
    "/councils/sheffield/tell-us/",
    "/councils/sheffield/write/",
    "/no-such-page/",
    *(f"/{slug}/" for slug in sorted(loading.slugs())),
]
TYPED = [
    *("S17 3AA", "S1", "S1 9ZZ", "ME4 4ZZ", "CF10 4UW", "EH1 1YJ", "BT1 5GS", "JE2 4WD"),
    *("IM1 1AA", "GIR 0AA", "BFPO 1", "SI 2HH", "qwerty", "", "newcastle", "x" * 300),
    "help me i have run away",
]
CRY = "I have run away and I am scared."


def press(page, name):
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def find(page, typed):
    page.goto("/find/")
    page.locator("main [name=q]").evaluate("(box, typed) => { box.value = typed }", typed)
    with page.expect_navigation():
        page.locator("main .box button").click()


def draft(page, slug="sheffield"):
    """Come to the second screen of a letter."""
    page.goto(f"/councils/{slug}/write/")
    press(page, "Make my letter")


def finish(page, name="Anna Example", home="1 High Street, Dover"):
    """From the second screen to a letter that is ready."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Where you live").fill(home)
    press(page, "My letter is ready")


def ready_letter(page):
    draft(page)
    finish(page)


def letter_with_errors(page):
    draft(page)
    page.locator("#id_text").fill("")
    press(page, "My letter is ready")


def letter_that_cries(page):
    draft(page)
    page.locator("#id_text").fill(CRY)
    finish(page)


def line_that_cries(page):
    page.goto("/councils/sheffield/write/")
    page.locator("#id_own_line").fill(CRY)
    press(page, "Make my letter")


def told(page):
    page.goto("/councils/sheffield/tell-us/")
    page.get_by_label("what you know").fill("It signed in May.")
    press(page, "Tell us")


def told_wrongly(page):
    page.goto("/councils/sheffield/tell-us/")
    page.get_by_label("your email").fill("nonsense")
    press(page, "Tell us")


SCREENS = {
    **{address: lambda page, address=address: page.goto(address) for address in ADDRESSES},
    **{f"find {typed[:20]}": lambda page, typed=typed: find(page, typed) for typed in TYPED},
    "letter, second screen": draft,
    "letter, ready": ready_letter,
    "letter, errors": letter_with_errors,
    "letter, helplines": letter_that_cries,
    "letter, helplines on the first screen": line_that_cries,
    "told": told,
    "told wrongly": told_wrongly,
}
