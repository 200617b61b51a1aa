"""Letters that wait while a council is quiet, or rests from letters after its answer.

``wiring.py`` registers both functions. The outbox asks for the keys whenever it looks for what is
due, so that nothing has to be done when a pause ends: the letters leave by themselves.
"""

from campaign.letters import emails
from campaign.letters.models import ON_THE_WAY, Letter
from campaign.letters.references import throttle_key
from campaign.outbox.lease import take_back
from campaign.purposes import Purpose
from councils.models import Council, PreElectionPeriod, QuietPeriod
from councils.record.paused_letters import read_pauses


def held_throttle_keys() -> set[str]:
    """Return the keys of the letters that must not leave today."""
    codes = QuietPeriod.objects.on().values_list("council__code", flat=True)
    return {throttle_key(code) for code in codes}


def held_request_keys() -> set[str]:
    """Return the keys of the councils before an election, to which our own requests wait."""
    return {throttle_key(code) for code in PreElectionPeriod.objects.council_codes()}


def tell_waiting_writers(council_id: int) -> int:
    """Hold what a worker has taken but not handed over, and tell the writers of what waits.

    Each is told once for each last day. Returns how many letters wait.
    """
    pause = read_pauses().get(council_id)
    if pause is None:
        return 0
    take_back(throttle_key(Council.objects.get(pk=council_id).code))
    letters = Letter.objects.filter(council_id=council_id, state__in=ON_THE_WAY)
    for letter in letters.select_related("council"):
        key = f"paused:{letter.pk}:{pause.until}"
        letter.email_writer(Purpose.FAILED, key, emails.paused(letter, pause))
    return letters.count()
