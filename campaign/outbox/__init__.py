"""Email that leaves. ``models.py`` says of which files an email is made, ``worker.py`` sends them.

In the code an email is a *message*, a row of ``OutgoingMessage``. The worker *claims* one, *marks*
it just before it *hands over* its text, and *stores* the outcome; the class of its *subject*, the
row that it is about, is then *told*.

``only_worker.py`` keeps it the only one; ``server.py`` talks to the mail server, ``mime.py`` makes
what it is given, ``subjects.py`` tells whom it is about; ``health.py`` says how all of this is.
"""
