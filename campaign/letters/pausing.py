"""Tell the writers of letters that wait while a pause lasts; the letters leave by themselves."""

from django.utils.text import capfirst

from campaign.letters import emails
from campaign.letters.models import ON_THE_WAY, Letter
from councils.models import Pause


def tell_waiting_writers(council_id: int | None) -> int:
    """Tell the writers of what waits, each once for each last day; return how many letters wait."""
    pauses = Pause.objects.by_council()
    letters = Letter.objects.filter(council__in=pauses, state__in=ON_THE_WAY)
    if council_id:
        letters = letters.filter(council=council_id)
    for letter in letters.select_related("council"):
        pause = pauses[letter.council_id]
        said = pause.sentence_for(capfirst(emails.council_name(letter)))
        letter.tell("paused", pause.until, pause=said)
    return letters.count()
