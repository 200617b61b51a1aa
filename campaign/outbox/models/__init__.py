from campaign.outbox.models.mail_settings import MailSettings, Throttle
from campaign.outbox.models.message import Decision, OutgoingMessage, State
from campaign.outbox.models.worker import Worker

__all__ = ["Decision", "OutgoingMessage", "Throttle", "MailSettings", "State", "Worker"]
