"""Tables, one file a noun. Importing this package makes every table known to SQLModel's metadata."""

from models.audit import AuditEntry, AuditRoot, AuditText
from models.calendar import LadderStep, Milestone, Recurring, Reminder
from models.chat import Chat, SendingPause
from models.consent import Consent
from models.dialog import Dialog, Draft
from models.dossier import Claim, CodeCounter, Decision, Declaration, Dossier, SupplementItem
from models.evidence import Evidence
from models.inbox import InboxUpdate
from models.invitation import Guess, Invitation, JoinRequest
from models.outbox import OutboxMessage
from models.person import Account, AccountPerson, Person
from models.role import RoleGrant
from models.setting import Setting
from models.support import Achievement, CoNominator, Endorsement, Lookup
from models.unit import Route, Unit, UnitAlias, UnitRelation, UnitSuccession, UnitVersion

__all__ = [
    "Account",
    "AccountPerson",
    "Achievement",
    "AuditEntry",
    "AuditRoot",
    "AuditText",
    "Chat",
    "Claim",
    "CoNominator",
    "CodeCounter",
    "Consent",
    "Decision",
    "Declaration",
    "Dialog",
    "Dossier",
    "Draft",
    "Endorsement",
    "Evidence",
    "Guess",
    "InboxUpdate",
    "Invitation",
    "JoinRequest",
    "LadderStep",
    "Lookup",
    "Milestone",
    "OutboxMessage",
    "Person",
    "Recurring",
    "Reminder",
    "RoleGrant",
    "Route",
    "SendingPause",
    "Setting",
    "SupplementItem",
    "Unit",
    "UnitAlias",
    "UnitRelation",
    "UnitSuccession",
    "UnitVersion",
]
