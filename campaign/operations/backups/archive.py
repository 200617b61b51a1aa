"""The file of a backup: one line of JSON that says what it is, then a zip of two files.

The zip holds ``database``, as the database's own tools dump it, and ``manifest.json``. If a key was
given, the zip is encrypted as one age file (https://age-encryption.org/v1). A backup can be opened
without this site: ``unzip`` skips the first line, and ``tail -n +2 FILE`` gives what ``age`` reads.
"""

import datetime as dt
import json
import os
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from pyrage import DecryptError, EncryptError, decrypt_io, encrypt_io

from campaign.operations.backups import BackupError
from campaign.operations.backups.keys import read_identity, read_recipient

KIND = "Make Runaways Safe backup"
FORMAT = 2
"""Since 2 the manifest has a mark of the SECRET_KEY."""
LONGEST_HEADER = 1000
"""The most bytes that the first line may have."""
DATABASE, MANIFEST = "database", "manifest.json"
COPIED_AT_ONCE = 1 << 20

type Dump = Callable[[IO[bytes]], None]
"""Writes the database's own dump to a stream."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, to compare with what is restored."""

    made_at: dt.datetime
    release: str
    vendor: str
    """The kind of database, as Django names it: "postgresql"."""
    migrations: list[list[str]]
    """App and name of each migration that the database had."""
    totals: dict[str, int]
    """Rows by table."""
    secret_mark: str = ""
    """What is made of the SECRET_KEY that hashes in it were made with; "" if that is not known."""

    def as_json(self) -> str:
        return json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}, indent=1)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        facts = json.loads(text)
        return cls(**facts | {"made_at": dt.datetime.fromisoformat(facts["made_at"])})


@dataclass(frozen=True)
class Header:
    """The first line of a backup, which can be read without the key."""

    made_at: dt.datetime
    is_encrypted: bool

    def as_line(self) -> bytes:
        facts: dict[str, object] = {
            "kind": KIND,
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "encrypted": self.is_encrypted,
        }
        return json.dumps(facts).encode() + b"\n"


def read_header(file: IO[bytes]) -> Header | None:
    """Return the header of a backup, leaving the file just after it; None for any other file.

    Raises BackupError for a backup in the format of a newer release.
    """
    try:
        facts = json.loads(file.readline(LONGEST_HEADER))
        if facts["kind"] != KIND:
            return None
        if facts["format"] > FORMAT:
            raise BackupError("This backup was made by a newer release. Update the site first.")
        return Header(dt.datetime.fromisoformat(facts["made_at"]), facts["encrypted"])
    except (ValueError, KeyError, TypeError):
        return None


# Writing


def write(file: IO[bytes], manifest: Manifest, dump: Dump, key: str = "") -> None:
    """Write a backup, encrypted for ``key`` if there is one."""
    recipient = read_recipient(key) if key else None
    file.write(Header(manifest.made_at, is_encrypted=bool(key)).as_line())
    if recipient is None:
        write_zip(file, manifest, dump)
        return
    remembering = RememberingWriter(file)
    with piped(lambda end: write_zip(end, manifest, dump)) as plain:
        try:
            encrypt_io(plain, remembering, [recipient])
        except EncryptError as error:
            raise BackupError(f"The backup cannot be written: {error}.") from error
    if remembering.error:
        raise remembering.error


class RememberingWriter:
    """A writer that remembers a failed write: encrypt_io hides the last one's (pyrage 1.4)."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.file.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.file.flush()


def write_zip(stream: IO[bytes], manifest: Manifest, dump: Dump) -> None:
    """Write the zip of two files to a stream, which need not be seekable."""
    # Only stored: PostgreSQL's custom format is already compressed.
    with zipfile.ZipFile(stream, "w") as archive:
        with archive.open(DATABASE, "w", force_zip64=True) as entry:
            dump(entry)
        archive.writestr(MANIFEST, manifest.as_json())


@contextmanager
def piped(write: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Yield a stream of what ``write`` writes in another thread: no plain text reaches a disk."""
    read_end, write_end = os.pipe()
    errors: list[Exception] = []

    def run() -> None:
        try:
            with os.fdopen(write_end, "wb") as end:
                write(end)
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with os.fdopen(read_end, "rb") as plain:
            yield plain
    finally:
        thread.join()
        # A broken pipe means that the reader stopped early, and its error is already raised.
        for error in errors:
            if not isinstance(error, BrokenPipeError):
                raise error


# Reading


class Archive:
    """A backup that has been opened: its manifest, and its dump of the database."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        try:
            self.manifest = Manifest.from_json(archive.read(MANIFEST))
            archive.getinfo(DATABASE)
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise BackupError("The backup is damaged: its list of contents is wrong.") from error

    def copy_database(self, to: IO[bytes]) -> None:
        """Copy the dump of the database. Raises BackupError if it is damaged."""
        try:
            with self._archive.open(DATABASE) as entry:
                while chunk := entry.read(COPIED_AT_ONCE):
                    to.write(chunk)
        except (zipfile.BadZipFile, EOFError, zlib.error) as error:
            raise BackupError("The backup is damaged: its database cannot be read.") from error


@contextmanager
def opened(path: Path, key_file: Path | None = None) -> Iterator[Archive]:
    """Open a backup. Raises BackupError with the reason if it cannot be opened."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
            header = read_header(file)
        except OSError as error:
            raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
        if header is None:
            raise BackupError(f"{path} is not a backup of this site.")
        if header.is_encrypted:
            decrypted = stack.enter_context(tempfile.TemporaryFile())
            decrypt(file, decrypted, key_file)
        try:
            plain = decrypted if header.is_encrypted else file
            archive = stack.enter_context(zipfile.ZipFile(plain))
        except zipfile.BadZipFile as error:
            raise BackupError(f"{path} is damaged: its end is missing.") from error
        yield Archive(archive)


def decrypt(file: IO[bytes], plain: IO[bytes], key_file: Path | None) -> None:
    """Decrypt the rest of ``file`` into ``plain``. Raises BackupError if the key does not fit."""
    if key_file is None:
        raise BackupError("This backup is encrypted. Name the file with its key: --key FILE.")
    identity = read_identity(key_file)
    try:
        decrypt_io(file, plain, [identity])
    except DecryptError as error:
        raise BackupError(f"The key in {key_file} does not open this backup.") from error
    except OSError as error:  # from the disk, or from damaged content
        reason = error.strerror or "its content is damaged"
        raise BackupError(f"The backup cannot be decrypted: {reason}.") from error
