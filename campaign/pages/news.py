"""News: what staff write under a day, as a draft until they publish it."""

import base64
import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaign.pages.markdown import HasMarkdown
from campaign.pages.pictures import Picture
from councils.dates import today


class NewsQuerySet(models.QuerySet["NewsItem"]):
    """Items of news."""

    def public(self, on: dt.date | None = None) -> "NewsQuerySet":
        """Return what is published, from its day to its last day, the newest first."""
        on = on or today()
        not_over = Q(public_until=None) | Q(public_until__gte=on)
        return self.filter(not_over, is_published=True, day__lte=on).order_by("-day", "-pk")

    def without_content(self) -> "NewsQuerySet":
        """Fetch pictures' sizes with the items, and not the pictures themselves."""
        return self.select_related("picture").defer("picture__content")


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
    public_until = models.DateField(
        "last day",
        null=True,
        blank=True,
        help_text="It is gone on the day after. Leave it empty to keep it.",
    )
    summary = models.CharField(
        max_length=300, help_text="One or two sentences, for the list, the home page and the feed."
    )
    body = models.TextField("text", blank=True, help_text="Markdown. Headings start with ##.")
    picture_words = models.CharField(
        "the picture in words",
        max_length=300,
        blank=True,
        help_text="For people who cannot see it. Every picture needs this.",
    )
    is_published = models.BooleanField(
        "published",
        default=False,
        help_text="Until this is ticked, it is a draft that visitors cannot see.",
    )

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = "item of news"
        verbose_name_plural = "news"
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.day and self.public_until and self.public_until < self.day:
            raise ValidationError({"public_until": "The last day lies before the first."})

    def get_absolute_url(self) -> str:
        return reverse("news_item", args=[self.slug])

    @property
    def shown_picture(self) -> "NewsPicture | None":
        return getattr(self, "picture", None)

    def set_picture(self, picture: Picture) -> None:
        """Replace its picture."""
        NewsPicture.objects.update_or_create(
            news=self,
            defaults={
                "content": picture.content,
                "width": picture.width,
                "height": picture.height,
            },
        )


class NewsPicture(models.Model):
    """The picture of an item of news: a JPEG that we encoded ourselves."""

    published = True

    news = models.OneToOneField(NewsItem, on_delete=models.CASCADE, related_name="picture")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0), name="news_picture_has_a_size"
            )
        ]

    def __str__(self) -> str:
        return f"the picture of {self.news}"

    @property
    def inline(self) -> str:
        """The picture itself as an address, for a private page: nobody else can ask for it."""
        return f"data:image/jpeg;base64,{base64.b64encode(bytes(self.content)).decode()}"

    @property
    def address(self) -> str:
        """Its path, which changes with it."""
        path = reverse("news_picture", args=[self.news.slug])
        return f"{path}?v={self.changed_at:%Y%m%d%H%M%S}"
