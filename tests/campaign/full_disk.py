"""A full disk under the ledger: until it is emptied nothing that is synced comes to rest."""

import errno
import os


class FullDisk:
    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch
        self.is_full = False
        real = os.fsync

        def fsync(handle):
            if self.is_full:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(handle)

        monkeypatch.setattr(os, "fsync", fsync)

    def fill(self):
        self.is_full = True

    def empty(self):
        self.is_full = False
