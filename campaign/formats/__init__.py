"""Dates and times as Britain writes them, where Django's own British formats differ."""
