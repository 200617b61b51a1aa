"""Pages and the organisation in the admin."""

import io
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from PIL import Image
from simple_history.admin import SimpleHistoryAdmin

from campaign.pages import loading, opening
from campaign.pages.models import (
    NewsItem,
    Notice,
    Organisation,
    Page,
)
from campaign.pages.pasted import as_markdown, questions_about
from campaign.safeguarding import addresses
from campaign.staff import emails
from campaign.staff.sign_in import check_own_password
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted
from councils.dates import format_date, today
from councils.evidence_files import NotTakenError, clean
from councils.forms import EmailAddressField, ModelForm, NearDayField, PublicWordsForm
from councils.models import FileKind


class BodyField(forms.CharField):
    """A text in Markdown with the line ends with which pages ship, and without a Word’s bullets.

    Otherwise the history of a page would show its whole text as changed.
    """

    def to_python(self, value: Any) -> str:
        return as_markdown(str(super().to_python(value) or ""))


class PageForm(PublicWordsForm):
    """A page; a new one may not take the address of another page of the site."""

    public_words = ("title", "description", "lead", "body")

    class Meta:
        field_classes = {"body": BodyField}

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk is None and resolve(f"/{slug}/").view_name != "page":
            raise forms.ValidationError(
                "The site has another page at this address. Choose another."
            )
        return slug


class ShownPrivately(ModelAdmin):
    """The form of what visitors read, with help for its text and a way to see it before they do.

    What was typed is shown in another window by ``views.typed_view``.
    """

    change_form_template = "admin/pages/written.html"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it, and ask about what a reader would stumble on."""
        super().save_model(request, obj, form, change)
        if "body" in form.changed_data:
            for question in questions_about(obj.body):
                messages.warning(request, question)

    def view_on_site(self, row: Page | NewsItem) -> str | None:
        return row.get_absolute_url() if row.is_published else None


class KeepsVersions(SimpleHistoryAdmin):
    """The list of a model of which every version is kept: whoever may change it restores one."""

    def has_view_history_or_change_history_permission(
        self, request: HttpRequest, obj: Page | NewsItem | None = None
    ) -> bool:
        """Let only who may change the row restore an older version: the library asks less."""
        is_asked = (
            self.has_change_permission if request.method == "POST" else self.has_view_permission
        )
        return is_asked(request, obj)

    def get_history_queryset(
        self, request: HttpRequest, history: Any, pk_name: str, object_id: str
    ) -> Any:
        # The library's own asks for no related rows by a call that Django 6.1 deprecates.
        if not object_id.isdecimal():
            raise Http404
        return history.filter(**{pk_name: object_id}).select_related("history_user")

    def history_form_view_title(self, request: HttpRequest, obj: Page | NewsItem) -> str:
        return f"An older version: {obj}"


ALWAYS_PUBLIC = {"is_published", ("public_from", "public_until")}
"""What a page that ships is not asked: every page of the site links to it."""


@admin.register(Page)
class PageAdmin(NeverDeleted, ShownPrivately, KeepsVersions, ModelAdmin):
    """Pages, which are unpublished and never deleted: others link to them."""

    how_it_ends = (
        "A page is never deleted, as others link to it. Take the tick out of “published”, or set"
        " its last day."
    )
    section = "Words"
    list_name = "Pages"
    empty_words = "No page is loaded. Ask whoever runs the server to run “load_pages”."
    add_words = "Write a new page"
    form = PageForm
    list_display = ["title", "slug", "is_published", "public_from", "public_until", "changed_at"]
    list_filter = ["is_published"]
    search_fields = ["title", "slug", "body"]
    fields = [
        "title", "slug", "description", "lead", "body",
        "is_published", ("public_from", "public_until"),
    ]  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        ships = obj is not None and obj.slug in loading.slugs()
        return [field for field in self.fields if not (ships and field in ALWAYS_PUBLIC)]

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[str]:
        # Pages are linked from everywhere, so a page keeps its address.
        return ["slug"] if obj else []

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        obj.shipped_digest = ""  # so that loading leaves the edited page alone
        super().save_model(request, obj, form, change)


WIDEST = 1200
"""The width and the height that a picture of the news may keep, in pixels."""

type Picture = tuple[bytes, int, int]
"""A JPEG made by us, its width and its height."""


def as_jpeg(content: bytes) -> Picture:
    """Return a picture on white, no larger than we keep; ``ValidationError`` says what is wrong.

    Nothing else that was in the file is kept: no place, no camera, no second file behind it.
    """
    try:
        cleaned, kind = clean(content)
    except NotTakenError as error:
        raise forms.ValidationError(str(error)) from error
    if kind == FileKind.PDF:
        raise forms.ValidationError("This is not a picture. Take a JPEG or a PNG.")
    with Image.open(io.BytesIO(cleaned)) as image:
        image.thumbnail((WIDEST, WIDEST))
        clear = image.convert("RGBA")
    flat = Image.new("RGB", clear.size, "white")
    flat.paste(clear, mask=clear.getchannel("A"))
    output = io.BytesIO()
    flat.save(output, "JPEG", quality=72, optimize=True)
    return output.getvalue(), flat.width, flat.height


class NewsForm(PublicWordsForm):
    """An item of news with its picture, which is encoded anew before it is stored."""

    public_words = ("title", "summary", "body", "picture_words")

    class Meta:
        field_classes = {"body": BodyField, "day": NearDayField}
        error_messages = {
            "slug": {
                "unique": "An item of news has this address. Perhaps you have just saved this one:"
                " look under News first, or write another address."
            }
        }

    picture_file = forms.FileField(
        label="Picture",
        required=False,
        help_text="JPEG or PNG, 10 MB at most. We make it smaller, and remove the place and camera"
        " details. Show no child whom anybody could recognise.",
    )

    def clean_picture_file(self) -> Picture | None:
        upload = self.cleaned_data["picture_file"]
        return as_jpeg(upload.read()) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        has_picture = cleaned.get("picture_file") or self.instance.picture
        if has_picture and not cleaned.get("picture_words", "").strip():
            self.add_error("picture_words", "Say in words what the picture shows.")
        return cleaned


@admin.register(NewsItem)
class NewsAdmin(ShownPrivately, KeepsVersions):
    """News. What is published is taken off the site, and can be put back; a draft is deleted."""

    how_it_ends = (
        "To take it off the site, take the tick out of “published”; tick it to put it back. Only a"
        " draft can be deleted."
    )
    actions = None
    section = "Words"
    list_name = "News"
    empty_words = (
        "There is no news yet. Write an item: it stays a draft until you tick “published”."
    )
    add_words = "Write an item of news"
    form = NewsForm
    list_display = ["title", "day", "is_published"]
    list_filter = ["is_published"]
    search_fields = ["title", "summary", "body"]
    fields = [
        "title", "slug", "day", "summary", "body", "picture_file",
        "picture_words", "is_published",
    ]  # fmt: skip

    def save_model(self, request: HttpRequest, obj: NewsItem, form: Any, change: bool) -> None:
        if new := form.cleaned_data.get("picture_file"):
            obj.picture, obj.picture_width, obj.picture_height = new
        super().save_model(request, obj, form, change)
        if not obj.is_published:
            self.message_user(request, "It is a draft: visitors do not see it.")
        elif obj.day > today():
            self.message_user(request, f"Visitors see it from {format_date(obj.day)}.")
        else:
            self.message_user(request, "Visitors see it now.")

    def has_delete_permission(self, request: HttpRequest, obj: NewsItem | None = None) -> bool:
        if obj and obj.is_published:
            return False
        return super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: NewsItem | None = None) -> list[str]:
        # Others may link to what is published, so it keeps its address.
        return ["slug"] if obj and obj.is_published else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: NewsItem | None = None) -> Any:
        return {} if self.get_readonly_fields(request, obj) else {"slug": ["title"]}


class NoticeForm(PublicWordsForm):
    """A sentence at the top of every page."""

    public_words = ("text",)

    class Meta:
        field_classes = {"starts_on": NearDayField, "until": NearDayField}


@admin.register(Notice)
class NoticeAdmin(NeverDeleted, ModelAdmin):
    how_it_ends = "A notice is never deleted. Take the tick out of “shown”, and it is gone at once."
    section = "Words"
    list_name = "Notices on every page"
    empty_words = (
        "No notice is up or planned. Put one up when everybody should know something "
        "for some days, such as an outage."
    )
    add_words = "Put up a notice"
    form = NoticeForm
    list_display = ["text", "starts_on", "until", "is_on"]
    fields = ["text", "url", ("starts_on", "until"), "is_on"]


TEST_SENT = (
    "A test email is on its way to you. Load this page again in a minute: its last step says"
    " whether it was accepted."
)
SHUT_NO_MORE = (
    "It has been open for more than a day. Pause the email instead, or close the campaign."
)
SAFEGUARDING = ["safeguarding_email", "deputy_email"]
"""Where calls for help go: whoever may change it could silence them."""


ARE_ONE = (
    "This is the other address for calls for help, or was asked to be. The deputy’s is asked when"
    " nobody at the first has taken a call within an hour: enter two."
)


def are_one(address: str, other: str) -> bool:
    """Whether two addresses are the same mailbox, if both are named."""
    return bool(address) and address.casefold() == other.casefold()


class OrganisationForm(ModelForm):
    """Who runs the site. The two addresses for calls for help ask for one’s own password."""

    request: HttpRequest
    own_password = forms.CharField(
        label="Your own password",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Only where you fill in or change one of these two addresses.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in addresses.PLACES.values():
            asked = getattr(self.instance, place.asked_field)
            if asked and place.field in self.fields:
                waits = f"{asked} was asked, and has not said yes yet. Type it again to ask again."
                field = self.fields[place.field]
                field.help_text = f"{waits} {field.help_text}"

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "own_password"]

    @property
    def changed_addresses(self) -> list[str]:
        return [name for name in SAFEGUARDING if name in self.changed_data]

    def clean_safeguarding_email(self) -> str:
        address: str = self.cleaned_data["safeguarding_email"]
        if self.instance.opened_at and not address:
            raise forms.ValidationError(
                "While the site is open somebody must be told of calls for help. Enter the address"
                " of whoever is, and it takes the place of this one once they confirm it."
            )
        return address

    def clean_deputy_email(self) -> str:
        address: str = self.cleaned_data["deputy_email"]
        first = self.cleaned_data.get("safeguarding_email") or ""
        if self.changed_addresses and are_one(address, first):
            raise forms.ValidationError(ARE_ONE)
        # One that waits for a yes would become the same later, unless it is asked anew now.
        is_first_asked_anew = "safeguarding_email" in self.changed_data
        waits = "" if is_first_asked_anew else self.instance.safeguarding_asked
        if "deputy_email" in self.changed_data and are_one(address, waits):
            raise forms.ValidationError(ARE_ONE)
        deputy_waits = "" if "deputy_email" in self.changed_data else self.instance.deputy_asked
        if is_first_asked_anew and are_one(first, deputy_waits):
            raise forms.ValidationError(ARE_ONE)
        return address

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        user: Any = self.request.user
        if self.changed_addresses:
            try:
                check_own_password(user, cleaned.get("own_password", ""))
            except forms.ValidationError as error:
                self.add_error("own_password", error)
        return cleaned


@admin.register(Organisation)
class OrganisationAdmin(NeverDeleted, ModelAdmin):
    """The one row of who runs the site, with what is missing before an administrator opens it."""

    section = "Words"
    list_name = "Who runs the site"
    empty_words = (
        "Nobody is named. Say who runs the site and where people can write: until then "
        "no letter goes to a council."
    )
    add_words = "Say who runs the site"
    change_form_template = "admin/pages/organisation.html"
    form = OrganisationForm
    formfield_overrides = {
        **ModelAdmin.formfield_overrides,
        models.EmailField: {"form_class": EmailAddressField},
    }
    fieldsets = [
        ("On public pages", {"fields": [
            "name", "charity_number", "website", "email", "mail_hours", "postal_address",
            "press_contact", "host", "mail_service", "self_check_reviewed_by", "tells_one_night",
        ]}),
        ("Calls for help", {"fields": [*SAFEGUARDING, "own_password"]}),
        ("Before the site opens", {"fields": [
            "safeguarding_policy", "ico_number", "dpia_on", "words_checked",
            "restore_rehearsed_on",
        ]}),
    ]  # fmt: skip

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let the form know whose password it asks for."""
        form: Any = super().get_form(request, *args, **kwargs)
        form.request = request
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        """Show where calls for help go to everybody, and let only administrators change it."""
        shown = []
        for name, options in self.fieldsets:
            fields = [*options["fields"]]
            if "own_password" in fields and not is_administrator(request):
                fields.remove("own_password")
            shown.append((name, {"fields": fields}))
        return shown

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        return [] if is_administrator(request) else SAFEGUARDING

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead from an empty form, reached by Back, to the one row once that has been saved."""
        if request.method == "GET" and Organisation.objects.exists():
            return redirect("admin:pages_organisation_change", 1)
        return super().add_view(request, *args, **kwargs)

    @method_decorator(sensitive_post_parameters())
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "_shut" in request.POST and is_administrator(request):
            return self.shut_site(request)
        return super().changeform_view(request, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Organisation) -> HttpResponse:
        """Say of opening that the site is open, and nothing else."""
        if "_open" in request.POST and obj.opened_at:
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Organisation.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the form of the one row, from the desk and after each save."""
        if Organisation.objects.exists():
            return redirect("admin:pages_organisation_change", 1)
        if self.has_add_permission(request):
            return redirect("admin:pages_organisation_add")
        return super().changelist_view(request, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        who = Organisation.current()
        context |= {
            "steps": [] if who.opened_at else opening.steps(),
            "is_being_prepared": who.is_being_prepared,
            "opened_at": who.opened_at,
            "may_be_shut": who.may_be_shut,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        obj.pk = 1
        asked = {name: getattr(obj, name) for name in form.changed_addresses}
        for name in asked:
            setattr(obj, name, form.initial.get(name, ""))
        super().save_model(request, obj, form, change)
        for name, address in asked.items():
            addresses.ask(name, address, request.user.get_username())
            if address:
                until = "It counts once somebody there has said yes."
                self.message_user(request, f"We’ve written to {address}. {until}")
        obj.refresh_from_db()
        user: Any = request.user
        if "_test" in request.POST:
            key = f"{opening.TEST_KEY}:{timezone.now():%Y%m%d%H%M%S}"
            emails.to_staff([user], "A test of the mail", "The mail of this website works.", key)
            self.message_user(request, TEST_SENT)
        if "_open" in request.POST and is_administrator(request):
            self.open_site(request, obj)

    def open_site(self, request: HttpRequest, obj: Organisation) -> None:
        """From now on the site takes alerts, messages and letters, unless something is missing."""
        if missing := [words for words, is_done in opening.steps() if not is_done]:
            self.message_user(request, f"Still missing: {'; '.join(missing)}.", messages.ERROR)
            return
        if obj.open():
            self.log_change(request, obj, "Opened the site.")
        self.message_user(request, "The site is open.")

    def shut_site(self, request: HttpRequest) -> HttpResponse:
        """Undo its opening within a day: it is being prepared again, and loses nothing.

        Whatever else stands in the form is left alone.
        """
        who = Organisation.current()
        if who.opened_at is None:
            self.message_user(request, "The site is not open.")
        elif who.shut():
            self.log_change(request, who, "Shut the site again.")
            self.message_user(request, "The site is being prepared again. Letters wait.")
        else:
            self.message_user(request, SHUT_NO_MORE, messages.ERROR)
        return redirect("admin:pages_organisation_change", 1)


def is_administrator(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_superuser)
