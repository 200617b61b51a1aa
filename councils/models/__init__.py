from councils.models.change import Change, ChangeKind
from councils.models.contact import Channel, Contact, DeliveryProblem, Role
from councils.models.council import (
    NATIONS,
    REGIONS,
    RESPONSIBLE_KINDS,
    Council,
    CouncilKind,
    CouncilName,
    NameKind,
)
from councils.models.daily_letter_count import DailyLetterCount, LettersSent
from councils.models.dated import SourceKind
from councils.models.draft_list import DraftList, ListKind, StoredLine
from councils.models.evidence import EvidenceFile, EvidenceLink, FileKind
from councils.models.facts import (
    Commitment,
    Edition,
    Event,
    EventKind,
    EvidenceLevel,
    Signature,
)
from councils.models.lineage import Lineage, LineageKind
from councils.models.missing_from_care import MissingFromCare
from councils.models.pause import AskedBy, Holds, Pause
from councils.models.version import RecordVersion
