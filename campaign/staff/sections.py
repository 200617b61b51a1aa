"""The sections of the staff site, in the order of the work."""

from typing import Any

from django.urls import reverse

from campaign.staff.list_words import WORDS

SECTIONS = {
    "Record": (
        "councils.Signature", "councils.Event", "councils.Progress", "councils.EvidenceLink",
        "councils.ImportBatch", "councils.Edition", "councils.Change",
    ),
    "Councils": (
        "councils.Council", "councils.Contact", "sign_up.SignUp", "sign_up.Certificate",
        "asking.Ask", "councils.QuietPeriod", "councils.PreElectionPeriod",
        "councils.Reorganisation", "councils.Lineage",
    ),
    "Letters and email": (
        "outbox.OutgoingMessage", "inbox.IncomingMessage", "outbox.MailSettings", "outbox.Throttle",
    ),
    "People": (
        "tasks.Task", "complaints.Complaint", "supporters.Alert", "supporters.Subscription",
        "supporters.Update", "supporters.SuppressedAddress", "privacy.Erasure",
    ),
    "Words": ("pages.NewsItem", "pages.Page", "pages.Notice", "pages.Organisation"),
    "Running": (
        "auth.User", "staff.AuditEntry", "rate_limits.Limit", "councils.PostcodeEdition",
    ),
}  # fmt: skip
"""The lists of each section, by the label of their model."""


def in_sections(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lists that Django groups by app in our sections, without empty ones."""
    lists = {each["model"]._meta.label: each for app in apps for each in app["models"]}
    sections = [
        {
            "name": name,
            "app_label": f"section-{name.partition(' ')[0].lower()}",
            "app_url": reverse("admin:index"),
            "has_module_perms": True,
            "models": [
                {**lists[label], "name": WORDS[label].name} for label in labels if label in lists
            ],
        }
        for name, labels in SECTIONS.items()
    ]
    return [section for section in sections if section["models"]]
