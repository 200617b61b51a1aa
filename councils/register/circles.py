"""Find circles in a lineage, in which a council would succeed itself."""

from collections.abc import Hashable, Iterable


def circles[Key: Hashable](pairs: Iterable[tuple[Key, Key]]) -> list[list[Key]]:
    """Return each circle among (old, new) ``pairs`` once, as the keys along it."""
    successors: dict[Key, list[Key]] = {}
    for old, new in pairs:
        successors.setdefault(old, []).append(new)
    by_members: dict[frozenset[Key], list[Key]] = {}
    finished: set[Key] = set()

    def follow(key: Key, path: list[Key]) -> None:
        if key in path:
            circle = path[path.index(key) :]
            by_members.setdefault(frozenset(circle), circle)
        elif key not in finished:
            for new in successors.get(key, ()):
                follow(new, [*path, key])
            finished.add(key)

    for old in successors:
        follow(old, [])
    return list(by_members.values())
