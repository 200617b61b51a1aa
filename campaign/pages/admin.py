"""Pages and the organisation in the admin."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from simple_history.admin import SimpleHistoryAdmin

from campaign.pages import loading
from campaign.pages.markdown import rendered
from campaign.pages.models import NewsItem, NewsPicture, Notice, Organisation, Page
from campaign.pages.news_views import news_page
from campaign.pages.pictures import Picture, from_text, taken_in
from campaign.pages.preview_admin import ShowsPreview
from campaign.pages.views import page_view
from campaign.staff import emails
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted
from councils.dates import today
from councils.forms import EmailAddressField, ModelForm

STAYS = "Every page of the site links to this one, so it stays public."


PASTED = (
    (r"\r\n?|\x0b", "\n"),
    ("[\xa0\u2007\u202f]", " "),
    ("[\xad\u200b\ufeff]", ""),
    (r"(?m)^[ \t]*[•·▪‣o\uf0b7\uf0a7][ \t]*\t[ \t]*", "- "),
    (r"(?m)^[ \t]*(\d+)[.)]\t[ \t]*", r"\1. "),
)
"""What a word processor leaves in a text, and what Markdown has instead."""


class BodyField(forms.CharField):
    """A text in Markdown with the line ends with which pages ship, and without a Word’s bullets.

    Otherwise the history of a page would show its whole text as changed.
    """

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        for found, instead in PASTED:
            text = re.sub(found, instead, text)
        return f"{text}\n" if text else ""


class PageForm(ModelForm):
    """A page; a new one may not take the address of another page of the site."""

    class Meta:
        field_classes = {"body": BodyField}

    reason = forms.CharField(
        label="Why this change",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text="For colleagues, in the history of the page. Visitors do not see it.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.slug in loading.slugs():
            hidden = {
                "is_published": not cleaned.get("is_published", True),
                "public_from": (cleaned.get("public_from") or today()) > today(),
                "public_until": cleaned.get("public_until"),
            }
            for field, hides in hidden.items():
                if hides and field in self.fields:
                    self.add_error(field, STAYS)
        return cleaned

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk is None and resolve(f"/{slug}/").view_name != "page":
            raise forms.ValidationError(
                "The site has another page at this address. Choose another."
            )
        return slug


@admin.register(Page)
class PageAdmin(ShowsPreview, SimpleHistoryAdmin, ModelAdmin):
    section, list_name = "Words", "Pages"
    empty_words = "No page is loaded. Ask whoever runs the server to run “load_pages”."
    add_words = "Write a new page"
    form = PageForm
    list_display = ["title", "address", "state", "changed_at"]
    list_filter = ["is_published"]
    search_fields = ["title", "slug", "body"]
    fields = [
        *("title", "slug", "description", "lead", "body"),
        *("is_published", ("public_from", "public_until"), "reason"),
    ]
    change_form_template = "admin/pages/beside.html"

    @admin.display(description="address", ordering="slug")
    def address(self, page: Page) -> str:
        return page.get_absolute_url()

    @admin.display(description="visitors see it")
    def state(self, page: Page) -> str:
        return page.state_words()

    def shown(self, request: HttpRequest, typed: dict[str, Any], obj: Page | None) -> str:
        """Return the page as visitors would see it with what was typed."""
        slug = obj.slug if obj else typed.get("slug") or "draft"
        words = {name: typed.get(name) or "" for name in ("title", "description", "lead", "body")}
        page = Page(slug=slug, html=rendered(words["body"]), **words)
        return page_view(request, page).content.decode()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        number_or_404(object_id)
        seen: HttpResponse = super().history_view(request, object_id, extra_context)
        return seen

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show an older version; only who may change the page may restore it."""
        number_or_404(object_id)
        number_or_404(version_id)
        # The library asks for the permission to view alone.
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        shown: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return shown

    def get_history_queryset(
        self, request: HttpRequest, history: Any, pk_name: str, object_id: str
    ) -> Any:
        # The library's own asks for no related rows by a call that Django 6.1 deprecates.
        return history.filter(**{pk_name: object_id}).select_related("history_user")

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[str]:
        # Pages are linked from everywhere, so a page keeps its address.
        return ["slug"] if obj else []

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        obj.shipped_digest = ""  # so that loading leaves the edited page alone
        match = request.resolver_match
        restores = match is not None and str(match.url_name).endswith("simple_history")
        why = form.cleaned_data.get("reason") or ("An older version, restored" if restores else "")
        obj._change_reason = why  # type: ignore[attr-defined]  # the library reads it there
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        # Every page of the site links to those that ship, whoever wrote their words.
        ships = obj is not None and obj.slug in loading.slugs()
        return super().has_delete_permission(request, obj) and not ships


def number_or_404(text: str) -> None:
    """Raise Http404 for a primary key that is no number, where the library would fail on it."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404


class NewsForm(ModelForm):
    """An item of news with its picture, which is encoded anew before it is stored."""

    class Meta:
        field_classes = {"body": BodyField}

    picture_file = forms.FileField(
        label="Picture",
        required=False,
        help_text="JPEG, PNG or WebP, 8 MB at most. We make it smaller, and remove the place and"
        " camera details. Show no child whom anybody could recognise.",
    )
    remove_picture = forms.BooleanField(label="Remove the picture", required=False)

    new_picture: Picture | None = None
    """What was chosen, now or before a preview: it travels with the form as ``picture_kept``."""

    def clean_picture_file(self) -> Picture | None:
        upload = self.cleaned_data["picture_file"]
        kept = "" if self.data.get("remove_picture") else self.data.get("picture_kept", "")
        if not upload and kept:
            upload = from_text(kept)
        if upload:
            self.new_picture = taken_in(upload)
            self["picture_file"].help_text = "We have it. Choose another to put in its place."
        return self.new_picture

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kept = self.instance.shown_picture and not cleaned.get("remove_picture")
        if (cleaned.get("picture_file") or kept) and not cleaned.get("picture_words", "").strip():
            self.add_error("picture_words", "Say in words what the picture shows.")
        return cleaned


def day_or_today(typed: Any) -> dt.date:
    """Return the day that was typed; today if it is empty or no day."""
    try:
        return forms.DateField().clean(typed) or today()
    except forms.ValidationError:
        return today()


@admin.register(NewsItem)
class NewsAdmin(ShowsPreview, ModelAdmin):
    section, list_name = "Words", "News"
    empty_words = (
        "There is no news yet. Write an item: it stays a draft until you tick “published”."
    )
    add_words = "Write an item of news"
    change_form_template = "admin/pages/beside.html"
    form = NewsForm
    list_display = ["title", "day", "public_until", "is_published"]
    list_filter = ["is_published"]
    search_fields = ["title", "summary", "body"]
    prepopulated_fields = {"slug": ["title"]}
    fields = [
        *("title", "slug", ("day", "public_until"), "summary", "body"),
        *("picture_file", "picture_words", "remove_picture", "is_published"),
    ]

    def get_fields(self, request: HttpRequest, obj: NewsItem | None = None) -> Any:
        has_picture = obj is not None and obj.shown_picture is not None
        fields = super().get_fields(request, obj)
        return [field for field in fields if has_picture or field != "remove_picture"]

    def shown(self, request: HttpRequest, typed: dict[str, Any], obj: NewsItem | None) -> str:
        """Return the item as visitors would see it with what was typed, and its picture."""
        names = ("title", "summary", "body", "picture_words")
        words = {name: typed.get(name) or "" for name in names}
        item = NewsItem(html=rendered(words["body"]), day=day_or_today(typed.get("day")), **words)
        picture = obj.shown_picture if obj else None
        new: Picture | None = typed.get("new_picture")
        if new:
            picture = NewsPicture(content=new.content, width=new.width, height=new.height)
        return news_page(request, item, picture, is_private=True).content.decode()

    def save_model(self, request: HttpRequest, obj: NewsItem, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        picture: Picture | None = form.cleaned_data.get("picture_file")
        if picture:
            obj.set_picture(picture)
        elif form.cleaned_data.get("remove_picture"):
            NewsPicture.objects.filter(news=obj).delete()


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):
    section, list_name = "Words", "Notices on every page"
    empty_words = (
        "No notice is up or planned. Put one up when everybody should know something "
        "for some days, such as an outage."
    )
    add_words = "Put up a notice"
    list_display = ["text", "starts_on", "until"]
    fields = ["text", "url", ("starts_on", "until")]


@admin.register(Organisation)
class OrganisationAdmin(NeverDeleted, ModelAdmin):
    section, list_name = "Words", "Who runs the site"
    empty_words = (
        "Nobody is named. Say who runs the site and where people can write: until then "
        "no letter goes to a council."
    )
    add_words = "Say who runs the site"
    list_display = ["__str__", "charity_number", "email"]
    formfield_overrides = {models.EmailField: {"form_class": EmailAddressField}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Organisation.objects.exists()

    def response_add(self, request: HttpRequest, obj: Organisation, *_: Any) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Organisation) -> HttpResponse:
        """Say what was saved: there is one row, which has no name of its own in a sentence."""
        self.message_user(request, f"Saved. Every page says now that {obj} runs this site.")
        return self.response_post_save_change(request, obj)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
        if "safeguarding_email" in form.changed_data:
            by = request.user.get_username()
            emails.tell_of_safeguarding_address(obj.safeguarding_email, by)
