"""Email that comes in: ``process.py`` is its one way down.

It names the steps, and these files do them:

- ``mime.py`` reads it from any bytes, ``files.py`` what its files say; ``hearing.py`` hears a call
- ``classify.py`` says whom it is from and what kind it is, by ``bounces.py`` and ``auto_reply.py``;
  ``parsed_mail.py`` is what it is then
- ``models.py`` keeps what is about a message of ours; the rooms above take it in (``apps.py`` of
  ``campaign/`` joins them)
"""
