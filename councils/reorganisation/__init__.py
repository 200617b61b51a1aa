"""Councils that give way to others on a day to come: planned, previewed, entered, undone."""

from councils.reorganisation.enter import enter_plan
from councils.reorganisation.plan import Plan, Successor
from councils.reorganisation.preview import preview_plan
from councils.reorganisation.undo import take_back

__all__ = ["Plan", "Successor", "enter_plan", "preview_plan", "take_back"]
