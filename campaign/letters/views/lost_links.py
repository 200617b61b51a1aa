"""Lost links to letters are sent again; the page says the same to everyone."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from campaign import rate_limits
from campaign.confirmation import new_token
from campaign.http.papers import paper
from campaign.http.refusals import refuse
from campaign.letters import emails
from campaign.letters.forms import EmailForm
from campaign.letters.models import Letter
from campaign.letters.states import State
from campaign.letters.views.showing import see_other, unlisted
from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters.models import SuppressedAddress
from campaign.supporters.suppression import may_email

MOST_LETTERS = 20
"""Letters, the newest first, whose links one email has."""


@unlisted
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for an email address, and send the links to the letters from it."""
    form = EmailForm(request.POST or None)
    refusal = None
    if request.method == "POST":
        refusal = refuse(
            request,
            form=form,
            takes_people=True,
            limit=lambda: rate_limits.consume("links", request, email=form.cleaned_data["email"]),
        )
        if refusal is None:
            send_links(form.cleaned_data["email"])
            return see_other(reverse("letters:lost_sent"))
    page = paper(
        request,
        "Lost your link?",
        "Type the email address you gave. We’ll send the links to your letters there.",
        template="letters/lost.html",
        form=form,
        refusal=refusal,
    )
    if refusal:
        return refusal.answer(page)
    return page


def lost_sent(request: HttpRequest) -> HttpResponse:
    return paper(
        request,
        "Check your email",
        "Thank you. If that address has a letter with us, its links are on their way there.",
        mailed=True,
        go=(reverse("councils:find"), "Find your council"),
        below=[
            "We say the same to everyone, so that nobody can find out who has written. A link stops"
            " working once its letter is deleted, as promised."
        ],
    )


def send_links(email: str) -> None:
    theirs = Letter.objects.for_email(email).exclude(token=None)
    linked = theirs.filter(Q(state=State.AWAITING) | Q(confirmed_at__isnull=False))
    letters = list(linked.select_related("council")[:MOST_LETTERS])
    if letters and may_email(email):
        message = emails.letter_links(letters)
        to = letters[0].email
        OutgoingMessage.objects.queue(
            Purpose.LINKS,
            f"links:{new_token()}",
            to,
            message,
            told=SuppressedAddress,  # about no row: this class is told if it comes back
            on_behalf=to,
        )
