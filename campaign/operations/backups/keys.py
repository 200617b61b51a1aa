"""Backup keys: anybody with the public key can make a backup; only the secret key opens it.

So the machine that makes backups cannot read them, and nor can anybody who breaks into it.
"""

import os
from pathlib import Path

from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

from campaign.operations.backups import BackupError

SECRET_START = "AGE-SECRET-KEY-"


def read_recipient(key: str) -> Recipient:
    """Return a public key from its text. Raises BackupError for any other text."""
    if key.strip().upper().startswith(SECRET_START):
        raise BackupError(
            "BACKUP_KEY is the secret key. Put the public one there, which begins with age1,"
            " and keep the secret one away from this machine."
        )
    try:
        return Recipient.from_str(key.strip())
    except RecipientError as error:
        raise BackupError(
            "BACKUP_KEY is not a public key: it begins with age1. Make one with"
            " manage.py backup --new-key FILE."
        ) from error


def read_identity(path: Path) -> Identity:
    """Return the secret key in a file, whose other lines are comments.

    Raises BackupError if the file cannot be read, or holds no valid key.
    """
    try:
        lines = path.read_text().splitlines()
    except OSError as error:
        raise BackupError(f"The key {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BackupError(f"{path} holds no secret key.") from error
    for line in lines:
        if line.strip().startswith(SECRET_START):
            try:
                return Identity.from_str(line.strip())
            except IdentityError as error:
                raise BackupError(f"The secret key in {path} is damaged.") from error
    raise BackupError(f"{path} holds no secret key: it begins with {SECRET_START}.")


def write_new_key(path: Path) -> str:
    """Write a new secret key to a new file that only its owner may read; return the public key.

    Raises BackupError if the file exists or cannot be written.
    """
    identity = Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"# Opens the backups made for {public}\n{identity}\n")
    except FileExistsError as error:
        raise BackupError(f"{path} exists: a key is never overwritten.") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    return public
