"""Rows with sensible defaults. Each builder makes what its name says and nothing else."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from sqlmodel import Session

from bot.domain.names import search_key, sort_key
from bot.domain.nomination import CriterionClaim, Nomination
from bot.domain.roles import Role
from bot.domain.workflow import State
from bot.services import accounts, calendar, consents, nominations, roles
from bot.services.nominations import SentNomination
from models import Claim, Dossier, Draft, Evidence, Person, RoleGrant, Unit, UnitRelation, UnitVersion
from tests.support import people
from tests.support.clock import NOW, ZONE
from tests.support.people import Cast

SINCE = date(2025, 7, 1)
STORY = "Hai năm nay, giờ hình học ở ngoài vườn trường, em nào cũng được tự tay đo và kể lại điều mình thấy."

_numbers = count(1)


def a_unit(
    session: Session,
    name: str = "THCS Đồng Mây",
    *,
    kind: str = "truong_thcs",
    place: str = "xã Đồng Mây",
    above: int | None = None,
    since: date = SINCE,
    until: date | None = None,
) -> int:
    """Make a unit with one version, below another one if that is given."""
    unit = Unit(code=f"unit-{next(_numbers)}")
    session.add(unit)
    session.flush()
    assert unit.id is not None
    a_version(session, unit.id, name, kind=kind, place=place, since=since, until=until)
    if above is not None:
        session.add(UnitRelation(child_id=unit.id, parent_id=above, valid_from=since))
    session.flush()
    return unit.id


def a_version(
    session: Session,
    unit_id: int,
    name: str,
    *,
    kind: str = "truong_thcs",
    place: str = "xã Đồng Mây",
    since: date = SINCE,
    until: date | None = None,
) -> None:
    """Give a unit a name between two dates."""
    session.add(
        UnitVersion(
            unit_id=unit_id,
            name=name,
            name_key=search_key(name),
            kind=kind,
            place=place,
            place_key=search_key(place),
            valid_from=since,
            valid_to=until,
        )
    )
    session.flush()


def a_person(session: Session, name: str = "Vũ Bảo Châu", *, user_id: int = 0) -> int:
    """Make a person, with an account if there is a user id."""
    person = Person(name=name, name_key=search_key(name), sort_key=sort_key(name))
    session.add(person)
    session.flush()
    assert person.id is not None
    if user_id:
        account = accounts.of_user(session, user_id, now=NOW)
        assert account.id is not None
        accounts.link(session, account.id, person_id=person.id, now=NOW)
        consents.give(session, account.id, language="vi", now=NOW, person_id=person.id)
    return person.id


def a_grant(
    session: Session, person_id: int, role: Role, unit_id: int, *, since: date = SINCE, until: date | None = None
) -> None:
    """Give a person a role on a unit between two dates."""
    session.add(RoleGrant(person_id=person_id, role=role, unit_id=unit_id, valid_from=since, valid_to=until))
    session.flush()


def somebody(session: Session, part: Cast, unit_id: int) -> int:
    """Put one of the cast into a unit, with the roles and the account of the part."""
    person_id = a_person(session, part.name, user_id=part.user_id)
    for role in part.roles:
        a_grant(session, person_id, role, unit_id)
    return person_id


@dataclass(frozen=True)
class School:
    """A school below the commune's office, which lies below the Department Office; and who is there."""

    id: int
    commune: int
    department: int
    oanh: int
    ly: int
    vinh: int
    thuy: int
    ngan: int
    hieu: int
    viet: int


def a_school(session: Session) -> School:
    """Make the school of most stories, with the calendar."""
    calendar.seed(session)
    department = a_unit(session, "Văn phòng Sở", kind="phong_thuoc_so", place="")
    commune = a_unit(session, "Phòng Văn hóa - Xã hội xã Đồng Mây", kind="phong_vhxh", above=department)
    school = a_unit(session, above=commune)
    return School(
        id=school,
        commune=commune,
        department=department,
        oanh=somebody(session, people.OANH, school),
        ly=somebody(session, people.LY, school),
        vinh=somebody(session, people.VINH, school),
        thuy=somebody(session, people.THUY, school),
        ngan=somebody(session, people.NGAN, school),
        hieu=somebody(session, people.HIEU, commune),
        viet=somebody(session, people.VIET, department),
    )


def a_draft(session: Session, person_id: int, *, title: str = "Quách Bảo Ly", now: datetime = NOW) -> int:
    """Make an open draft of a person who has an account."""
    account = accounts.by_user(session, _user_of(session, person_id))
    assert account is not None
    assert account.id is not None
    draft = Draft(
        account_id=account.id,
        person_id=person_id,
        flow="nominate",
        flow_version=1,
        step="confirm",
        title=title,
        created_at=now,
        updated_at=now,
    )
    session.add(draft)
    session.flush()
    assert draft.id is not None
    return draft.id


def a_nomination(school: School, **said: object) -> Nomination:
    """Make the answers of a nomination of a teacher, with other answers where they are given."""
    usual = Nomination(
        category="teacher",
        name=people.LY.name,
        position="giáo viên Toán",
        unit_id=school.id,
        unit_name="THCS Đồng Mây",
        occasion="11-6/2027",
        field="teaching",
        story=STORY,
        claims=(
            CriterionClaim("GV-1", claimed=True),
            CriterionClaim("GV-2", claimed=True, proof="Lớp học ngoài vườn"),
        ),
        related="no",
    )
    return replace(usual, **said)


def sent(
    session: Session, school: School, *, by: int | None = None, now: datetime = NOW, **said: object
) -> SentNomination:
    """Send a nomination through the service, by the teacher Oanh if nobody else is named."""
    nominator = by or school.oanh
    return nominations.submit(
        session,
        a_draft(session, nominator, now=now),
        a_nomination(school, **said),
        nominator_id=nominator,
        chat_id=_user_of(session, nominator),
        now=now,
        zone=ZONE,
    )


@dataclass
class DossierParts:
    """What a dossier row is made of when a test puts it into a state by hand."""

    state: State = State.WITH_HEAD
    holder: int | None = None
    nominator: int | None = None
    nominee: int | None = None
    name: str = people.LY.name
    since: datetime = NOW
    proofs: dict[str, str] = field(default_factory=lambda: {"GV-2": "Lớp học ngoài vườn"})


def a_dossier(session: Session, school: School, parts: DossierParts | None = None) -> int:
    """Put a dossier into a state without going there."""
    parts = parts or DossierParts()
    dossier = Dossier(
        code=f"DC-2027-{next(_numbers):05d}",
        category="teacher",
        nominee_name=parts.name,
        nominee_key=search_key(parts.name),
        nominee_person_id=parts.nominee,
        unit_id=school.id,
        unit_name="THCS Đồng Mây",
        occasion="11-6",
        occasion_year=2027,
        story=STORY,
        nominator_id=parts.nominator or school.oanh,
        nominator_name="Đào Khánh Oanh",
        state=parts.state,
        workflow_version=1,
        criteria_version=1,
        holder_unit_id=parts.holder or school.id,
        sent_at=parts.since,
        state_since=parts.since,
    )
    session.add(dossier)
    session.flush()
    assert dossier.id is not None
    for criterion, proof in parts.proofs.items():
        session.add(Claim(dossier_id=dossier.id, criterion=criterion, claimed=True, proof=proof))
    session.flush()
    return dossier.id


def a_file(session: Session, *, name: str = "giay-khen.pdf", **where: object) -> int:
    """Make a stored file of a draft or a dossier."""
    number = next(_numbers)
    row = Evidence(
        chat_id=people.OANH.user_id,
        message_id=number,
        kind="document",
        file_id=f"file-{number}",
        file_unique_id=f"unique-{number}",
        file_name=name,
        state="stored",
        size=1000,
        created_at=NOW,
        **where,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _user_of(session: Session, person_id: int) -> int:
    return roles.reach_of(session, person_id)[0].chat_id
