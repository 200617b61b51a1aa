from councils.models.change import Change, ChangeKind
from councils.models.contact import Contact, Role, Way
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
from councils.models.event import Event, EventKind
from councils.models.letters import LettersCounted, LettersSent
from councils.models.postcode_index import PostcodeEdition
from councils.models.signature import Edition, Signature, SourceKind
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
    "Kind",
    "LettersCounted",
    "LettersSent",
    "Lineage",
    "LineageKind",
    "NameKind",
    "Nation",
    "PostcodeEdition",
    "RecordVersion",
    "Region",
    "Role",
    "Signature",
    "SourceKind",
    "Way",
]
