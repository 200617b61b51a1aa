"""What is kept of people: read from the whole database, held against the words of the privacy page.

Nobody's days are taken from the code that deletes: they stand in the page, and start with what
people saw themselves.
"""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from campaign.outbox.mime import readable
from tests.campaign.year.clock import DAY, LONDON
from tests.seen import words

WORD = re.compile(r"(?:qyqy|zyzy)[bcdfghjklmnpqrstvwxz]{4}", re.IGNORECASE)
PERIODS = {
    "draft": r"A draft: (\d+) days after",
    "unconfirmed": r"did not confirm: (\d+) days after our email with the code left",
    "text": r"The text of your letter: (\d+) days after we know",
    "text at most": r"never more than (\d+) days after you confirmed",
    "people": r"where you live: (\d+) months after you confirmed",
    "emails": r"and never more than (\d+) days after they went",
    "closing": r"(\d+) days later we delete everything about people",
    "updates": r"After (\d+) months we ask whether to go on",
    "answer": r"After (\d+) days without an answer it ends",
    "told": r"the email that told you is deleted here after (\d+) days",
}
"""By name: where the privacy page says it, with its number."""
IN_MONTHS = {"people", "updates"}


def promised(client):
    """Return the days that the privacy page promises, by name."""
    page = words(client.get("/privacy/")).replace(" :", ":")
    days = {}
    for name, pattern in PERIODS.items():
        found = re.search(pattern, page)
        assert found, (name, page)
        number = int(found[1])
        if name in IN_MONTHS:
            number = round(number * 30.4375)
        days[name] = number * DAY
    return days


class Kept:
    """Until when a person's name, and what they wrote, may be held: for one reason or another."""

    def __init__(self):
        self.names = {}
        self.texts = {}

    def note(self, why, name=None, text=None):
        """Note until when they are kept for a reason; a later note replaces an earlier one."""
        if name:
            self.names[why] = name
        if text:
            self.texts[why] = text

    def forget(self, *reasons):
        """What was kept for these reasons was deleted at once; for all, if none are named."""
        for why in reasons or [*self.names, *self.texts]:
            self.names.pop(why, None)
            self.texts.pop(why, None)

    def may_be_held(self, is_name, now):
        reasons = self.names if is_name else self.texts
        return any(after_the_night(until) > now for until in reasons.values())


def after_the_night(until):
    """Return when a night has followed: all that was over by then has gone."""
    morning = until.astimezone(LONDON).replace(hour=4, minute=0)
    return morning if morning >= until else morning + DAY


def end_of_day(at):
    return (at.astimezone(LONDON) + DAY).replace(hour=0, minute=0)


def held():
    """Return every word of a person that stands anywhere, with the places where it stands."""
    found = {}
    for model in apps.get_models():
        for row in rows_of(model):
            for field, value in row.items():
                for word in WORD.findall(as_text(field, value)):
                    found.setdefault(word.lower(), set()).add(f"{model._meta.label}.{field}")
    for path in files():
        for word in WORD.findall(path.read_text(errors="replace")):
            found.setdefault(word.lower(), set()).add(path.name)
    return found


def rows_of(model):
    kinds = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
    if not names or model._meta.app_label == "councils":
        return []
    return model._default_manager.order_by().values(*names)


def as_text(field, value):
    if isinstance(value, memoryview | bytes):
        source = bytes(value)
        return " ".join([source.decode(errors="replace"), *readable(source)])
    return f"{value}"


def files():
    for place in (settings.LEDGER, settings.MAIL_DIR):
        path = Path(place)
        if path.is_dir():
            yield from path.iterdir()
        elif path.exists():
            yield path
