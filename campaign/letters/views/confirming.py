"""From the mail: confirm a letter, say it was somebody else, ask for lost links.

A link in a mail is opened by programs that look for viruses too. So GET and HEAD change nothing,
and a button that a person presses does.
"""

from functools import wraps

from django.shortcuts import render
from django.urls import reverse

from campaign import rate_limits
from campaign.http.cross_site import is_cross_site
from campaign.letters import emails, forms
from campaign.letters.draft_context import DraftContext
from campaign.letters.models import Letter, State, new_token
from campaign.letters.views.unlisted import as_too_many, unlisted, wrong_link
from campaign.letters.views.writing import see_other
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.models import Why
from campaign.supporters.suppression import may_write_to, never_write_to
from councils.record import record_on


def by_mail(view):
    """Give a view the letter whose token came by mail; whoever has it reads that mailbox."""

    @unlisted
    @wraps(view)
    def wrapped(request, token):
        letter = Letter.objects.by_token(token)
        if letter is None:
            return wrong_link(request)
        record = record_on()
        return view(request, DraftContext(letter, record, record.by_id[letter.council_id]))

    return wrapped


@by_mail
def confirm(request, writing):
    """One button. Pressed, it puts the letter in the queue, once."""
    letter = writing.letter
    if letter.state != State.AWAITING or letter.is_late():
        return render(request, "letters/not_to_confirm.html", page_of(writing))
    if request.method != "POST" or is_cross_site(request):
        status = 403 if request.method == "POST" else 200
        return confirm_page(request, writing, status=status, foreign=status == 403)
    if request.POST.get("step") == "change":
        return change(writing)
    if request.POST.get("confirmations_sent") != str(letter.confirmations_sent):
        return confirm_page(request, writing, status=409, newer=True)
    if request.POST.get("status") == writing.row.status != letter.status_at_drafting:
        letter.accept_status(writing.row.status)
    if writing.status_has_changed or not can_go(writing):
        return confirm_page(request, writing, status=409)
    letter.confirm(writing.to)
    return see_other(reverse("letters:private", args=[letter.token]))


def can_go(writing) -> bool:
    """Whether the council still runs children's services, and can still be reached by us."""
    return writing.by_us and writing.record.responsible_for(writing.row) is writing.row


def change(writing):
    """Back to the letter's drafting address, which its writer may have cleared from a device."""
    writing.letter.restore_draft_token()
    return see_other(writing.address())


def confirm_page(request, writing, status=200, **context):
    context |= page_of(writing) | {"can_go": can_go(writing)}
    return render(request, "letters/confirm.html", context, status=status)


def page_of(writing) -> dict:
    return {"writing": writing, "letter": writing.letter, "row": writing.row}


@by_mail
def not_me(request, writing):
    """This was not me: cancel the letter, and never write to this address again if they wish."""
    letter = writing.letter
    if request.method == "POST" and not is_cross_site(request):
        never = "never" in request.POST and letter.is_open
        if never:
            never_write_to(letter.email, Why.NOT_ME)
        letter.discard()
        return see_other(request.path + ("?never" if never else ""))
    context = page_of(writing) | {"never": "never" in request.GET}
    return render(request, "letters/not_me.html", context)


@unlisted
def lost(request):
    """Send the links to a person's letters again. The answer is the same for everyone."""
    email = forms.line_of(request.POST.get("email", ""))
    if request.method != "POST":
        return render(request, "letters/lost.html", {"sent": "sent" in request.GET})
    wrong = forms.wrong_with_email(email)
    if wrong or is_cross_site(request):
        context = {"email": email, "wrong": wrong, "foreign": not wrong}
        return render(request, "letters/lost.html", context, status=422 if wrong else 403)
    verdict = rate_limits.ask("links", request, email=email)
    if verdict.refused:
        page = render(request, "letters/lost.html", {"email": email, "verdict": verdict})
        return as_too_many(page, verdict)
    send_links(email)
    return see_other(f"{request.path}?sent")


def send_links(email: str) -> None:
    letters = list(Letter.objects.for_email(email).with_link().select_related("council")[:20])
    if letters and may_write_to(email):
        message = emails.letter_links(letters)
        to = letters[0].email
        OutgoingMessage.objects.queue("links", f"links:{new_token()}", to, message, on_behalf=to)
