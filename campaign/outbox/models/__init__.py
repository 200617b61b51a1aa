from campaign.outbox.models.message import Decision, Message, State
from campaign.outbox.models.sending import Pace, Sending
from campaign.outbox.models.worker import Worker

__all__ = ["Decision", "Message", "Pace", "Sending", "State", "Worker"]
