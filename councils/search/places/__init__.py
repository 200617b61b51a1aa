"""England's cities, towns, villages and parts of cities, and the councils responsible there."""
