"""A row in every list of the staff site, on top of tests.rich: for ./dev demo, and to look at all.

Everybody in it is made up.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.utils import timezone

from campaign.asking.models import Ask, AskKind
from campaign.pages.models import NewsItem, Notice
from campaign.sign_up.models import SignUp, SignUpKind
from campaign.staff.models import AuditEntry
from campaign.supporters.models import SuppressedAddress, Update, Wish
from campaign.tasks.models import Task
from councils.models import (
    Contact,
    Council,
    DraftList,
    EvidenceLink,
    Pause,
    Role,
)

OFFICER = {
    "officer": "Olu Ade",
    "role": "Head of children’s services",
    "from_own_mail": True,
}


def fill_every_list(user: User) -> None:
    """Add what nobody's life on the site brings by itself."""
    now = timezone.now()
    day = timezone.localdate()
    councils = list(
        Council.objects.filter(slug__in=["leeds", "sheffield", "york"]).order_by("slug")
    )
    leeds, sheffield, york = councils
    for council in councils:
        reachable(council, day)
    councils_write(leeds, sheffield, now)
    asks(user, york, now, day)
    people(user, york, now)
    record(sheffield, york, day)
    NewsItem.objects.create(
        title="The map has names", slug="names", summary="Each hexagon says which council it is.",
        body="Select one.", is_published=True,
    )  # fmt: skip
    Notice.objects.create(
        text="From Friday to Monday we answer emails more slowly.", until=day + dt.timedelta(days=3)
    )
    AuditEntry.objects.record(AuditEntry.Kind.EXPORT, user, "Councils, 153 rows")
    Council.objects.filter(slug="leeds").update(letters_a_day=20)


def reachable(council: Council, day: dt.date) -> None:
    """Add a checked address for letters, and one for our own questions."""
    for role, box in ((Role.LEAD_MEMBER, "lead.member"), (Role.DEMOCRATIC, "democratic.services")):
        Contact.objects.get_or_create(council=council, role=role, defaults={
            "email": f"{box}@{council.slug}.example", "checked_on": day,
            "source": f"https://www.{council.slug}.example/contact",
            "check_again_on": day + dt.timedelta(days=180),
        })  # fmt: skip


def councils_write(leeds: Council, sheffield: Council, now: dt.datetime) -> None:
    waits = SignUp.objects.create(
        council=sheffield, kind=SignUpKind.SIGNED, text="Cabinet decided it on 3 November 2026.",
        day="3 November 2026", evidence="Minutes, item 5", link="https://www.sheffield.example/5",
        email="olu.ade@sheffield.example", confirmed_at=now, **OFFICER,
    )  # fmt: skip
    waits.add_task(waits.text)
    SignUp.objects.create(
        council=leeds, kind=SignUpKind.CONFIRM, email="olu.ade@leeds.example", confirmed_at=now,
        outcome="accepted", decided_at=now, **OFFICER,
    )  # fmt: skip


def asks(user: User, york: Council, now: dt.datetime, day: dt.date) -> None:
    Ask.objects.create(
        council=york, kind=AskKind.QUESTION, reference="ABC234", role=Role.DEMOCRATIC,
        address_checked_on=day,
        asked_by=user, created_at=now - dt.timedelta(days=40),
        accepted_at=now - dt.timedelta(days=40),
    )  # fmt: skip


def people(user: User, york: Council, now: dt.datetime) -> None:
    Task(
        council=york, text="The day on your page is not the day of our meeting.",
        name="Olu Ade", email="olu.ade@york.example",
    ).receive_complaint()  # fmt: skip
    Wish.objects.create(
        kind="updates", council=york, email="anna@example.org", address_hash="a" * 26, wording=1,
        confirmed_at=now,
    )  # fmt: skip
    SuppressedAddress.objects.create(address_hash="b" * 26)
    Update.objects.create(
        subject="Something to do in {council}", written_by=user,
        text="The council of {council} decides in March. You can write to it before.",
    )  # fmt: skip
    AuditEntry.objects.record(AuditEntry.Kind.ERASED, user, "the person asked for it, 3 entries")


def record(sheffield: Council, york: Council, day: dt.date) -> None:
    week = dt.timedelta(days=7)
    Pause(council=york, until=day + week, reason="It asked for a rest.").update()
    Pause(
        council=sheffield,
        holds="questions",
        starts_on=day,
        until=day + week,
        reason="A by-election",
    ).update()
    cells = {"council": "Leeds", "date": "2013", "source": "Minutes"}
    DraftList.objects.create(
        kind="signatures", by="ada@example.org", name="spring.csv",
        lines=[{"number": 2, "cells": cells, "brought": [*cells.items()]}],
    )  # fmt: skip
    EvidenceLink.objects.create(
        url="https://www.sheffield.example/5", failures=3, said="404", checked_on=day
    )
