"""Circles in a lineage: a council that would come after itself."""

from collections.abc import Hashable, Iterable


def circles[Key: Hashable](pairs: Iterable[tuple[Key, Key]]) -> list[list[Key]]:
    """Return each circle that following ``pairs`` from old to new can run in, once."""
    onward: dict[Key, list[Key]] = {}
    for old, new in pairs:
        onward.setdefault(old, []).append(new)
    found: dict[frozenset[Key], list[Key]] = {}
    done: set[Key] = set()

    def follow(key: Key, path: list[Key]) -> None:
        if key in path:
            circle = path[path.index(key) :]
            found.setdefault(frozenset(circle), circle)
        elif key not in done:
            for new in onward.get(key, ()):
                follow(new, [*path, key])
            done.add(key)

    for old in onward:
        follow(old, [])
    return list(found.values())
