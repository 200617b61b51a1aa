"""Send the links to a person's letters again. The answer is the same for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaign import rate_limits
from campaign.http.refusals import refuse
from campaign.letters import emails
from campaign.letters.forms import EmailForm
from campaign.letters.models import Letter
from campaign.letters.views.access import see_other, unlisted
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.suppression import may_email
from campaign.tokens import new_token

LOST = {
    "heading": "Lost your link?",
    "lead": "Type the email address you gave. We’ll send the links to your letters there.",
}


@unlisted
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for an email address, and send the links to the letters from it."""
    if request.method != "POST":
        return render(request, "letters/lost.html", LOST | {"form": EmailForm()})
    form = EmailForm(request.POST)
    refusal = refuse(
        request,
        form=form,
        takes_people=True,
        limit=lambda: rate_limits.consume("links", request, email=form.cleaned_data["email"]),
    )
    if refusal:
        context = LOST | {"form": form, "refusal": refusal}
        return refusal.answer(render(request, "letters/lost.html", context))
    send_links(form.cleaned_data["email"])
    return see_other(reverse("letters:lost_sent"))


@unlisted
def lost_sent(request: HttpRequest) -> HttpResponse:
    context = {
        "heading": LOST["heading"],
        "lead": "Thank you. If that address has a letter with us, its links are on their way"
        " there.",
        "mailed": True,
        "below": [
            "We say the same to everyone, so that nobody can find out who has written. A link stops"
            " working once its letter is deleted, as promised."
        ],
    }
    return render(request, "paper.html", context)


def send_links(email: str) -> None:
    letters = list(Letter.objects.for_email(email).with_link().select_related("council")[:20])
    if letters and may_email(email):
        message = emails.letter_links(letters)
        to = letters[0].email
        OutgoingMessage.objects.queue("links", f"links:{new_token()}", to, message, on_behalf=to)
