"""The switches of the site on the desk: how each stands, and who changed it last."""

from dataclasses import dataclass, replace

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone

from campaign.outbox.models import MailSettings
from campaign.pages.models import Notice
from campaign.rate_limits.models import BusyDay
from councils.dates import format_date, today
from councils.models import Closing, Edition, Holds, Pause
from councils.record.version import closing_day

LIVE = ("letters go to councils", "live")
PAUSE = ("paused", "resumed")
TEXT = ("holds the full text",)


@dataclass(frozen=True)
class Switch:
    """One switch: its name, how it stands, what it does, where, and who changed it last."""

    name: str
    state: str
    does: str
    url: str
    permission: str
    """The permission that whoever follows the link needs; "" for an administrator's."""
    changed: str
    may_open: bool = False


def switches(mail: MailSettings, user: User | AnonymousUser) -> list[Switch]:
    """Return every switch as it stands today, as ``user`` may open it."""
    return [
        replace(
            switch,
            may_open=user.has_perm(switch.permission) if switch.permission else user.is_superuser,
        )
        for switch in all_of_them(mail)
    ]


def all_of_them(mail: MailSettings) -> list[Switch]:
    settings = reverse("admin:outbox_mailsettings_changelist")
    see_mail = "outbox.view_mailsettings"
    return [
        Switch(
            "All email", "Off: no email goes out" if mail.paused else "On",
            "Off holds every email.",
            settings, see_mail, changed_by(MailSettings, PAUSE),
        ),
        Switch(
            "Letters", "On" if mail.is_live else "Test: councils get nothing",
            "On sends them to councils.",
            settings, see_mail, changed_by(MailSettings, LIVE),
        ),
        Switch(
            "Busy day", "On until midnight" if BusyDay.current() else "Off",
            "Lets five times as many letters through.",
            reverse("admin:busy_day"), "rate_limits.view_busyday", changed_by(BusyDay),
        ),
        Switch(
            "Pauses", pauses(), "Hold letters, or our questions.",
            reverse("admin:councils_pause_changelist"), "councils.view_pause", changed_by(Pause),
        ),
        Switch(
            "Notice", notices(), "Stands on every page.",
            reverse("admin:pages_notice_changelist"), "pages.view_notice", changed_by(Notice),
        ),
        Switch(
            "Charter’s text", text_held(), "With it, councils can sign here.",
            reverse("admin:councils_edition_changelist"), "councils.view_edition",
            changed_by(Edition, TEXT),
        ),
        Switch(
            "Closing", closing(), "Ends letters, alerts and sign-up.",
            reverse("admin:closing"), "", changed_by(Closing),
        ),
    ]  # fmt: skip


def closing() -> str:
    day = closing_day()
    if day is None:
        return "No day is set"
    return f"{'Closed since' if day <= today() else 'Closes on'} {format_date(day)}"


def notices() -> str:
    """Say which notice is shown until when, or from when the next one is."""
    shown = Notice.objects.filter(until__gte=today()).order_by("starts_on").first()
    if shown is None:
        return "None"
    if shown.starts_on > today():
        return f"From {format_date(shown.starts_on)}: {shown.text}"
    return f"Until {format_date(shown.until)}: {shown.text}"


def pauses() -> str:
    """Say to how many councils letters, or our questions, wait; or from when they will."""
    said = []
    for words, what in (("Letters", Holds.LETTERS), ("Our questions", Holds.QUESTIONS)):
        if number := len(Pause.objects.by_council(what=what)):
            said.append(f"{words} to {'1 council' if number == 1 else f'{number} councils'} wait")
    later = Pause.objects.filter(starts_on__gt=today()).order_by("starts_on").first()
    if later:
        said.append(f"The next begins on {format_date(later.starts_on)}")
    return ". ".join(said) or "None"


def text_held() -> str:
    if Edition.objects.signable():
        return "We have it"
    return "We don’t have it"


def changed_by(model: type[Model], words: tuple[str, ...] = ("",)) -> str:
    """Say who last made a change that mentions one of ``words``, and when; "" if nobody did."""
    said = Q()
    for word in words:
        said |= Q(change_message__icontains=word)
    entries = LogEntry.objects.filter(said, content_type=ContentType.objects.get_for_model(model))
    entry = entries.select_related("user").order_by("-action_time").first()
    if entry is None:
        return ""
    day = format_date(timezone.localdate(entry.action_time))
    return f"{entry.user.get_username()}, {day}"
