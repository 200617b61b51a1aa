"""A supporter's letter to a council, in the database."""

from campaign.letters.models.letter import Letter
from campaign.letters.models.queryset import LetterQuerySet
from campaign.letters.models.states import CONFIRMED, ON_THE_WAY, OPEN, SETTLED, HeldFor, State
from campaign.letters.models.tokens import MOST_TRIES
