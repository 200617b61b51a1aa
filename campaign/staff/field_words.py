"""Names and help of fields in the staff site, where the model's own would not tell a newcomer.

``test_field_words.py`` fails for a field of a form that has neither help nor a name that says all.
"""

from typing import Any

OF_FACTS = {
    "council": "Begin to type its name, and choose it from the list.",
    "date_precision": "How exactly the document gives the date.",
    "source_kind": "The document that shows it. If there are several, the most official one.",
    "source_url": "Where a reader can open it. Leave empty if it is not on the web.",
}
OF_CONTACTS = {
    "council": "Begin to type its name, and choose it from the list.",
    "role": "Letters go to the first three; our own questions to the last two.",
    "channel": "How this address is reached. Fill in the field that belongs to it.",
    "url": "The page with the form, if it takes no email.",
    "checked_on": "The day on which you saw it on the council’s own website.",
}
HELP: dict[str, dict[str, str]] = {
    "auth.User": {
        "username": "The address at work with which this person signs in. It cannot be changed.",
        "first_name": "Shown beside what this person did.",
        "last_name": "Shown beside what this person did.",
    },
    "councils.Contact": OF_CONTACTS,
    "councils.Council": {
        "name": "As the council itself writes it, with “Council”.",
        "kind": "Decides whether it runs children’s services: districts do not.",
        "nation": "Only councils in England are asked to sign.",
        "website": "Its home page, with https://.",
        "kind_since": "The first day on which it was of today’s kind.",
        "slug": "The end of its page’s address: kent is at /councils/kent/. Old ones still work.",
    },
    "councils.CouncilName": {
        "name": "As people write it. It will find the council.",
        "kind": "A former official name is shown in its story; the others only help to find it.",
        "starts_on": "The first day of this name. Leave empty if it is not known.",
        "ends_on": "The first day on which it was no longer used.",
    },
    "councils.CouncilCode": {
        "gss": "The code that the statistics office used for it before.",
        "starts_on": "The first day of this code. Leave empty if it is not known.",
        "ends_on": "The first day on which it was no longer used.",
    },
    "councils.Edition": {
        "title": "As it stands on the document.",
        "published_on": "The day on which it was made public. Signatures before it are refused.",
        "source": "Who gave it to us, when, or where it can be read.",
        "owner": "The organisation to which the words belong.",
    },
    "councils.Event": {
        **OF_FACTS,
        "kind": "What happened. A signature is recorded under Signatures.",
    },
    "councils.Lineage": {
        "old": "The council that ended or gave up an area.",
        "new": "The council that runs children’s services there since.",
        "on": "The first day of the new council, in most cases 1 April.",
    },
    "councils.PreElectionPeriod": {
        "starts_on": "From this day on, our questions and reminders to these councils wait.",
    },
    "councils.Progress": {
        **OF_FACTS,
        "commitment": "Which of the charter’s four words it belongs to.",
    },
    "councils.QuietPeriod": {
        "council": "Begin to type its name, and choose it from the list.",
        "kind": "A rest is asked for by the council itself; quiet is our own decision.",
    },
    "councils.Signature": {
        **OF_FACTS,
        "edition": "Which charter it signed. There is one unless a new edition was published.",
        "signed_by": "As the document names them. Leave empty if it does not say.",
        "signed_role": "Such as: Lead Member for Children’s Services.",
    },
    "outbox.MailSettings": {
        "live": "Two more things are needed: the server’s own switch, which whoever runs the server"
        " turns on, and a name and an address under Who runs the site.",
    },
    "pages.NewsItem": {
        "title": "What has happened, in one line.",
        "slug": "The end of its address: new-map is at /news/new-map/. It comes from the title.",
    },
    "pages.Notice": {
        "url": "Shown after the notice as “Read more”.",
        "starts_on": "The first day on which it is shown.",
    },
    "pages.Organisation": {
        "name": "Public, at the foot of every page and of every letter.",
        "charity_number": "Digits only. Public. Leave empty if it is not a registered charity.",
        "website": "Its own website, with https://. Public.",
        "email": "Where people and councils write to. Public, so not a person’s own address.",
        "postal_address": "One line each, as on an envelope. Public.",
    },
    "pages.Page": {
        "title": "The heading of the page, and its name in search engines.",
        "slug": "The page “about” is at /about/. Pages that ship keep theirs.",
    },
    "rate_limits.Limit": {
        "kind": "What visitors may do only so often.",
        "by": "For whom it is counted: the smaller the circle, the fairer the limit.",
    },
    "supporters.Update": {
        "to_all": "Tick it to leave the choice of councils below aside.",
    },
}
"""Help, by the label of the model and the name of the field."""
NAMES: dict[str, dict[str, str]] = {
    "auth.User": {"username": "Email"},
    "councils.Council": {
        "code": "Our code",
        "slug": "Address on this site",
        "gss": "Code of the statistics office",
        "staff_managed": "Kept by us, not by the shipped register",
    },
    "councils.CouncilCode": {"gss": "Code of the statistics office"},
    "councils.Lineage": {"old": "Council before", "new": "Council after"},
    "inbox.IncomingMessage": {
        "status": "Code of the mail server",
    },
    "pages.NewsItem": {"slug": "Address"},
    "pages.Page": {
        "slug": "Address",
        "description": "What search engines show",
        "lead": "Opening sentences",
    },
    "rate_limits.Limit": {"kind": "What is limited"},
    "supporters.Alert": {"wording": "Version of the wording", "source": "Page where it was asked"},
    "supporters.Subscription": {
        "wording": "Version of the wording",
        "source": "Page where it was asked",
    },
}
"""Names of fields, by the label of the model and the name of the field."""


def form_words(opts: Any, form: Any = None) -> dict[str, dict[str, str]]:
    """Return names and help for ``modelform_factory``, over those that a form class has itself."""
    meta = getattr(form, "Meta", None)
    return {
        "labels": {**(getattr(meta, "labels", None) or {}), **NAMES.get(opts.label, {})},
        "help_texts": {**HELP.get(opts.label, {}), **(getattr(meta, "help_texts", None) or {})},
    }
