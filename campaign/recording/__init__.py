"""The screen on which staff put on record what a document shows, alone or as a list.

Five words first. A *fact* is a signature or an event on record, and a *document* shows it; it
*waits* while its day to become public is still to come. An *act* changes a fact that is on record.
A *message* is what an officer wrote for a council: it may open a form or an act, is closed when
that is published, and its officer is thanked. A *list* brings many signatures or contacts at once,
and is a draft until it is published; what one of its lines puts on record is called its fact, a
contact too.

In the code of the forms ``chosen`` is what somebody chose, by the names of the form's fields.
``council_today`` is a council as the record of today has it, with its status; ``council`` is the
model wherever both are at hand.

In the order in which to read them:

- ``led_here.py`` and ``named_council.py``: what the forms share, where a message or a task led to
  one, and where somebody names a council
- ``document_kind.py``: what a document is; ``facts.py``: a signature or an event made of what was
  typed; ``fields.py``: the fields of the one form; ``forms.py`` judges it, and records it
- ``acts.py``: what can be done to a fact on record: take back, move, confirm, dispute, settle
- ``fact_pages.py``: how pages find a fact and are shown; ``undoing.py``: Undo; ``views.py``: the
  pages of the form and the acts, with a preview of what the public log will say
- a list: ``reading.py`` knows what people call things; ``sheets.py`` makes CSV text of a file
  (``workbook.py`` of an Excel file, in a process of its own), and ``table.py`` lines of that, each
  a ``StoredLine`` as it is kept (``councils/models/draft_list.py``); ``lines.py`` has the
  ``ListLine``, the same line held against the record of now, and says what it would do,
  ``kinds_of_line.py`` what one of signatures or contacts adds; ``contact_form.py`` is the form of
  a contact; ``lists.py`` makes each ``ListLine`` of what is stored; ``list_form.py`` keeps what is
  brought, and what is ticked and mended on its page; ``publishing_lists.py`` puts lines on record;
  ``undoing_lists.py`` has the ``LineOnRecord``, a line that went on record, and takes it back;
  ``list_views.py`` has the pages
- ``by_night.py``: decisions whose day has passed, and links that have gone
"""
