"""Counting in how many parts a set of cells falls."""

from councils.map.layout import touching


def count_parts(cells):
    """Return in how many connected parts a set of cells falls."""
    left, parts = set(cells), 0
    while left:
        parts += 1
        edge = [left.pop()]
        while edge:
            near = left & set(touching(edge.pop()))
            left -= near
            edge.extend(near)
    return parts
