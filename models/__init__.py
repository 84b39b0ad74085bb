"""Tables, one file a noun. Importing this package makes every table known to SQLModel's metadata."""

from models.audit import AuditEntry, AuditRoot, AuditText
from models.calendar import LadderStep, Milestone, Recurring, Reminder
from models.chat import Chat, SendingPause
from models.dialog import Dialog, Draft
from models.dossier import Claim, CodeCounter, Decision, Declaration, Dossier, SupplementItem
from models.evidence import Evidence
from models.inbox import InboxUpdate
from models.outbox import OutboxMessage
from models.person import Account, AccountPerson, Person
from models.role import RoleGrant
from models.setting import Setting
from models.unit import Unit, UnitRelation, UnitVersion

__all__ = [
    "Account",
    "AccountPerson",
    "AuditEntry",
    "AuditRoot",
    "AuditText",
    "Chat",
    "Claim",
    "CodeCounter",
    "Decision",
    "Declaration",
    "Dialog",
    "Dossier",
    "Draft",
    "Evidence",
    "InboxUpdate",
    "LadderStep",
    "Milestone",
    "OutboxMessage",
    "Person",
    "Recurring",
    "Reminder",
    "RoleGrant",
    "SendingPause",
    "Setting",
    "SupplementItem",
    "Unit",
    "UnitRelation",
    "UnitVersion",
]
