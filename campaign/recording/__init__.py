"""The screen on which staff put on record what a document shows, alone or as a list.

- ``forms.py``: the one form; ``facts.py`` makes a signature or an event of it; ``told.py`` is what
  both this form and the acts ask when a council's own message led there
- ``acts.py``: what can be done to a fact on record: take back, move, confirm, dispute, settle
- ``views.py``: the pages of both: the form, a preview of what the public log will say, Undo
- a list: ``table.py`` reads a file (``workbook.py`` an Excel file, in a process of its own) into
  cells, ``reading.py`` knows what people call things, ``lists.py`` makes a form of each line,
  ``lines.py`` says what a line would do, ``list_form.py`` keeps what is ticked and mended,
  ``publishing.py`` puts it on record, ``list_views.py`` has the pages; ``contact_form.py`` is the
  form of a contact
- ``by_night.py``: decisions whose day has passed, and links that have gone
"""
