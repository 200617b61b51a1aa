"""The screen on which staff put on record what a document shows, alone or as a list.

- ``fields.py``: the fields of the one form; ``forms.py`` judges what is typed in them, and records
  it; ``facts.py`` makes a signature or an event of it; ``document_kind.py`` sees what a document
  is; ``told.py`` is what both this form and the acts ask when a council's own message led there
- ``acts.py``: what can be done to a fact on record: take back, move, confirm, dispute, settle
- ``views.py``: the pages of both: the form, and a preview of what the public log will say;
  ``undoing.py``: Undo; ``fact_pages.py``: how all of them find a fact and are shown
- a list: ``table.py`` reads a file (``workbook.py`` an Excel file, in a process of its own) into
  cells, ``reading.py`` knows what people call things, ``lists.py`` makes a form of each line,
  ``lines.py`` says what a line would do, ``kinds_of_line.py`` what one of signatures or contacts
  adds, ``list_form.py`` keeps what is ticked and mended, ``publishing.py`` puts it on record,
  ``list_views.py`` has the pages; ``contact_form.py`` is the form of a contact
- ``by_night.py``: decisions whose day has passed, and links that have gone
"""
