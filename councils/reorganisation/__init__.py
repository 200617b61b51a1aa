"""Reorganisations of a county into other councils: plan, preview, enter, take back."""

from councils.reorganisation.enter import enter_plan, take_back
from councils.reorganisation.plan import Plan, Successor
from councils.reorganisation.preview import preview_plan
