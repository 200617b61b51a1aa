from councils.models.change import Change, ChangeKind
from councils.models.contact import Contact, Role, Trouble, Way
from councils.models.council import (
    RESPONSIBLE_KINDS,
    Council,
    CouncilCode,
    CouncilName,
    Kind,
    Lineage,
    LineageKind,
    NameKind,
    Nation,
    Region,
)
from councils.models.dated import SourceKind
from councils.models.event import Event, EventKind
from councils.models.evidence_link import EvidenceLink, LinkState
from councils.models.letters import LettersCounted, LettersSent
from councils.models.missing_from_care import MissingFromCare
from councils.models.postcode_index import PostcodeEdition
from councils.models.progress import Progress, Step, Verb
from councils.models.reorganisation import Reorganisation
from councils.models.signature import Edition, Signature
from councils.models.version import RecordVersion

__all__ = [
    "RESPONSIBLE_KINDS",
    "Change",
    "ChangeKind",
    "Contact",
    "Council",
    "CouncilCode",
    "CouncilName",
    "Edition",
    "Event",
    "EventKind",
    "EvidenceLink",
    "Kind",
    "LettersCounted",
    "LettersSent",
    "MissingFromCare",
    "Lineage",
    "LineageKind",
    "LinkState",
    "NameKind",
    "Nation",
    "PostcodeEdition",
    "Progress",
    "RecordVersion",
    "Region",
    "Reorganisation",
    "Role",
    "Signature",
    "SourceKind",
    "Step",
    "Trouble",
    "Verb",
    "Way",
]
