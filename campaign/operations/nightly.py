"""The nightly jobs, in the order in which they run. Each may run twice, or a week late."""

import datetime as dt
from collections.abc import Callable

from campaign.letters import daily_counts, reminders
from campaign.operations import closing
from campaign.privacy.personal_data import purge_all
from campaign.recording import by_night
from campaign.staff import desk
from campaign.supporters import wishes
from councils.models.facts import publish_due

NIGHTLY_JOBS: dict[str, Callable[[dt.datetime], object]] = {
    "published on their day": publish_due,
    "letters counted": daily_counts.count,
    "closing": closing.run,
    "reminders queued": reminders.remind_all,
    "questions queued": reminders.ask_all,
    "wishes come true queued": wishes.night,
    "decisions asked about": by_night.ask_about_decisions,
    "week's email to staff": desk.email_week,
    "forgotten": purge_all,
    "links looked at": by_night.look_at_links,  # slow, so last
}
"""By the label to print: the function, which takes the time now and returns what to print."""
