"""A value that many emails share, read once while they are written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper


class ReadOnce[Value]:
    """Decorate a function without arguments that reads a value, never None, from the database.

    Within ``with function.kept():`` every call returns what it read at the start of the block.
    """

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._kept: ContextVar[Value | None] = ContextVar("kept", default=None)
        update_wrapper(self, read)

    def __call__(self) -> Value:
        kept = self._kept.get()
        return self._read() if kept is None else kept

    @contextmanager
    def kept(self) -> Iterator[None]:
        token = self._kept.set(self._read())
        try:
            yield
        finally:
            self._kept.reset(token)
