"""News: what staff write under a day, as a draft until they publish it."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaign.pages.markdown import rendered
from campaign.pages.pictures import Picture
from councils.dates import today
from councils.models.mojibake import NoMojibakeModel


class NewsQuerySet(models.QuerySet["NewsItem"]):
    """Items of news."""

    def public(self, on: dt.date | None = None) -> "NewsQuerySet":
        """Return what is published and whose day has come, the newest first."""
        return self.filter(is_published=True, day__lte=on or today()).order_by("-day", "-pk")

    def without_content(self) -> "NewsQuerySet":
        """Fetch pictures' sizes with the items, and not the pictures themselves."""
        return self.select_related("picture").defer("picture__content")


class NewsItem(NoMojibakeModel):
    """One item of news. Its HTML is made and sanitised when it is saved, not when read."""

    published = True

    title = models.CharField(max_length=120)
    slug = models.SlugField(
        unique=True,
        max_length=80,
        help_text="Its address: the item “new-map” is at /news/new-map/.",
    )
    day = models.DateField(default=today, help_text="It is shown from this day on.")
    summary = models.CharField(
        max_length=300, help_text="One or two sentences, for the list, the home page and the feed."
    )
    body = models.TextField("text", blank=True, help_text="Markdown. Headings start at ##.")
    html = models.TextField(editable=False)
    picture_words = models.CharField(
        "the picture in words",
        max_length=300,
        blank=True,
        help_text="For people who cannot see it. A picture needs them.",
    )
    is_published = models.BooleanField(
        "published", default=False, help_text="Without this tick it is a draft that nobody sees."
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = "item of news"
        verbose_name_plural = "news"
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.html = rendered(self.body)
        super().save(*args, **kwargs)

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
    def address(self) -> str:
        """Its path, which changes with it."""
        path = reverse("news_picture", args=[self.news.slug])
        return f"{path}?v={self.changed_at:%Y%m%d%H%M%S}"
