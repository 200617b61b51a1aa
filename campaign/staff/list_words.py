"""The sections of the staff site, and what each list is called and says while it is empty."""

from typing import Any, NamedTuple

from django.urls import reverse


class ListWords(NamedTuple):
    """The words of one list: its name, and what it says while it is empty."""

    name: str
    empty: str
    add: str = ""
    """The button that adds a row; "" where nobody does so with Django's form."""


SECTIONS = {
    "Record": {
        "councils.Signature": ListWords(
            "Signatures",
            "No signature is on record yet. Select “Record a signature” on the desk, or bring a"
            " list.",
        ),
        "councils.Event": ListWords(
            "Events",
            "No event is on record yet. Select “Record what a document shows” on the desk when a"
            " council decides, re-affirms, replies or withdraws.",
        ),
        "councils.Edition": ListWords(
            "Editions of the charter",
            "No edition is known, and no signature can be recorded without one. Add the charter"
            " with the day on which it was published.",
            add="Add an edition",
        ),
        "councils.Change": ListWords(
            "What we changed (the public log)",
            "Nothing has changed yet. Each fact that is recorded, corrected or taken back writes a"
            " line here by itself.",
        ),
    },
    "Councils": {
        "councils.Council": ListWords(
            "Councils",
            "No council is loaded. Ask whoever runs the server to run “load_register”.",
            add="Add a council",
        ),
        "councils.Contact": ListWords(
            "Contacts",
            "No council can be written to yet. Add a checked address, or take in a spreadsheet"
            " with the button above.",
            add="Add a contact",
        ),
        "sign_up.SignUp": ListWords(
            "Messages from councils",
            "No council has written yet. What councils send by “For councils” and /sign/ comes"
            " here, and a task with it. To invite them, go to Questions to councils.",
        ),
        "asking.Ask": ListWords(
            "Questions to councils",
            "No council has been asked yet. Select “Ask councils” above: you see each email before"
            " it goes, and send the first one to yourself.",
        ),
        "councils.Pause": ListWords(
            "Pauses: no letters to a council, or to any",
            "No letters are paused. Pause them when something terrible has happened there, or the"
            " council asks us to hold them; our own questions wait before an election.",
            add="Add a pause",
        ),
        "councils.Lineage": ListWords(
            "Which council took over from which",
            "No takeover is on record. Most are entered where a council ends (Councils, “End on a"
            " day”); add one by hand where a council takes over a small part only.",
            add="Add a takeover",
        ),
    },
    "Letters and email": {
        "outbox.OutgoingMessage": ListWords(
            "Emails we sent",
            "No email has been made yet. Each letter, confirmation and alert comes here by itself.",
        ),
        "inbox.IncomingMessage": ListWords(
            "Emails that came in",
            "No email has come in. If you expected some, ask whoever runs the server whether mail"
            " is received: “Mail tested” stands on the list for opening the site.",
        ),
        "outbox.MailSettings": ListWords(
            "Mail settings: pause, rates, going live",
            "The settings are made when the first email leaves. Add them to change something"
            " before.",
            add="Add the settings",
        ),
        "outbox.CouncilRate": ListWords(
            "Rates for single councils",
            "Every council gets letters at the rate for all. Add one for a council that asked for"
            " fewer, or whose server takes fewer.",
            add="Add a rate for one council",
        ),
    },
    "People": {
        "tasks.Task": ListWords(
            "Tasks",
            "Nothing waits here. To see what was dealt with, choose “Dealt with” or “All” above.",
        ),
        "complaints.Complaint": ListWords(
            "Complaints",
            "Nobody has complained. A complaint by /complaints/ comes here, and a task with it;"
            " you have two working days to acknowledge it.",
        ),
        "supporters.Alert": ListWords(
            "Alerts: tell me when it signs",
            "Nobody waits to hear. People ask for an alert on a council’s page.",
        ),
        "supporters.Subscription": ListWords(
            "Who asked for news of a council",
            "Nobody has asked yet. People tick a second box when they ask for an alert or send a"
            " letter; nobody is ever added by hand.",
        ),
        "supporters.Update": ListWords(
            "Emails to those who asked for news",
            "None has been written. Write one when there is something to do or to know, at most"
            " six times a year; you see it and its number of readers before it goes.",
            add="Write an email to those who asked",
        ),
        "supporters.SuppressedAddress": ListWords(
            "Addresses we never write to",
            "No address is listed. When somebody asks us never to write, select “Add or check an"
            " address” above.",
        ),
        "privacy.Erasure": ListWords(
            "Erased people",
            "Nobody has been erased. When somebody asks what we hold, or asks to be forgotten,"
            " select “Find a person” above.",
        ),
    },
    "Words": {
        "pages.NewsItem": ListWords(
            "News",
            "There is no news yet. Write an item: it stays a draft until you tick “published”.",
            add="Write an item of news",
        ),
        "pages.Page": ListWords(
            "Pages",
            "No page is loaded. Ask whoever runs the server to run “load_pages”.",
            add="Write a new page",
        ),
        "pages.Notice": ListWords(
            "Notices on every page",
            "No notice is up or planned. Put one up when everybody should know something for some"
            " days, such as an outage.",
            add="Put up a notice",
        ),
        "pages.Organisation": ListWords(
            "Who runs the site",
            "Nobody is named. Say who runs the site and where people can write: until then no"
            " letter goes to a council.",
            add="Say who runs the site",
        ),
    },
    "Running": {
        "auth.User": ListWords(
            "Staff accounts",
            "There is no account like this. Add each person with an account of their own: no"
            " account is shared.",
            add="Add a member of staff",
        ),
        "staff.AuditEntry": ListWords(
            "Audit log",
            "Nothing has been noted. Sign-ins, refusals, exports and imports of the last 90 days"
            " come here by themselves.",
        ),
    },
}
"""The sections in the order of the work, and their lists by the label of the model."""
WORDS = {label: words for lists in SECTIONS.values() for label, words in lists.items()}


def in_sections(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lists that Django groups by app in our sections, without empty ones."""
    models = {each["model"]._meta.label: each for app in apps for each in app["models"]}
    sections = [
        {
            "name": name,
            "app_label": f"section-{name.partition(' ')[0].lower()}",
            "app_url": reverse("admin:index"),
            "has_module_perms": True,
            "models": [
                {**models[label], "name": words.name}
                for label, words in lists.items()
                if label in models
            ],
        }
        for name, lists in SECTIONS.items()
    ]
    return [section for section in sections if section["models"]]
