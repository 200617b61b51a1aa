"""Count the connected parts of a set of cells."""

from councils.map.layout import touching


def count_parts(cells):
    """Return the number of connected parts of a set of cells."""
    left, parts = set(cells), 0
    while left:
        parts += 1
        edge = [left.pop()]
        while edge:
            near = left & set(touching(edge.pop()))
            left -= near
            edge.extend(near)
    return parts
