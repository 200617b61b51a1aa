from campaign.outbox.models.decision import Decision
from campaign.outbox.models.mail_settings import MailSettings
from campaign.outbox.models.message import OutgoingMessage
from campaign.outbox.models.states import SETTLED, WAITING, MessageState
from campaign.outbox.models.throttle import Throttle
from campaign.outbox.models.worker import Worker
