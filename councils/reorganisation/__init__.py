"""Councils that give way to others on a day to come: planned, previewed, entered, taken back."""

from councils.reorganisation.plan import Plan, Successor, enter, preview, take_back

__all__ = ["Plan", "Successor", "enter", "preview", "take_back"]
