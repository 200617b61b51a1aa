"""The ledger: who asked to be forgotten, in a file outside the database and its backups.

``ledger.py`` writes and reads the file; ``models.py`` keeps the lines that cannot be written yet.
"""
