"""Every public screen, and the steps by which a visitor reaches it."""

import datetime as dt
import itertools
from contextlib import contextmanager

from django.utils import timezone

from campaign import rate_limits
from campaign.letters.models import Letter
from campaign.letters.states import MOST_CODE_TRIES
from campaign.pages import loading
from campaign.pages.models import NewsItem
from campaign.supporters.models import Wish
from campaign.supporters.suppression import stop_token
from councils.dates import today
from councils.models import Contact, Council, RecordVersion
from councils.record import record_version

ADDRESSES = [
    "/",
    "/councils/",
    "/councils/?view=areas",
    "/councils/?view=list",
    "/councils/?region=south-east&status=signed",
    "/councils/?at=2013-09-19",
    "/councils/?at=2012-01-01",
    "/councils/?at=nonsense&q=zzz",
    "/councils/?q=dover",
    "/councils/?q=CT16+1HE",
    "/councils/?at=2027-04-01&region=south-east&status=signed&kind=county&q=kent",
    "/councils/timeline/",
    "/councils/timeline/?at=nonsense",
    "/changes/",
    "/changes/?council=kent",
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
    "/embed/",
    "/embed/?council=kent",
    "/councils/sheffield/tell-us/",
    "/sign/",
    "/sign/?council=sheffield",
    "/sign/confirm/wrong/",
    "/charter/text/",
    "/complaints/",
    "/self-check/",
    "/news/",
    "/press/kent/",
    "/press/sheffield/",
    "/press/london/",
    "/councils/kent/poster/",
    "/councils/kent/poster/?size=a5",
    "/need-help/poster/",
    "/letters/lost/sent/",
    "/letters/cleared/",
    "/councils/sheffield/write/",
    "/councils/east-surrey/write/",
    "/councils/sheffield/write/abcdefghijklmnopqrstuvwxyz/",
    "/alerts/?council=sheffield",
    "/alerts/?council=kent",
    "/alerts/?council=northamptonshire",
    "/alerts/?council=cardiff",
    "/alerts/confirm/wrong/",
    "/letters/lost/",
    "/letters/wrong/confirm/",
    "/no-such-page/",
    *(f"/{slug}/" for slug in sorted(loading.slugs())),
    *(f"/easy-read/{slug}/" for slug in sorted(loading.slugs(loading.EASY_READ))),
]
TYPED = [
    "S17 3BJ", "S1", "S1 9ZZ", "ME4 4ZZ", "CF10 4UW", "EH1 1YJ", "BT1 5GS", "JE2 4WD",
    "SY13 2LG", "SO9 4LX", "CT16 1AA", "Huddersfeild", "Midlothian",
    "IM1 1AA", "GIR 0AA", "BFPO 1", "SI 2HH", "qwerty", "", "newcastle", "x" * 300,
    "help me i have run away",
    "where can a kid go at night",
]  # fmt: skip
CRY = "I have run away and I am scared."


@contextmanager
def another_page(page):
    """What is done within opens another page: go on once that has loaded.

    Playwright's own ``expect_navigation`` would also take the note that a page leaves in its
    history while it is left, and the test would go on within the old page.
    """
    page.wait_for_load_state()
    with page.expect_event("load"):
        yield


def press(page, name):
    """Click a button and wait for the page that it leads to."""
    with another_page(page):
        page.get_by_role("button", name=name).click()


def follow(page, name, **options):
    """Follow the first link of a name in the main part, and wait for its page."""
    with another_page(page):
        page.locator("main").get_by_role("link", name=name, **options).first.click()


def find(page, typed):
    page.goto("/find/")
    page.locator("main [name=q]").evaluate("(box, typed) => { box.value = typed }", typed)
    with another_page(page):
        page.locator("main .box button").click()


def draft(page, slug="sheffield"):
    """Go to a letter."""
    page.goto(f"/councils/{slug}/write/")


def words_of_a_letter(page, slug="sheffield"):
    """Go to the words of a letter, in one field."""
    draft(page, slug)
    press(page, "Change any of these words")


def finish(page, name="Anna Example", home="1 High Street, Dover"):
    """Sign a letter and go on, to one that is ready."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your street or postcode").fill(home)
    press(page, "Go on to send it")


def ready_letter(page):
    draft(page)
    finish(page)


def sent_by_oneself(page):
    ready_letter(page)
    press(page, "I’ve sent it")


def letter_with_errors(page):
    words_of_a_letter(page)
    page.locator("#id_text").fill("")
    press(page, "Go on to send it")


def letter_with_a_call_for_help(page):
    words_of_a_letter(page)
    page.locator("#id_text").fill(CRY)
    finish(page)


def line_with_a_call_for_help(page):
    page.goto("/councils/sheffield/write/")
    page.locator("#id_own_line").fill(CRY)
    press(page, "Go on to send it")


def reachable_kent():
    """Record an email address for Kent's Lead Member, as staff would."""
    kent = Council.objects.get(code="KEN")
    Contact.objects.get_or_create(
        council=kent,
        defaults={
            "email": "lead@kent.example",
            "source": "its site",
            "checked_on": dt.date(2026, 11, 20),
            "check_again_on": dt.date(2099, 1, 1),
        },
    )
    record_version.forget()  # the site would otherwise notice the change within a second


def letter_to_kent(page):
    """Go to a letter that we can deliver."""
    reachable_kent()
    draft(page, "kent")


def send(page, name="Anna Example", email="anna@example.org", home="1 High Street, Dover"):
    """Sign a letter and go on to the email that confirms."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your email").fill(email)
    page.get_by_label("Your street or postcode").fill(home)
    press(page, "Go on to send it")


def letter_of(page) -> Letter:
    """Return the letter that a page drafts, by its address."""
    return Letter.objects.get(draft_token=page.url.split("/write/")[1].split("/")[0])


people = itertools.count(1)


def check_email(page):
    """Send a letter as a new person of another domain each time: of many letters some wait."""
    letter_to_kent(page)
    send(page, email=f"anna@example{next(people)}.org")


def sending_with_errors(page):
    letter_to_kent(page)
    send(page, "", "", "")


def wrong_code(page):
    check_email(page)
    page.get_by_label("The six digits").fill("12")
    press(page, "Confirm and send")


def expired_code(page):
    check_email(page)
    Letter.objects.filter(pk=letter_of(page).pk).update(code_tries=MOST_CODE_TRIES)
    page.reload()


def sent(page):
    check_email(page)
    page.get_by_label("The six digits").fill(letter_of(page).code)
    press(page, "Confirm and send")


def link_in_the_email(page):
    check_email(page)
    page.goto(f"/letters/{letter_of(page).token}/confirm/")


def used_link(page):
    link_in_the_email(page)
    link = page.url
    press(page, "Confirm and send")
    page.goto(link)


def private_page(state: str):
    """Return a function that goes to a letter's private page in one of its states."""

    def come_to(page):
        used_link(page)
        now, has_bounced = timezone.now(), state == "bounced"
        Letter.objects.filter(token=page.url.split("/letters/")[1].split("/")[0]).update(
            state=state,
            outcome_at=now,
            bounced_at=now if has_bounced else None,
            held_for="many" if state == "held" else "",
        )
        page.goto(page.url.removesuffix("confirm/"))

    return come_to


def not_me(page):
    link_in_the_email(page)
    press(page, "Cancel it, and never write to me again")


def cleared(page):
    words_of_a_letter(page)
    delete(page)


def delete(page):
    page.get_by_text("Delete this letter").click()
    press(page, "Delete it now")


def lost(page):
    page.goto("/letters/lost/")
    page.get_by_label("Your email").fill("anna@example.org")
    press(page, "Send me my links")


def ask_to_be_told(page, email="anna@example.org", slug="sheffield"):
    page.goto(f"/alerts/?council={slug}")
    page.get_by_label("Your email").fill(email)
    press(page, "Tell me")


def alert_with_errors(page):
    ask_to_be_told(page, "nonsense")


def alert_link(page):
    ask_to_be_told(page, f"alice{next(people)}@example.org")
    page.goto(f"/alerts/confirm/{Wish.objects.order_by('-pk').first().token}/")


def alert_confirmed(page):
    alert_link(page)
    press(page, "Yes, tell me")


def alert_not_me(page):
    alert_link(page)
    press(page, "This wasn’t me")


def alert_to_stop(page):
    alert_confirmed(page)
    wish = Wish.objects.order_by("-pk").first()
    page.goto(f"/alerts/stop/{stop_token(wish.address_hash, wish.pk)}/")


def alert_stopped(page):
    alert_to_stop(page)
    press(page, "Stop")


def told(page):
    page.goto("/councils/sheffield/tell-us/")
    page.get_by_label("What do you know").fill("It signed in May.")
    press(page, "Send")


def told_by_a_child(page):
    page.goto("/councils/sheffield/tell-us/")
    page.get_by_label("What do you know").fill(CRY)
    press(page, "Send")


def told_too_often(page):
    while not rate_limits.consume("tip", council="SHF").refused:
        pass
    told(page)


def told_wrongly(page):
    page.goto("/councils/sheffield/tell-us/")
    page.get_by_label("your email").fill("nonsense")
    press(page, "Send")


def news_item(page):
    NewsItem.objects.get_or_create(
        slug="map-names",
        defaults={
            "title": "The map has names now",
            "summary": "Each hexagon shows whose it is, also on a phone.",
            "body": "## How\n\nSelect a region. Then each hexagon has a short name.",
            "day": today(),
            "is_published": True,
        },
    )
    record_version.forget()
    page.goto("/news/map-names/")


def self_check(page):
    """Answer one question, with a note, for a council."""
    page.goto("/self-check/?council=sheffield")
    question = page.get_by_role("group", name="Do you collect data")
    question.get_by_label("Yes").check()
    question.get_by_text("Add a note").click()
    question.get_by_label("What shows it?").fill("Report 3, item 7")


def complaint_with_errors(page):
    page.goto("/complaints/")
    page.get_by_label("Your email").fill("nonsense")
    press(page, "Send my complaint")


def complaint_received(page):
    page.goto("/complaints/")
    page.locator("#id_text").fill("Your page about Sheffield has a wrong date.")
    page.get_by_label("Your name").fill("Anna Example")
    page.get_by_label("Your email").fill(f"anna{next(people)}@example.org")
    press(page, "Send my complaint")


def sign_up_with_errors(page):
    page.goto("/sign/?council=sheffield")
    press(page, "Send")


def no_answer(page):
    """Show what Leeds has not answered, as staff would after a question and a reminder."""
    leeds = Council.objects.filter(slug="leeds")
    leeds.update(unanswered_since=dt.date(2026, 10, 1), unanswered_from=dt.date(2026, 10, 1))
    record_version.forget()
    page.goto("/councils/leeds/")


def closed(address):
    """Return a function that goes to a page of a campaign that closed today."""

    def come_to(page):
        RecordVersion.close_on(today())
        record_version.forget()
        page.goto(address)
        RecordVersion.close_on(None)
        record_version.forget()

    return come_to


SCREENS = {
    **{address: lambda page, address=address: page.goto(address) for address in ADDRESSES},
    **{
        f"find {typed[:20] or 'nothing'}": lambda page, typed=typed: find(page, typed)
        for typed in TYPED
    },
    "letter, second screen": draft,
    "letter, ready": ready_letter,
    "letter, sent by oneself": sent_by_oneself,
    "letter, errors": letter_with_errors,
    "letter to Kent": letter_to_kent,
    "words of a letter": words_of_a_letter,
    "letter to Kent, errors": sending_with_errors,
    "letter to Kent, check your email": check_email,
    "letter to Kent, wrong numbers": wrong_code,
    "letter to Kent, numbers that are dead": expired_code,
    "letter to Kent, sent": sent,
    "letter to Kent, the link": link_in_the_email,
    "letter to Kent, the link again": used_link,
    "letter to Kent, handed over": private_page("accepted"),
    "letter to Kent, came back": private_page("bounced"),
    "letter to Kent, unsure": private_page("unsure"),
    "letter to Kent, waits to be read": private_page("held"),
    "letter to Kent, not me": not_me,
    "letter, cleared": cleared,
    "letter, lost link": lost,
    "letter, helplines": letter_with_a_call_for_help,
    "letter, helplines on the first screen": line_with_a_call_for_help,
    "alert, errors": alert_with_errors,
    "alert, the link": alert_link,
    "alert, confirmed": alert_confirmed,
    "alert, not me": alert_not_me,
    "alert, to stop": alert_to_stop,
    "alert, stopped": alert_stopped,
    "told": told,
    "told, helplines": told_by_a_child,
    "told too often": told_too_often,
    "told wrongly": told_wrongly,
    "item of news": news_item,
    "self-check, answered": self_check,
    "complaint, errors": complaint_with_errors,
    "complaint, received": complaint_received,
    "sign-up, errors": sign_up_with_errors,
    "council that has not answered": no_answer,
    "closed campaign, home": closed("/"),
    "closed campaign, alerts": closed("/alerts/?council=sheffield"),
    "closed campaign, council": closed("/councils/sheffield/"),
}
