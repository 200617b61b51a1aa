"""Each thing is there until the day that the privacy page names, and gone from then on.

Several people live on the site, each with words of their own, and a purge runs every night that
matters. What is found after it, in any table or file, must be what was promised.
"""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign import retention
from campaign.inbox.process import process
from campaign.letters import nightly
from campaign.letters.models import Letter
from campaign.privacy.personal_data import purge_all
from campaign.supporters import wishes
from campaign.supporters.models import Wish
from councils.models import Contact, Council
from tests.campaign.letters.conftest import Browser
from tests.campaign.privacy.life import (
    COUNCIL,
    bounces_of,
    confirm,
    found_in_tables,
    reply,
    us,
)

pytestmark = pytest.mark.django_db

DRAFTS, UNCONFIRMED, TEXTS, PEOPLE, TOLD = (
    period.days
    for period in (
        retention.DRAFTS,
        retention.UNCONFIRMED,
        retention.TEXTS_AFTER_OUTCOME,
        retention.PEOPLE,
        retention.TOLD,
    )
)
SIGNS = 20
"""The day on which Sheffield signs, counted from the first."""
GONE_ON = {
    "draftwords": DRAFTS,
    "dora@": UNCONFIRMED + 1,  # the last day to confirm is a whole one
    "dorawords": UNCONFIRMED + 1,
    "annawords": TEXTS,
    "councilwords": TEXTS,
    "anna@": PEOPLE,
    "annahome": PEOPLE,
    "stranger@": TEXTS,
    "waits@": UNCONFIRMED + 1,
    "told@": SIGNS + TOLD,
    "notme@": 0,
    "tipwords": PEOPLE,
}
"""What can be found of each, and the day of the purge after which it cannot be any more."""
NIGHTS = sorted(
    {0, 1, SIGNS, 28, 29, PEOPLE - 12, *GONE_ON.values(), *(day - 1 for day in GONE_ON.values())}
    - {-1}
)


def write(client, name: str, **more):
    """A letter to Kent with words of somebody's own, which waits to be confirmed."""
    browser = Browser(client)
    browser.go("/councils/kent/write/")
    browser.press("", topics=["talk"], own_line=f"{name}words matter to me.")
    who = {"name": name, "email": f"{name}@needle.example", "postal_address": f"{name}home"}
    browser.press("send", **who, **more)
    return Letter.objects.order_by("-pk").first()


def first_day(client):
    """Everybody comes, and all who ever do confirm on this day."""
    browser = Browser(client)
    browser.go("/councils/leeds/write/")
    browser.press("", topics=["talk"], own_line="Draftwords matter to me.")
    write(client, "dora")
    letter = confirm(client, write(client, "anna"))
    for name, council in (("waits", "leeds"), ("told", "sheffield"), ("notme", "barnsley")):
        typed = {"email": f"{name}@needle.example"}
        client.post(f"/alerts/?council={council}", typed)
    task = {"kind": "signed", "text": "Tipwords"}
    client.post("/councils/leeds/tell-us/", task)
    process(reply("Hello", "Who are you?", "stranger@needle.example"), to=us())
    call_command("deliver", verbosity=0)
    confirmed = {alert.email.partition("@")[0]: alert for alert in Wish.objects.all()}
    client.post(f"/alerts/confirm/{confirmed['told'].token}/")
    client.post(f"/alerts/confirm/{confirmed['notme'].token}/", {"not_me": "1"})
    return letter


def night() -> None:
    """What every night does, and the worker beside it."""
    nightly.remind_all()
    nightly.ask_whether_answered()
    wishes.night()
    call_command("deliver", verbosity=0)
    purge_all()
    call_command("deliver", verbosity=0)


@pytest.mark.fault  # a long story
def test_each_kind_of_data_is_deleted_on_its_day_and_not_sooner(client, sign, sheffield, today_is):
    start = timezone.now()  # rows are stamped with the real time on the first day

    def clock(day):
        moment = timezone.localtime(start + dt.timedelta(days=day))
        # Later than the rows were stamped, and on the same day also in the evening.
        at = min(moment + dt.timedelta(hours=6), moment.replace(hour=23, minute=59))
        today_is(at.date().isoformat(), f"{at:%H:%M}")

    Contact.objects.create(
        council=Council.objects.get(code="KEN"),
        email=COUNCIL,
        source="https://www.kent.example/cabinet",
        checked_on=start.date(),
        check_again_on=start.date() + dt.timedelta(days=365),
    )
    letter = first_day(client)
    last_seen = dict.fromkeys(GONE_ON, -1)
    for day in NIGHTS:
        clock(day)
        if day == SIGNS:
            sign(sheffield, timezone.localdate().isoformat())
        if day == TEXTS - 1:
            process(reply("RE: your letter", "Councilwords.", COUNCIL), to=bounces_of(letter))
        if day == PEOPLE - 12:
            client.post("/letters/lost/", {"email": "anna@needle.example"})
        night()
        present = set().union(*found_in_tables(GONE_ON).values())
        last_seen |= dict.fromkeys(present, day)
    assert last_seen == {
        needle: max([day for day in NIGHTS if day < on], default=-1)
        for needle, on in GONE_ON.items()
    }
