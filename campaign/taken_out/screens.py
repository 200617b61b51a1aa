"""The screens on which staff take words out, and erase the earlier versions of a page."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from campaign import retention
from campaign.sign_up.models import SignUp
from campaign.taken_out import taking, versions
from campaign.taken_out.places import Text, Why, place_of, plain, texts_of
from campaign.tasks.models import Task
from councils.dates import today
from councils.models import Change, Council, Event, Signature
from councils.record import record_version

KINDS: dict[str, type[models.Model]] = {
    "change": Change,
    "signature": Signature,
    "event": Event,
    "task": Task,
    "signup": SignUp,
}
"""Of what words can be taken out, by its name in addresses."""
MOST = 60
"""The most texts with the same words: more, and the words say too little, and would take a
document's name out of many facts."""
MOST_COUNCILS = 4
"""The most councils that these are about."""


class WhyForm(forms.Form):
    """For which reason. That of the law is for administrators alone."""

    why = forms.ChoiceField(
        label="Why",
        choices=Why.choices,
        widget=forms.RadioSelect,
        initial=Why.IDENTITY,
        error_messages={"required": "Say why: it is public."},
    )

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_superuser:
            self.fields["why"].choices = [(Why.IDENTITY, Why.IDENTITY.label)]  # type: ignore[attr-defined]


class WordsForm(WhyForm):
    """Which words of a row go."""

    field_order = ("words", "why")

    words = forms.CharField(
        label="The words",
        max_length=300,
        min_length=2,
        help_text="Copy them from above: a name is enough. Each text that has them goes whole.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": "Copy the words from above."},
    )

    def __init__(self, row: models.Model, by: User, *args: Any) -> None:
        super().__init__(by, *args)
        self.row = row
        self.by = by
        self.found: list[Text] = []

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        needle = plain(words)
        if not needle:
            raise forms.ValidationError("Copy the words from above.")
        if not any(text.shows_any([needle]) for text in texts_of(self.row)):
            raise forms.ValidationError("These words are not in it. Copy them from above.")
        is_a_council = Council.objects.filter(
            models.Q(name__iexact=words) | models.Q(short_name__iexact=words)
        )
        if is_a_council.exists():
            raise forms.ValidationError("This is a council’s name, and stays. Copy other words.")
        self.found = taking.where_they_stand(words, self.by)
        about = {text.council_id for text in self.found} - {None}
        if len(self.found) > MOST or len(about) > MOST_COUNCILS:
            raise forms.ValidationError(
                f"These words stand in {len(self.found)} texts, about {len(about)} councils. Copy"
                " more of them, so that only what must go is found."
            )
        return words

    @property
    def own(self) -> list[Text]:
        """The texts of the row itself: they go in any case."""
        return [text for text in self.found if text.row == self.row]

    @property
    def elsewhere(self) -> list[Text]:
        return [text for text in self.found if text.row != self.row]

    @property
    def out_of_reach(self) -> int:
        """How many texts have the words that this user may not change."""
        return len(taking.where_they_stand(self.cleaned_data["words"])) - len(self.found)

    @property
    def on_pages(self) -> list[models.Model]:
        """The pages, news, notices and pauses with the words, which staff correct by hand."""
        return versions.with_words(self.cleaned_data["words"])


@sensitive_post_parameters()
def take_out_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the texts of a row; find the words in them and elsewhere; take them out."""
    row = row_or_404(request, kind, pk)
    by = cast("User", request.user)
    is_call = isinstance(row, Task) and Task.objects.open_calls().filter(pk=row.pk).exists()
    form = WordsForm(row, by, request.POST if request.method == "POST" else None)
    is_found = request.method == "POST" and not is_call and form.is_valid()
    if is_found and "take" in request.POST:
        ticked = request.POST.getlist("text")
        # In the order in which they were found: facts before the lines that quote them.
        texts = [text for text in form.found if text.row == row or text.key in ticked]
        words = form.cleaned_data["words"]
        why = Why(form.cleaned_data["why"])
        taking.take_out(texts, words, why, by)
        record_version.forget()
        unit = "text" if len(texts) == 1 else "texts"
        messages.success(request, f"Taken out of {len(texts)} {unit}. Public pages follow now.")
        return HttpResponseRedirect(request.path)
    return shown(
        request,
        "take_out",
        title=f"Take words out: {row}",
        row=row,
        texts=texts_of(row),
        form=form,
        is_call=is_call,
        is_found=is_found,
    )


def erase_versions_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Erase what is kept of the earlier versions of a page or of news."""
    model = versions.WITH_VERSIONS.get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(f"pages.change_{kind}"):
        raise PermissionDenied
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    by = cast("User", request.user)
    form = WhyForm(by, request.POST if request.method == "POST" else None)
    if form.is_valid():
        number = versions.erase(row, Why(form.cleaned_data["why"]), by)
        messages.success(request, f"Erased: {number} earlier versions of “{row}”.")
        return HttpResponseRedirect(reverse(f"admin:pages_{kind}_change", args=[row.pk]))
    return shown(
        request,
        "erase_versions",
        title=f"Erase earlier versions: {row}",
        row=row,
        form=form,
        number=len(versions.earlier_versions(row)),
    )


def row_or_404(request: HttpRequest, kind: str, pk: int) -> models.Model:
    """Return what words are to be taken out of. Whoever may change it may do so."""
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(place_of(model).permission):
        raise PermissionDenied
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        raise Http404
    is_complaint = isinstance(row, Task) and row.is_complaint
    if is_complaint and not request.user.has_perm("tasks.view_complaint"):
        raise PermissionDenied
    return row


def shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    common = {
        **admin.site.each_context(request),
        "today": today(),
        "backups_until": today() + retention.BACKUPS_KEPT,
    }
    return render(request, f"admin/taken_out/{template}.html", {**common, **context})
