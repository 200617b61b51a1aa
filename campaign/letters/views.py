"""A letter's screens. Nothing is kept: what is typed travels with each form and comes back."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign.letters import wording
from campaign.letters.forms import LetterForm, PointsForm, plain_newlines
from campaign.letters.letter import Letter, addressee
from campaign.same_origin import is_foreign
from councils.call_for_help import sounds_like_a_call_for_help
from councils.record import record_on


@sensitive_post_parameters()
@csrf_exempt  # nothing is changed, and foreign POSTs are answered with the text, see same_origin.py
def write(request, slug):
    """What matters to you; your letter; your letter is ready."""
    record = record_on()
    row = record.by_slug.get(slug)
    if row is None:
        raise Http404("No council has this address.")
    responsible = record.responsible_for(row)
    if responsible is not row:
        return lead_on(request, record, row, responsible)
    if request.method == "POST" and is_foreign(request):
        return give_back(request, row, addressee(row), status=403, foreign=True)
    steps = {"points": make, "again": say_another_way, "edit": edit, "ready": ready}
    step = steps.get(request.POST.get("step"), give_back)
    return step(request, row, addressee(row))


def lead_on(request, record, row, responsible):
    """From a council that runs no children's services to the one that does; a draft comes along."""
    if request.method == "POST":
        choices = [responsible] if responsible else record.successors_of(row)
        context = {"row": row, "choices": choices, "points": PointsForm(request.POST)}
        return private(render(request, "letters/moved.html", context, status=409))
    address = reverse("letters:write", args=[responsible.slug]) if responsible else row.url
    return HttpResponseRedirect(address)


def give_back(request, row, to, **context):
    """What was typed, just as it was: a letter if there is one, else screen 1."""
    step = edit if "text" in request.POST else choose
    return step(request, row, to, **context)


def choose(request, row, to, **context):
    """Screen 1: what matters to you."""
    form = PointsForm(request.POST or None, initial={"points": wording.TICKED_FIRST})
    return points_page(request, row, to, form, **context)


def make(request, row, to):
    """From screen 1 to screen 2: put the draft together."""
    form = PointsForm(request.POST)
    if not form.is_valid():
        return points_page(request, row, to, form, status=422)
    asked = form.cleaned_data
    if needs_help_first(request, asked["own_line"]):
        return points_page(request, row, to, form, call_for_help=True)
    text = wording.compose(row, to.role, asked["points"], asked["own_line"])
    letter = LetterForm(initial={"text": text, "name": posted(request, "name"),
                                 "home": posted(request, "home")})  # fmt: skip
    return letter_page(request, row, to, letter, form, our_words=not asked["own_line"].strip())


def say_another_way(request, row, to):
    """Put the draft together in the other wording; a letter that was changed is left as it is."""
    points = PointsForm(request.POST)
    asked = points.cleaned_data if points.is_valid() else {"points": [], "own_line": ""}
    variant = variant_of(request)
    text = plain_newlines(posted(request, "text"))
    ours = wording.compose(row, to.role, asked["points"], asked["own_line"], variant)
    changed = text.strip() != ours.strip()
    if not changed:
        variant = 1 - variant
        text = wording.compose(row, to.role, asked["points"], asked["own_line"], variant)
    letter = LetterForm(initial={"text": text, "name": posted(request, "name"),
                                 "home": posted(request, "home")})  # fmt: skip
    return letter_page(request, row, to, letter, points, variant=variant, left_alone=changed)


def edit(request, row, to, **context):
    """Back to screen 2 with everything as it was."""
    names = ("text", "name", "home")
    letter = LetterForm(initial={name: posted(request, name) for name in names})
    points = PointsForm(request.POST)
    return letter_page(request, row, to, letter, points, variant=variant_of(request), **context)


def ready(request, row, to):
    """The letter is ready to copy, print or open in a mail program."""
    form, points = LetterForm(request.POST), PointsForm(request.POST)
    again = {"variant": variant_of(request)}
    if not form.is_valid():
        return letter_page(request, row, to, form, points, status=422, **again)
    asked = form.cleaned_data
    if needs_help_first(request, asked["text"]):
        return letter_page(request, row, to, form, points, call_for_help=True, **again)
    letter = Letter(to, wording.subject(row), asked["text"], asked["name"], asked["home"],
                    record_on().on)  # fmt: skip
    return private(
        render(
            request,
            "letters/ready.html",
            {"row": row, "to": to, "letter": letter, "points": points, "number": 3, **again},
        )
    )


def needs_help_first(request, text: str) -> bool:
    """Whether to show the helplines first; a supporter who has said "go on" is not asked again."""
    return sounds_like_a_call_for_help(text) and "go_on" not in request.POST


def points_page(request, row, to, form, status=200, **context):
    chosen = form["points"].value() or []
    points = [(point, point.key in chosen) for point in wording.POINTS]
    context |= {"row": row, "to": to, "form": form, "points": points}
    return private(render(request, "letters/points.html", context, status=status))


def letter_page(request, row, to, form, points, status=200, **context):
    context |= {"row": row, "to": to, "form": form, "points": points, "number": 2}
    return private(render(request, "letters/letter.html", context, status=status))


def posted(request, name: str) -> str:
    return request.POST.get(name, "")


def variant_of(request) -> int:
    return 1 if posted(request, "variant") == "1" else 0


def private(response):
    """Keep a page with somebody's words out of shared caches; Back still finds it."""
    response.headers["Cache-Control"] = "private, max-age=0"
    response.changes_nothing = True
    return response
