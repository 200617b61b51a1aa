"""Who asked to be told something, on what basis, and which addresses we must not write to."""

from campaign.supporters.models.alert import Alert
from campaign.supporters.models.opt_in import Basis, OptIn
from campaign.supporters.models.subscription import Subscription
from campaign.supporters.models.suppressed import SuppressedAddress, SuppressionReason
from campaign.supporters.models.update import MOST_A_YEAR, Update
