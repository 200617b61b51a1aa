"""Email that leaves. ``models.py`` says of which files an email is made, ``worker.py`` sends them.

``only_worker.py`` keeps it the only one; ``server.py`` talks to the mail server, ``mime.py`` makes
what it is given, ``subjects.py`` tells whom it is about; ``health.py`` says how all of this is.
"""
