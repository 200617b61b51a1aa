"""What is done once a night, in this order. Each part may run twice, or a week late."""

CHORES = {
    "letters counted": "campaign.letters.daily_counts.count",
    "reminders queued": "campaign.letters.reminders.remind_all",
    "questions queued": "campaign.letters.follow_up.ask_all",
    "alerts queued": "campaign.supporters.alerts.send_due",
    "forgotten": "campaign.privacy.purge.purge",
}
"""What to say of each, and the function: it takes the time now, and returns what to print."""
