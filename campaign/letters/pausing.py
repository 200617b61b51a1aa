"""Letters that wait while a council is quiet, or rests from letters after its answer.

``wiring.py`` registers both functions. The outbox asks for the keys whenever it looks for what is
due, so that nothing has to be done when a pause ends: the letters leave by themselves.
"""

from campaign.letters import emails
from campaign.letters.models import ON_THE_WAY, Letter
from campaign.purposes import Purpose
from councils.models import PreElectionPeriod, QuietPeriod
from councils.record.paused_letters import read_pauses


def codes_held() -> set[str]:
    """Return the codes of the councils to which no letter must leave today."""
    return set(QuietPeriod.objects.on().values_list("council__code", flat=True))


def request_codes_held() -> set[str]:
    """Return the codes of the councils before an election, to which our own requests wait."""
    return set(PreElectionPeriod.objects.council_codes())


def tell_waiting_writers(council_id: int) -> int:
    """Tell the writers of what waits.

    Each is told once for each last day. Returns how many letters wait.
    """
    pause = read_pauses().get(council_id)
    if pause is None:
        return 0
    letters = Letter.objects.filter(council_id=council_id, state__in=ON_THE_WAY)
    for letter in letters.select_related("council"):
        key = f"paused:{letter.pk}:{pause.until}"
        letter.email_writer(Purpose.FAILED, key, emails.paused(letter, pause))
    return letters.count()
