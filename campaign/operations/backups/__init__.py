"""Backups: made while the site serves, and restored so that nothing goes twice."""


class BackupError(Exception):
    """What keeps a backup from being made or restored, in one sentence for whoever runs it."""
