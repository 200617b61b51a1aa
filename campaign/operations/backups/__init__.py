"""Backups: made while the site serves, and restored so that no email is sent twice."""


class BackupError(Exception):
    """Why a backup cannot be made or restored, in one sentence for whoever runs the command."""
