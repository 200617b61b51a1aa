"""The sections of the staff site, and what each list is called and says while it is empty."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class ListWords:
    """The words of one list: its name, the button that adds a row, and what an empty list says."""

    name: str
    add: str
    empty: str


SECTIONS = {
    "Record": {
        "councils.Signature": ListWords(
            "Signatures",
            "Add a signature by hand",
            "No signature is on record yet. Select “Record a signature” on the desk, or take in a"
            " list under Imports.",
        ),
        "councils.Event": ListWords(
            "Events",
            "Add an event by hand",
            "No event is on record yet. Select “Record what a document shows” on the desk when a"
            " council decides, re-affirms, replies or withdraws.",
        ),
        "councils.Progress": ListWords(
            "What councils have done since they signed",
            "Add something a council has done",
            "Nothing is on record yet. Add what a council that signed has promised, shown or had"
            " checked, with its evidence.",
        ),
        "councils.EvidenceLink": ListWords(
            "Links to evidence",
            "Add a link",
            "No link has been checked yet. Links are read from the facts on record. Ask whoever"
            " runs the server to run “check_links --fetch”: the site asks no other site by itself.",
        ),
        "councils.ImportBatch": ListWords(
            "Imports",
            "Take in a list",
            "No list has been taken in yet. Select “Take in a list of signatures” above, and"
            " upload a spreadsheet or paste it. Nothing is saved until you apply it.",
        ),
        "councils.Edition": ListWords(
            "Editions of the charter",
            "Add an edition",
            "No edition is known, and no signature can be recorded without one. Add the charter"
            " with the day on which it was published.",
        ),
        "councils.Change": ListWords(
            "What we changed (the public log)",
            "Add a line",
            "Nothing has changed yet. Each fact that is recorded, corrected or taken back writes a"
            " line here by itself.",
        ),
    },
    "Councils": {
        "councils.Council": ListWords(
            "Councils",
            "Add a council",
            "No council is loaded. Ask whoever runs the server to run “load_register”.",
        ),
        "councils.Contact": ListWords(
            "Contacts",
            "Add a contact",
            "No council can be written to yet. Add a checked address, or take in a spreadsheet"
            " with the button above.",
        ),
        "sign_up.SignUp": ListWords(
            "Messages from councils",
            "Add a message",
            "No council has written yet. What councils send by “For councils” and /sign/ comes"
            " here, and a task with it. To invite them, go to Questions to councils.",
        ),
        "sign_up.Certificate": ListWords(
            "Certificates",
            "Add a certificate",
            "No certificate has been made. A council asks for one when it signs; accept its"
            " message under Messages from councils, and the certificate comes here.",
        ),
        "asking.Ask": ListWords(
            "Questions to councils",
            "Ask councils",
            "No council has been asked yet. Select “Ask councils” above: you see each email before"
            " it goes, and send the first one to yourself.",
        ),
        "councils.QuietPeriod": ListWords(
            "Quiet councils: letters paused",
            "Pause letters to a council",
            "No council is quiet. Pause letters to one when something terrible has happened there,"
            " or when it asks for a rest.",
        ),
        "councils.PreElectionPeriod": ListWords(
            "Pre-election periods",
            "Add a pre-election period",
            "No period is set. Add one before an election: our questions and reminders to the"
            " councils you choose wait until the day after it.",
        ),
        "councils.Reorganisation": ListWords(
            "Reorganisations",
            "Enter a reorganisation",
            "No reorganisation has been entered. When Parliament replaces a county and its"
            " districts by new councils, enter it here: you see what would change first.",
        ),
        "councils.Lineage": ListWords(
            "Which council took over from which",
            "Add a takeover",
            "No takeover is on record. Most come from a reorganisation; add one by hand only where"
            " that does not fit.",
        ),
    },
    "Letters and email": {
        "outbox.OutgoingMessage": ListWords(
            "Emails we sent",
            "Add an email",
            "No email has been made yet. Each letter, confirmation and alert comes here by itself.",
        ),
        "inbox.IncomingMessage": ListWords(
            "Emails that came in",
            "Add an email",
            "No email has come in. If you expected some, ask whoever runs the server whether mail"
            " is received: “Mail tested” stands on the list for opening the site.",
        ),
        "outbox.MailSettings": ListWords(
            "Mail settings: pause, rates, going live",
            "Add the settings",
            "The settings are made when the first email leaves. Add them to change something"
            " before.",
        ),
        "outbox.Throttle": ListWords(
            "Rates for single councils",
            "Add a rate for one council",
            "No council has had an email yet. Add a rate only for a council whose server takes"
            " fewer letters an hour than others.",
        ),
    },
    "People": {
        "tasks.Task": ListWords(
            "Tasks",
            "Add a task",
            "Nothing waits here. To see what was dealt with, choose “Dealt with” or “All” above.",
        ),
        "complaints.Complaint": ListWords(
            "Complaints",
            "Add a complaint",
            "Nobody has complained. A complaint by /complaints/ comes here, and a task with it;"
            " you have two working days to acknowledge it.",
        ),
        "supporters.Alert": ListWords(
            "Alerts: tell me when it signs",
            "Add an alert",
            "Nobody waits to hear. People ask for an alert on a council’s page.",
        ),
        "supporters.Subscription": ListWords(
            "Who asked for news of a council",
            "Add somebody",
            "Nobody has asked yet. People tick a second box when they ask for an alert or send a"
            " letter; nobody is ever added by hand.",
        ),
        "supporters.Update": ListWords(
            "Emails to those who asked for news",
            "Write an email to those who asked",
            "None has been written. Write one when there is something to do or to know, at most"
            " six times a year; you see it and its number of readers before it goes.",
        ),
        "supporters.SuppressedAddress": ListWords(
            "Addresses we never write to",
            "Add an address",
            "No address is listed. When somebody asks us never to write, select “Add or check an"
            " address” above.",
        ),
        "privacy.Erasure": ListWords(
            "Erased people",
            "Find a person",
            "Nobody has been erased. When somebody asks what we hold, or asks to be forgotten,"
            " select “Find a person” above.",
        ),
    },
    "Words": {
        "pages.NewsItem": ListWords(
            "News",
            "Write an item of news",
            "There is no news yet. Write an item: it stays a draft until you tick “published”.",
        ),
        "pages.Page": ListWords(
            "Pages",
            "Write a new page",
            "No page is loaded. Ask whoever runs the server to run “load_pages”.",
        ),
        "pages.Notice": ListWords(
            "Notices on every page",
            "Put up a notice",
            "No notice is up or planned. Put one up when everybody should know something for some"
            " days, such as an outage.",
        ),
        "pages.Organisation": ListWords(
            "Who runs the site",
            "Say who runs the site",
            "Nobody is named. Say who runs the site and where people can write: until then no"
            " letter goes to a council.",
        ),
    },
    "Running": {
        "auth.User": ListWords(
            "Staff accounts",
            "Add a member of staff",
            "There is no account like this. Add each person with an account of their own: no"
            " account is shared.",
        ),
        "staff.AuditEntry": ListWords(
            "Audit log",
            "Add a line",
            "Nothing has been noted. Sign-ins, refusals, exports and imports of the last 90 days"
            " come here by themselves.",
        ),
        "rate_limits.Limit": ListWords(
            "Limits on what visitors may do",
            "Add a limit",
            "There is no limit, so a program could fill this site. Add one for each thing that"
            " visitors may do.",
        ),
        "councils.PostcodeEdition": ListWords(
            "Postcode editions",
            "Add an edition",
            "No postcodes are loaded, and nobody can find a council by one. Ask whoever runs the"
            " server to run “load_postcodes”.",
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
