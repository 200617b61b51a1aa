"""The file of a backup: what is written is what is read, and each fault is said in a sentence."""

import io
import json
import os
import zipfile

import pyrage
import pytest

from campaign.operations.backups import BackupError
from campaign.operations.backups.archive import Manifest, opened, write
from campaign.operations.backups.keys import read_recipient, write_new_key
from tests.campaign.operations.backups.conftest import CONTENT, NOON, TwoTables


@pytest.fixture
def key(tmp_path):
    """A key, as its public half and the file of its secret half."""
    path = tmp_path / "key"
    return write_new_key(path), path


def read(path, key_file=None):
    database = io.BytesIO()
    with opened(path, key_file) as archive:
        archive.copy_database(database)
    return archive.manifest, database.getvalue()


def sentence(path, key_file=None) -> str:
    with pytest.raises(BackupError) as caught:
        read(path, key_file)
    return str(caught.value)


def test_a_backup_reads_as_it_was_written(backup_file, key):
    public, secret = key
    for path in (backup_file("plain"), backup_file("secret", key=public)):
        manifest, database = read(path, secret)
        assert database == CONTENT
        assert (manifest.made_at, manifest.totals) == (NOON, TwoTables.totals)


def test_an_encrypted_backup_shows_nothing_of_anybody(backup_file, key):
    path = backup_file(key=key[0])
    content = path.read_bytes()
    assert b"Anna" not in content
    assert b"letters_letter" not in content
    assert json.loads(content.partition(b"\n")[0])["encrypted"] is True


def test_an_encrypted_and_a_plain_backup_open_with_common_tools(backup_file, key):
    public, secret = key
    with zipfile.ZipFile(backup_file("plain")) as archive:
        assert archive.read("database") == CONTENT
    behind_the_line = backup_file("secret", key=public).read_bytes().partition(b"\n")[2]
    identity = pyrage.x25519.Identity.from_str(secret.read_text().splitlines()[1])
    decrypted = io.BytesIO(pyrage.decrypt(behind_the_line, [identity]))
    with zipfile.ZipFile(decrypted) as archive:
        assert archive.read("database") == CONTENT


def test_a_file_that_is_not_a_backup_is_named(tmp_path):
    for content in (b"", b"\x00\xff" * 600, b"[1]\n", b'{"kind": "another"}\n', b"{}"):
        path = tmp_path / "a file"
        path.write_bytes(content)
        assert sentence(path) == f"{path} is not a backup of this site."
    assert (
        sentence(tmp_path / "none") == f"{tmp_path}/none cannot be read: No such file or directory."
    )
    assert sentence(tmp_path) == f"{tmp_path} cannot be read: Is a directory."


def test_a_wrong_key_and_a_missing_key_have_different_errors(backup_file, key, tmp_path):
    path = backup_file(key=key[0])
    assert sentence(path).endswith("Name the file with its key: --key FILE.")
    other = tmp_path / "other"
    write_new_key(other)
    assert sentence(path, other) == f"The key in {other} does not open this backup."
    other.write_text(key[0])
    assert "holds no secret key" in sentence(path, other)
    other.write_bytes(b"\xff\xfe")
    assert "holds no secret key" in sentence(path, other)
    other.write_text("AGE-SECRET-KEY-1RUBBISH")
    assert sentence(path, other) == f"The secret key in {other} is damaged."
    assert "cannot be read" in sentence(path, tmp_path / "none")


def test_a_damaged_backup_is_refused_wherever_it_is_damaged(backup_file, key):
    public, secret = key
    for path in (backup_file("plain"), backup_file("secret", key=public)):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert sentence(path, secret)
        middle = 600  # behind the header, in what is compressed or encrypted
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        assert sentence(path, secret)


def test_a_backup_in_the_format_of_a_later_release_is_refused(backup_file):
    path = backup_file()
    path.write_bytes(path.read_bytes().replace(b'"format": 2', b'"format": 3', 1))
    assert sentence(path) == "This backup was made by a newer release. Update the site first."


def test_a_backup_of_release_1_0_is_read(backup_file):
    path = backup_file()
    content = path.read_bytes().replace(b'"format": 2', b'"format": 1', 1)
    path.write_bytes(content)
    assert read(path)[0].secret_mark == ""  # as in a manifest without one


def test_a_secret_key_in_place_of_the_public_one_is_refused(key):
    public, secret = key
    assert str(read_recipient(f" {public}\n")) == public
    with pytest.raises(BackupError, match="BACKUP_KEY is the secret key"):
        read_recipient(secret.read_text().splitlines()[1])
    with pytest.raises(BackupError, match="BACKUP_KEY is not a public key"):
        read_recipient("age1nonsense")


def test_a_new_key_is_for_its_owner_alone_and_overwrites_nothing(key, tmp_path):
    secret = key[1]
    assert secret.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupError, match="a key is never overwritten"):
        write_new_key(secret)
    with pytest.raises(BackupError, match="cannot be written"):
        write_new_key(tmp_path / "no folder" / "key")


def test_an_error_while_the_database_is_dumped_is_raised(key):
    def fail(to):
        to.write(b"some")
        raise BackupError("pg_dump failed: no reason")

    manifest = Manifest(NOON, "1.0", "postgresql", [], {})
    for public in ("", key[0]):
        with pytest.raises(BackupError, match="pg_dump failed"):
            write(io.BytesIO(), manifest, fail, public)


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_a_full_disk_is_noticed_even_at_the_last_byte(key, taken):
    manifest = Manifest(NOON, "1.0", "postgresql", [], {})
    with pytest.raises((BackupError, OSError), match="No space left on device"):
        write(AlmostFull(taken), manifest, lambda to: to.write(os.urandom(70_000)), key[0])


class AlmostFull(io.RawIOBase):
    """A disk that takes so many writes, and then no more."""

    def __init__(self, taken):
        self.left = taken

    def write(self, data):
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "No space left on device")
        return len(data)
