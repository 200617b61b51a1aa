"""The screens of a letter that is being written. Each POST keeps what was typed and leads on.

What is typed is on the server from the first button on, under the draft's own address, so that an
error, Back, a second click or a closed tab loses nothing. One thing is not kept: what sounds like
a child asking for help.
"""

from email.utils import parseaddr
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from campaign import rate_limits, retention
from campaign.http.cross_site import is_cross_site
from campaign.letters import edit_conflicts, forms
from campaign.letters.composition import topics
from campaign.letters.composition.originality import PROMPTS
from campaign.letters.draft_context import DraftContext
from campaign.letters.models import Letter, State
from campaign.letters.recipient import addressee
from campaign.letters.share_links import shares
from campaign.letters.shell import filled, is_plain
from campaign.letters.status_text import sent_by_hand, standing_for_anyone
from campaign.letters.views.unlisted import as_too_many, unlisted, wrong_link
from campaign.rate_limits.forms import HoneypotForm
from campaign.rate_limits.forms import stamp as opened_now
from councils.record import record_on
from councils.safeguarding.call_for_help import names_a_child_in_care, sounds_like_a_call_for_help

# Screen 1: what matters to you


@unlisted
def begin(request, slug):
    """What matters to you. The first button makes a draft."""
    record = record_on()
    row = record.by_slug.get(slug)
    if row is None:
        raise Http404("No council has this address.")
    responsible = record.responsible_for(row)
    if responsible is not row:
        return lead_on(request, record, row, responsible)
    if request.method != "POST":
        return points_page(request, row, addressee(row), topics.TICKED_FIRST)
    own_line, ticked = own_line_of(request), forms.points_of(request.POST)
    if answer := not_kept(request, own_line):
        return points_page(request, row, addressee(row), ticked, own_line, **answer)
    verdict = rate_limits.ask("draft", request)
    if verdict.refused:
        by_hand = Letter(council_id=row.id, points=ticked, own_line=own_line)
        text = DraftContext(by_hand, record, row).put_together()["text"]
        to, context = addressee(row), {"verdict": verdict, "text": text}
        page = points_page(request, row, to, ticked, own_line, **context)
        return as_too_many(page, verdict)
    return see_other(new_draft(request, record, row, own_line, ticked))


def new_draft(request, record, row, own_line, ticked) -> str:
    """Keep a new draft, put together as far as it can be; return where it goes on."""
    letter = Letter(
        council_id=row.id,
        status_at_drafting=row.status,
        points=ticked,
        own_line=own_line,
        helplines_dismissed="go_on" in request.POST,
    )
    writing = DraftContext(letter, record, row)
    wrong = forms.wrong_with_line(own_line)
    if not wrong:
        for field, value in writing.put_together().items():
            setattr(letter, field, value)
    letter.save(force_insert=True)
    return f"{writing.address('points')}?see=wrong" if wrong else writing.address()


def lead_on(request, record, row, responsible):
    """From a council that runs no children's services to the one that does; a line comes along."""
    before = [] if responsible else councils_until(record, row)
    if request.method == "POST":
        choices = [responsible] if responsible else before or record.followers_of(row)
        context = {
            "row": row,
            "choices": choices,
            "own_line": own_line_of(request),
            "ticked": forms.points_of(request.POST),
        }
        return render(request, "letters/moved.html", context, status=409)
    if responsible:
        return HttpResponseRedirect(reverse("letters:write", args=[responsible.slug]))
    if before:
        return render(request, "letters/not_yet.html", {"row": row, "choices": before})
    return HttpResponseRedirect(row.url)


def councils_until(record, row) -> list:
    """Return who runs children's services until a council that is forming begins."""
    if row.status != "forming":
        return []
    return [other for other in record.predecessors_of(row) if other.is_responsible]


def points_page(request, row, to, ticked, own_line="", status=200, **context):
    chosen = [(point, point.key in ticked) for point in topics.POINTS]
    context |= {"row": row, "to": to, "points": chosen, "own_line": own_line, "number": 1}
    context |= {"prompts": PROMPTS}
    return render(request, "letters/points.html", context, status=status)


def own_line_of(request) -> str:
    return forms.text_of(request.POST.get("own_line", ""))


def not_kept(request, text: str, helplines_dismissed: bool = False) -> dict | None:
    """Return why what was posted is not kept but given back, or None where it may be kept."""
    if is_cross_site(request):
        return {"foreign": True, "status": 403}
    if sounds_like_a_call_for_help(text) and not (helplines_dismissed or "go_on" in request.POST):
        return {"call_for_help": True}
    return None


def see_other(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=303)


# The draft behind an address


def on_draft(view):
    """Give a view the draft of its address; answer for what is no draft any more."""

    @unlisted
    @wraps(view)
    def wrapped(request, slug, draft_token):
        letter = Letter.objects.behind(draft_token=draft_token)
        if letter is None:
            return without_draft(request, slug)
        record = record_on()
        row = record.by_id[letter.council_id]
        if not letter.is_open:
            return became(request, letter, row)
        writing = DraftContext(letter, record, row)
        if record.responsible_for(row) is not row:
            return moved(request, writing)
        if slug != row.slug and request.method != "POST":
            return HttpResponseRedirect(writing.address())
        return view(request, writing)

    return wrapped


def without_draft(request, slug):
    """A draft that was deleted, as promised, comes back with what its page still held."""
    row = record_on().by_slug.get(slug)
    if request.method != "POST" or "text" not in request.POST or row is None:
        return wrong_link(request)
    fields = forms.letter_of(request.POST)
    if answer := not_kept(request, all_words(fields)):
        return given_back(request, row, fields["text"], **answer)
    letter = Letter(council_id=row.id, status_at_drafting=row.status, **fields)
    letter.helplines_dismissed = "go_on" in request.POST
    verdict = rate_limits.ask("draft", request)
    if verdict.refused:
        page = given_back(request, row, fields["text"], verdict=verdict)
        return as_too_many(page, verdict)
    letter.save(force_insert=True)
    return see_other(DraftContext(letter, record_on(), row).address())


def became(request, letter, row):
    """Say what became of a letter, and show nothing of it: others may use this device.

    A page that was still open may send words that did not go: they are given back.
    """
    late = forms.letter_of(request.POST).get("text", "")
    if letter.text and late == letter.text:
        late = ""
    context = {
        "letter": letter,
        "row": row,
        "late": late,
        "standing": standing_for_anyone(letter, row),
        "shares": shares(row),
    }
    return render(request, "letters/became.html", context, status=409 if late else 200)


def given_back(request, row, text, status=200, **context):
    others = {
        name: value for name, value in forms.letter_of(request.POST).items() if name != "text"
    }
    context |= {"row": row, "text": text, "others": others}
    return render(request, "letters/given_back.html", context, status=status)


def moved(request, writing):
    """The council of a draft has closed: its writer chooses who gets it now."""
    record, row, letter = writing.record, writing.row, writing.letter
    fields = forms.letter_of(request.POST)
    if request.method == "POST":
        if answer := not_kept(request, all_words(fields), letter.helplines_dismissed):
            return given_back(request, row, fields.get("text", ""), **answer)
        keep(request, writing, fields)
    responsible = record.responsible_for(row)
    choices = [responsible] if responsible else record.followers_of(row)
    chosen = record.by_slug.get(request.POST.get("council", ""))
    if chosen in choices:
        was_ours = writing.text_is_ours
        now = DraftContext(letter, record, chosen)
        letter.save_draft(council_id=chosen.id, **(now.put_together() if was_ours else {}))
        return see_other(now.address() + ("" if was_ours else "?see=moved"))
    context = {"row": row, "choices": choices, "letter": letter}
    status = 409 if request.method == "POST" else 200
    return render(request, "letters/moved.html", context, status=status)


# Screen 1 again


@on_draft
def what_matters(request, writing):
    """Back to what matters to you, with everything as it was; not from a second letter."""
    letter = writing.letter
    if request.method != "POST":
        if letter.follows_id:
            return to_letter(request, writing)
        wrong = forms.wrong_with_line(letter.own_line) if "see" in request.GET else ""
        return points_again(request, writing, letter.points, letter.own_line, wrong=wrong)
    if request.POST.get("step") == "clear":
        return clear(request, writing)
    if letter.follows_id:
        return to_letter(request, writing)
    own_line, ticked = own_line_of(request), forms.points_of(request.POST)
    if answer := not_kept(request, own_line, letter.helplines_dismissed):
        return points_again(request, writing, ticked, own_line, **answer)
    letter.save_draft(
        points=ticked,
        own_line=own_line,
        helplines_dismissed=letter.helplines_dismissed or "go_on" in request.POST,
    )
    if forms.wrong_with_line(own_line):
        return see_other(f"{writing.address('points')}?see=wrong")
    letter.save_draft(**writing.put_together())
    return see_other(writing.address())


def points_again(request, writing, ticked, own_line, **context):
    return points_page(
        request, writing.row, writing.to, ticked, own_line, writing=writing, **context
    )


# Screen 2: your letter


class Send(HoneypotForm):
    """Whether the button that sends was pressed by a person."""


@on_draft
def your_letter(request, writing):
    """The letter, to change and to send. Each button keeps all of it first."""
    if request.method != "POST":
        return letter_page(request, writing)
    step = request.POST.get("step")
    if step == "clear" and not is_cross_site(request):
        return clear(request, writing)
    fields, letter = forms.letter_of(request.POST), writing.letter
    if answer := not_kept(request, all_words(fields), letter.helplines_dismissed):
        seen = edit_conflicts.shown(letter)
        for field, value in fields.items():
            setattr(letter, field, value)
        return letter_page(request, writing, seen=seen, **answer)
    kept = edit_conflicts.to_keep(letter, fields, request.POST)
    if kept is None:
        return letter_page(request, writing, status=409, other=fields)
    keep(request, writing, kept)
    return STEPS.get(step, to_letter)(request, writing)


def all_words(fields: dict[str, str]) -> str:
    """What was written on the second screen: a child may call for help in any field of it."""
    return "\n".join(fields.get(name, "") for name in ("text", "subject", "name", "home"))


def keep(request, writing, fields) -> None:
    """Keep what was typed on the second screen."""
    letter = writing.letter
    if request.POST.get("step") == "meant":
        fields["email"] = forms.meant(fields.get("email", "")) or fields.get("email", "")
    if fields.get("text", letter.text) != letter.text:
        fields["own_words_percent"] = writing.share_of(fields["text"])
    if "go_on" in request.POST:
        fields["helplines_dismissed"] = True
    letter.save_draft(page=request.POST.get("page", ""), **fields)


def letter_page(request, writing, status=200, **context):
    """Screen 2 as it stands, with what ``?see=`` asks to be seen."""
    letter, see = writing.letter, request.GET.get("see", "")
    wrong = forms.wrong_with(letter, needs_email=writing.by_us) if see == "wrong" else {}
    context = {
        "writing": writing,
        "letter": letter,
        "row": writing.row,
        "to": writing.to,
        "number": 2,
        "see": see,
        "wrong": wrong,
        "meant": forms.meant(letter.email) if see == "meant" else "",
        # Who has pressed a button here before is not asked whether it was a person.
        "opened": opened_now(asked=bool(see or letter.mails)),
        "seen": edit_conflicts.shown(letter),
        "page": edit_conflicts.new_page(),
        "kept_for": retention.DRAFTS.days,
    } | context
    if status == 200 and is_plain(request, writing):
        return filled(request, writing, context)
    return render(request, "letters/letter.html", context, status=status)


def to_letter(request, writing, see=""):
    return see_other(writing.address() + (f"?see={see}" if see else ""))


def nothing_more(request, writing):
    """The page was left without a button: what was typed is kept, and nobody waits for a page."""
    return HttpResponse(status=204)


def to_points(request, writing):
    if writing.letter.follows_id:
        return to_letter(request, writing)
    return see_other(writing.address("points"))


def say_another_way(request, writing):
    """Put the draft together in other wordings; a letter that was changed is left as it is."""
    if writing.letter.follows_id:
        return to_letter(request, writing)
    if not writing.text_is_ours:
        return to_letter(request, writing, "left-alone")
    writing.letter.save_draft(**writing.put_together(writing.letter.variant + 1))
    return to_letter(request, writing)


def make_it_fit(request, writing):
    """Put a draft together again for what the council's status has become."""
    if writing.text_is_ours:
        writing.letter.save_draft(**writing.put_together())
    return to_letter(request, writing, "fits")


def leave_as_it_is(request, writing):
    """The supporter has seen what changed about the council, and the letter is right as it is.

    One that waits to be confirmed goes on waiting: the numbers that were mailed still work.
    """
    letter = writing.letter
    if letter.state == State.AWAITING:
        letter.agree_to(writing.row.status)
        return see_other(writing.address("check"))
    letter.save_draft(status_at_drafting=writing.row.status)
    return to_letter(request, writing, "fits")


def clear(request, writing):
    """Clear the letter from this device."""
    letter = writing.letter
    what = "waits" if letter.state == State.AWAITING else "sent" if letter.self_sent_at else ""
    letter.leave_device()
    return see_other(reverse("letters:cleared") + (f"?{what}" if what else ""))


@unlisted
def cleared(request):
    context = {"waits": "waits" in request.GET, "sent": "sent" in request.GET}
    return render(request, "letters/cleared.html", context)


def send(request, writing):
    """Ask for the mail that confirms the letter, once nothing stands in the way."""
    letter = writing.letter
    if writing.status_has_changed:
        return to_letter(request, writing, "status")
    if not writing.by_us:
        return to_letter(request, writing, "no-address")
    if forms.wrong_with(letter, needs_email=True):
        return to_letter(request, writing, "wrong")
    if forms.meant(letter.email) and request.POST.get("is_right") != letter.email:
        return to_letter(request, writing, "meant")
    if not Send(request.POST).is_valid():
        return to_letter(request, writing, "once-more")
    if may_name_a_child(request, letter):
        return to_letter(request, writing, "child")
    return ask(request, writing, letter_page)


def may_name_a_child(request, letter) -> bool:
    """Whether the letter seems to say who a child in care is, and its writer was not asked yet."""
    if "child_seen" in request.POST:
        return False
    return names_a_child_in_care(letter.text) or names_a_child_in_care(letter.subject)


def ask(request, writing, page):
    """Send the mail that confirms the letter, unless it was sent for these very words before."""
    letter = writing.letter
    if letter.state != State.AWAITING or letter.is_late():
        verdict = rate_limits.ask("confirm", request, email=letter.email, council=writing.row.code)
        if verdict.refused:
            return as_too_many(page(request, writing, verdict=verdict), verdict)
        letter.request_confirmation()
    return see_other(writing.address("check"))


def send_it_yourself(request, writing):
    """On to the letter as it is copied, printed or opened in a mail program."""
    if writing.status_has_changed:
        return to_letter(request, writing, "status")
    if forms.wrong_with(writing.letter, needs_email=False):
        return to_letter(request, writing, "wrong")
    if may_name_a_child(request, writing.letter):
        return to_letter(request, writing, "child")
    return see_other(writing.address("yourself"))


STEPS = {
    "send": send,
    "meant": send,
    "yourself": send_it_yourself,
    "again": say_another_way,
    "fit": make_it_fit,
    "as-it-is": leave_as_it_is,
    "points": to_points,
    "keep": nothing_more,
}
"""What each button of the second screen does, after all that was typed has been kept."""


# Screen 3, one way: check your email


@on_draft
def check_email(request, writing):
    """The letter waits to be confirmed: six digits, or the link in the mail."""
    if writing.letter.state != State.AWAITING:
        was_late = request.POST.get("step") == "confirm"
        return to_letter(request, writing, "changed" if was_late else "")
    if request.method != "POST":
        return check_page(request, writing)
    if is_cross_site(request):
        return check_page(request, writing, status=403, foreign=True)
    steps = {"confirm": confirm_by_code, "again": ask_again, "address": change_address,
             "meant": change_address, "cancel": cancel, "clear": clear}  # fmt: skip
    return steps.get(request.POST.get("step"), to_check)(request, writing)


def check_page(request, writing, status=200, **context):
    letter = writing.letter
    # What was to be seen before is in the address still when a button of the page is pressed.
    see = request.GET.get("see", "") if request.method == "GET" else ""
    context = {
        "writing": writing,
        "letter": letter,
        "row": writing.row,
        "to": writing.to,
        "number": 3,
        "see": see,
        "email": letter.email,
        "asks_for_code": not (letter.is_late() or letter.code_is_dead),
        "kept_for": retention.UNCONFIRMED.days,
        "came_back": letter.confirmation_came_back,
        "from_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "mail_is_shown": settings.DEBUG and not settings.SMTP_URL,
    } | context
    return render(request, "letters/check.html", context, status=status)


def to_check(request, writing, see=""):
    return see_other(writing.address("check") + (f"?see={see}" if see else ""))


def confirm_by_code(request, writing):
    """Confirm with the six digits of the mail; a wrong try counts."""
    letter = writing.letter
    if letter.is_late():
        return to_check(request, writing)
    if writing.status_has_changed or not writing.by_us:
        return to_letter(request, writing, "status" if writing.by_us else "no-address")
    code = forms.code_of(request.POST.get("code", ""))
    if not code:
        return to_check(request, writing, "short")
    if not letter.try_code(code):
        return to_check(request, writing, "wrong")
    letter.confirm(writing.to)
    return see_other(writing.address())


def ask_again(request, writing):
    """Send the numbers once more."""
    return ask_for_mail(request, writing, writing.letter.email)


def change_address(request, writing):
    """Send the numbers to another address. What was mailed to the first confirms nothing then.

    Until a mail may go to the new one, the first stays good.
    """
    email = forms.letter_of(request.POST).get("email", "")
    meant = forms.meant(email)
    if request.POST["step"] == "meant":
        email, meant = meant or email, ""
    if wrong := forms.wrong_with_email(email):
        return check_page(request, writing, status=422, email=email, wrong_email=wrong)
    if meant and request.POST.get("is_right") != email:
        return check_page(request, writing, email=email, meant=meant)
    return ask_for_mail(request, writing, email)


def ask_for_mail(request, writing, email):
    letter = writing.letter
    verdict = rate_limits.ask("confirm", request, email=email, council=writing.row.code)
    if verdict.refused:
        page = check_page(request, writing, email=email, verdict=verdict)
        return as_too_many(page, verdict)
    letter.save_draft(email=email)
    letter.request_confirmation()
    return to_check(request, writing, "sent")


def cancel(request, writing):
    writing.letter.cancel()
    return see_other(reverse("letters:cancelled"))


@unlisted
def cancelled(request):
    return render(request, "letters/cancelled.html")


# Screen 3, the other way: send it yourself


@on_draft
def yourself(request, writing):
    """The letter is ready to copy, print or open in a mail program; then: thank you."""
    letter = writing.letter
    if request.method == "POST" and not is_cross_site(request):
        if request.POST.get("step") == "clear":
            return clear(request, writing)
        if request.POST.get("step") == "sent":
            letter.say_self_sent()
        return see_other(writing.address("yourself"))
    is_sent = letter.self_sent_at is not None
    if forms.wrong_with(letter, needs_email=False) or (writing.status_has_changed and not is_sent):
        return to_letter(request, writing, "wrong")
    context = {
        "writing": writing,
        "letter": letter,
        "paper": writing.paper,
        "row": writing.row,
        "to": writing.to,
        "number": 3,
        "kept_for": retention.DRAFTS.days,
    }
    if is_sent:
        context |= {"standing": sent_by_hand(letter, writing.row), "shares": shares(writing.row)}
    return render(request, f"letters/{'sent_yourself' if is_sent else 'yourself'}.html", context)
