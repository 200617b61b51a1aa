"""Letters of one person: found, exported, erased."""

from campaign.letters.models import Letter


def find(email: str) -> dict[str, int]:
    return {"letters": Letter.objects.for_email(email).count()}


def export(email: str) -> dict[str, list]:
    letters = Letter.objects.for_email(email).select_related("council").order_by("created_at")
    return {"letters": [as_data(letter) for letter in letters]}


def as_data(letter: Letter) -> dict:
    """Return a letter as its writer may have it: their words, who they said they are, and when."""
    days = ("created_at", "asked_at", "confirmed_at", "outcome_at", "bounced_at", "self_sent_at")
    return {
        "to": letter.council.name,
        "state": letter.get_state_display(),
        "name": letter.name,
        "email": letter.email,
        "where the writer lives": letter.postal_address,
        "subject": letter.subject,
        "text": letter.text,
        "why it matters, in the writer’s own line": letter.own_line,
        "whether the council answered": letter.get_answered_display(),
        **{day: at.isoformat() for day in days if (at := getattr(letter, day))},
    }


def erase(email: str) -> dict[str, int]:
    """Stop letters that have not left, and delete words and writers of all of them.

    What is counted stays, and names nobody. One that is being handed over at this very moment is
    left for a second try.
    """
    erased = 0
    for letter in Letter.objects.for_email(email):
        erased += letter.erase()
    return {"letters": erased}
