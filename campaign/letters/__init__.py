"""A letter to a council, from the first screen to a second letter, and which file does which step.

- ``views/writing.py``: screens 1 and 2, with the guard before anything is kept, and what changed at
  the council meanwhile. ``composition/`` puts the words together, ``forms.py`` takes what is typed
- ``views/sending.py``: screen 3: its writer sends it, or confirms it by a code or a link
- ``models.py``: ``Letter.confirm()`` queues it in campaign/outbox, or holds it (``held.py``)
- ``delivery.py``: what became of it; ``incoming.py``: what comes back, answers too
- ``nightly.py``: the reminder, the question after four weeks, the public totals
- ``views/afterwards.py``: where it stands, and the second letter
- ``views/steps.py``: what every screen knows and who sees it; ``emails.py``: emails to its writer;
  ``recipient.py``: whom it goes to; ``after_restore.py``: what may have happened since a backup
"""
