"""Words that staff edit: pages in Markdown, and who runs the site."""

import datetime as dt
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from campaign.pages.markdown import HasMarkdown
from councils.dates import PeriodQuerySet, ends_after_it_starts, format_date, today


class PageQuerySet(models.QuerySet["Page"]):
    """Pages that staff edit."""

    def public(self, on: dt.date) -> "PageQuerySet":
        """Return those that visitors see on a day."""
        started = Q(public_from=None) | Q(public_from__lte=on)
        not_over = Q(public_until=None) | Q(public_until__gte=on)
        return self.filter(started, not_over, is_published=True)


class Page(HasMarkdown):
    """A page that staff edit."""

    published = True

    slug = models.SlugField(
        "address",
        unique=True,
        help_text="The page “about” is at /about/. Pages that ship with the site keep theirs.",
    )
    title = models.CharField(
        max_length=120, help_text="The heading of the page, and its name in search engines."
    )
    description = models.CharField(
        "what search engines show",
        max_length=160,
        help_text="One sentence. It is also shown where people share the page.",
    )
    lead = models.TextField(
        "opening sentences", blank=True, help_text="One or two sentences, shown large."
    )
    body = models.TextField(
        "text",
        help_text="Markdown. Headings start with ##. {signed} and {total} become today’s numbers.",
    )
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)
    is_published = models.BooleanField(
        "published",
        default=False,
        help_text="Until this is ticked, it is a draft that visitors cannot see.",
    )
    public_from = models.DateField(
        "from",
        null=True,
        blank=True,
        help_text="The day on which it appears. Leave it empty to show it at once.",
    )
    public_until = models.DateField(
        "last day",
        null=True,
        blank=True,
        help_text="It is gone on the day after. Leave it empty to keep it.",
    )

    history = HistoricalRecords(excluded_fields=["shipped_digest", "made_at", "changed_at"])
    """Every version that was saved. The admin shows them, and restores one."""

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_until=None)
                | Q(public_from=None)
                | Q(public_until__gte=F("public_from")),
                name="page_ends_after_it_starts",
                violation_error_message="The last day lies before the first.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])


def can_be_reached(contact: str) -> None:
    """Refuse a contact without an email address and without a telephone number."""
    digits = re.sub(r"\D", "", contact)
    if len(digits) < 10 and not re.search(r"\S@\S+\.\S", contact):
        raise ValidationError("Add a telephone number or an email address to it.")


SHUT_WITHIN = dt.timedelta(days=1)
"""How long after it was opened the site can be shut again. Later it closes, with a night."""


class Organisation(models.Model):
    """Who runs the site, who answers for what, and since when it is open: one row.

    Pages show it only as far as it is filled in.
    """

    published = True

    name = models.CharField(
        max_length=160, blank=True, help_text="Public, at the foot of every page and every letter."
    )
    charity_number = models.CharField(
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"^\d{6,7}\Z", "A charity’s number is six or seven digits: 1234567.")
        ],
        help_text="Digits only. Public. The site is opened only with it.",
    )
    website = models.URLField(
        blank=True, help_text="Its own website, starting with https://. Public."
    )
    email = models.EmailField(
        "address for the public",
        blank=True,
        help_text="The email address to which people and councils write. Public, so not a"
        " person’s own.",
    )
    postal_address = models.CharField(
        max_length=300, blank=True, help_text="In one line, with commas. Public."
    )
    safeguarding_email = models.EmailField(
        "address of the person responsible for safeguarding",
        blank=True,
        help_text="Told at once when an email to us may be a call for help. Not public. A new one"
        " counts once somebody there has confirmed it.",
    )
    safeguarding_asked = models.EmailField(blank=True, editable=False)
    """An address that nobody there has confirmed yet."""
    deputy_email = models.EmailField(
        "address of their deputy",
        blank=True,
        help_text="Told when nobody has taken a call for help within an hour. Not public, and"
        " confirmed in the same way. Without one, every administrator is told.",
    )
    deputy_asked = models.EmailField(blank=True, editable=False)
    press_contact = models.CharField(
        max_length=200,
        blank=True,
        validators=[can_be_reached],
        help_text="A name or a role, with a telephone number or an email address.",
    )
    mail_hours = models.CharField(
        "when email is read",
        max_length=160,
        blank=True,
        help_text="For example: Monday to Friday, 9am to 5pm, but not on bank holidays. Public, at"
        " the foot of every page.",
    )
    words_checked = models.BooleanField(
        "We have read what the privacy page says about how long things are kept and"
        " how to complain, and will keep to it",
        default=False,
        help_text="Tick it once everybody named above has read that page.",
    )
    restore_rehearsed_on = models.DateField(
        "day on which restoring a backup was rehearsed",
        null=True,
        blank=True,
        help_text="Ask whoever runs the server to restore one, and see it work.",
    )
    dpia_on = models.DateField(
        "day of the data protection impact assessment",
        null=True,
        blank=True,
        help_text="Children write to us, so the law asks for one. The day on which it was agreed.",
    )
    ico_number = models.CharField(
        "registration number at the Information Commissioner’s Office",
        max_length=12,
        blank=True,
        validators=[
            RegexValidator(r"(?i)^[a-z]{1,2}\d{6,7}\Z", "It is letters, then digits: ZA123456.")
        ],
        help_text="As in ZA123456.",
    )
    safeguarding_policy = models.URLField(
        "safeguarding policy",
        max_length=300,
        blank=True,
        help_text="The link under which the organisation’s own can be read.",
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    tells_one_night = models.BooleanField(
        "Home tells the story of one night",
        default=True,
        help_text="Untick it to take the story off home at once.",
    )

    host = models.CharField(
        "who runs our server",
        max_length=160,
        blank=True,
        help_text="The company and its country, as in “Example Hosting, in Germany”. Public, on"
        " the privacy page.",
    )
    mail_service = models.CharField(
        "who carries our email",
        max_length=160,
        blank=True,
        help_text="The company. Public, on the privacy page.",
    )
    self_check_reviewed_by = models.CharField(
        "practitioner who reviewed the questions of the self-check",
        max_length=200,
        blank=True,
        help_text="A role, an organisation and the day. Public, on the self-check.",
    )

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "who runs the site"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name or "Not filled in yet"

    def clean(self) -> None:
        """Refuse the day of something that is said to have been done, and is to come."""
        for name in ("restore_rehearsed_on", "dpia_on"):
            day = getattr(self, name)
            if day and day > today():
                raise ValidationError({name: "This day has not come yet."})

    @classmethod
    def current(cls) -> "Organisation":
        """Return who runs the site: an empty row until somebody is named."""
        return cls.objects.first() or cls()

    @property
    def is_being_prepared(self) -> bool:
        """Whether the site takes nothing personal yet."""
        return settings.MUST_BE_OPENED and self.opened_at is None

    @property
    def may_be_shut(self) -> bool:
        """Whether it was opened within the last day: by mistake, perhaps."""
        if not settings.MUST_BE_OPENED or self.opened_at is None:
            return False
        return self.opened_at > timezone.now() - SHUT_WITHIN

    def open(self) -> bool:
        """From now on the site takes alerts, messages and letters; return False if it did."""
        now = timezone.now()
        opened = Organisation.objects.filter(pk=self.pk, opened_at=None).update(opened_at=now)
        self.refresh_from_db()
        return bool(opened)

    def shut(self) -> bool:
        """Undo its opening: the site is being prepared again; return False if it is too late."""
        just_opened = Organisation.objects.filter(
            pk=self.pk, opened_at__gt=timezone.now() - SHUT_WITHIN
        )
        shut = just_opened.update(opened_at=None)
        self.refresh_from_db()
        return bool(shut)

    @property
    def lacks_safeguarding(self) -> bool:
        """Whether the site is open, and nobody has confirmed that they read calls for help."""
        return self.opened_at is not None and not self.safeguarding_email

    @property
    def charity_words(self) -> str:
        """The charity number, as it follows the name in a sentence; "" if there is none."""
        return f", registered charity {self.charity_number}" if self.charity_number else ""

    @property
    def who_hosts(self) -> str:
        """Who else handles what passes through the site; "" while staff have not said both."""
        if not (self.host and self.mail_service):
            return ""
        return (
            f"Our server is run by {self.host}, and {self.mail_service} carries our email. They"
            " handle what passes through it for us."
        )


def safeguarding_address() -> str:
    """Return the address to which calls for help go, or "": that of the public before opening."""
    organisation = Organisation.current()
    return organisation.safeguarding_email or organisation.email


def reader_of_calls() -> str:
    """Return who is emailed of calls for help, in words that can follow "to"."""
    organisation = Organisation.current()
    if organisation.safeguarding_email:
        return "the person responsible for safeguarding"
    reader = organisation.email or "the administrators"
    return f"{reader}, as nobody is named as responsible for safeguarding"


def is_organisation_known() -> bool:
    """Whether a council or a supporter can tell who runs the site, and write to them."""
    organisation = Organisation.current()
    return bool(organisation.name and organisation.email)


class NewsQuerySet(models.QuerySet["NewsItem"]):
    """Items of news."""

    def public(self, on: dt.date) -> "NewsQuerySet":
        """Return what is published, from its day on, the newest first."""
        shown = self.filter(is_published=True, day__lte=on)
        return shown.defer("picture").order_by("-day", "-pk")


class NewsItem(HasMarkdown):
    """One item of news."""

    published = True

    title = models.CharField(max_length=120, help_text="What has happened, in one line.")
    slug = models.SlugField(
        "address",
        unique=True,
        max_length=80,
        help_text="The last part: “new-map” is at /news/new-map/. It is made from the title.",
    )
    day = models.DateField(default=today, help_text="It is shown from this day on.")
    summary = models.CharField(
        max_length=300,
        help_text="One or two sentences, for the list of news, its feed and its own page.",
    )
    body = models.TextField("text", blank=True, help_text="Markdown. Headings start with ##.")
    picture_words = models.CharField(
        "the picture in words",
        max_length=300,
        blank=True,
        help_text="For people who cannot see it. Every picture needs this.",
    )
    picture = models.BinaryField(default=b"")
    """A JPEG that we encoded ourselves."""
    picture_width = models.PositiveSmallIntegerField(default=0, editable=False)
    picture_height = models.PositiveSmallIntegerField(default=0, editable=False)
    is_published = models.BooleanField(
        "published",
        default=False,
        help_text="Until this is ticked, it is a draft that visitors cannot see.",
    )

    # An older version is put back at its address, and as public as the item is today.
    history = HistoricalRecords(
        excluded_fields=["slug", "is_published", "made_at", "changed_at"],
        cascade_delete_history=True,
    )
    """Every version that was saved, with its picture. They go with a draft that is deleted."""

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = "item of news"
        verbose_name_plural = "news"
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news_item", args=[self.slug])

    @property
    def picture_address(self) -> str:
        """The path of its picture, which changes with the item; "" if it has none."""
        if not self.picture_width:
            return ""
        path = reverse("news_picture", args=[self.slug])
        return f"{path}?v={self.changed_at:%Y%m%d%H%M%S}"


class Notice(models.Model):
    """A sentence at the top of every page, both its days included."""

    published = True

    text = models.CharField(
        max_length=200, help_text="What everybody should know, in one or two sentences."
    )
    url = models.URLField(
        "link, if there is more to read",
        blank=True,
        help_text="Shown after the notice as “Read more”.",
    )
    starts_on = models.DateField(
        "from", default=today, help_text="The first day on which it is shown."
    )
    until = models.DateField("last day", help_text="It is gone on the day after.")
    is_on = models.BooleanField(
        "shown",
        default=True,
        db_default=True,
        help_text="Take the tick out to take it down at once. Tick it to put it up again.",
    )

    objects = PeriodQuerySet["Notice"].as_manager()

    class Meta:
        ordering = ["-until"]
        verbose_name = "notice on every page"
        verbose_name_plural = "notices on every page"
        constraints = [ends_after_it_starts("notice_ends_after_it_starts")]

    def __str__(self) -> str:
        # Not its words: the admin's log keeps this, and a name in it could not be taken out.
        return f"Notice from {format_date(self.starts_on)} to {format_date(self.until)}"


def is_being_prepared() -> bool:
    return Organisation.current().is_being_prepared
