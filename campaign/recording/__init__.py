"""The screen on which staff put on record what a document shows, alone or as a list.

Five words first. A *fact* is a signature or an event on record, and a *document* shows it. An *act*
changes a fact that is on record. A *message* is what an officer wrote for a council: it may open a
form or an act, is closed when that is published, and its officer is thanked. A *list* brings many
signatures or contacts at once, and is a draft until it is published.

In the order in which to read them:

- ``led_here.py`` and ``named_council.py``: what the forms share, where a message or a task led to
  one, and where somebody names a council
- ``document_kind.py``: what a document is; ``facts.py``: a signature or an event made of what was
  typed; ``fields.py``: the fields of the one form; ``forms.py`` judges it, and records it
- ``acts.py``: what can be done to a fact on record: take back, move, confirm, dispute, settle
- ``fact_pages.py``: how pages find a fact and are shown; ``undoing.py``: Undo; ``views.py``: the
  pages of the form and the acts, with a preview of what the public log will say
- a list: ``table.py`` reads a file (``workbook.py`` an Excel file, in a process of its own) into
  lines, each a ``StoredLine`` (``councils/models/draft_list.py``); ``reading.py`` knows what people
  call things; ``list_form.py`` keeps what is brought, and what is ticked and mended on its page;
  ``contact_form.py`` is the form of a contact; ``lines.py`` says what a line would do,
  ``kinds_of_line.py`` what one of signatures or contacts adds; ``lists.py`` makes them of what is
  stored; ``publishing_lists.py`` puts them on record, ``undoing_lists.py`` takes that back;
  ``list_views.py`` has the pages
- ``by_night.py``: decisions whose day has passed, and links that have gone
"""
