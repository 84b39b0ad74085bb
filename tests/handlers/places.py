"""Every place a person can stand at: each screen with rows in every state, among them much, long and nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.conversation.desk import Desk
from bot.conversation.window import Window
from bot.domain.achievements import Achieved
from bot.domain.criteria import Category, criteria_for
from bot.domain.guide import GUIDES
from bot.domain.guide_questions import QUESTIONS
from bot.domain.links import Links
from bot.domain.workflow import Action, State
from bot.services import accounts, achievements, asking, co_nominating, dossiers, endorsements, supplements
from handlers.screens import SCREENS
from models import Dossier, Draft, Evidence
from models.support import EndorsementSource
from tests.handlers.conftest import desk_of
from tests.handlers.places_joining import joining_places
from tests.support.builders import DossierParts, School, a_dossier, a_draft, a_file, sent
from tests.support.clock import NOW, ZONE

LONG_NAME = "Công Tằng Tôn Nữ Thị Hoàng Phương Thuỳ Nguyệt Quỳnh Như"


@dataclass(frozen=True)
class Place:
    """One person at one screen."""

    name: str
    desk: Desk
    args: dict[str, Any]

    def draw(self) -> Window:
        return SCREENS[self.name].draw(self.args, self.desk)


def stories(session: Session, school: School) -> dict[str, int]:
    """Make dossiers in every state, one with much in it, and drafts open and discarded."""
    ids = {
        state.value: a_dossier(
            session, school, DossierParts(state=state, name=LONG_NAME, since=NOW - timedelta(days=9))
        )
        for state in State
    }
    ids["own of the head"] = a_dossier(session, school, DossierParts(nominator=school.vinh))
    ids["sent"] = sent(session, school, name=LONG_NAME, position="giáo viên " * 10).dossier_id
    ids["collective"] = sent(session, school, category="collective", kind="team", name="Tổ Tự nhiên").dossier_id
    for number in range(12):
        a_file(session, name=f"Bien-ban-hop-to-chuyen-mon-so-{number}.pdf", dossier_id=ids["sent"], criterion="GV-2")
    link = session.get_one(Evidence, a_file(session, dossier_id=ids["sent"]))
    link.kind, link.url, link.state = "link", "https://truong.example/" + "bai/" * 30, "link"
    asked = sent(session, school, name=LONG_NAME)
    dossiers.act(
        session,
        asked.dossier_id,
        Action.ASK_SUPPLEMENT,
        by=school.vinh,
        expected_version=1,
        now=NOW,
        zone=ZONE,
        items=["Biên bản họp tổ ghi nhận việc làm và kết quả của học kỳ vừa rồi, có chữ ký của tổ trưởng"] * 5,
        due_on=NOW.date() + timedelta(days=9),
    )
    ids["asked"] = asked.dossier_id
    for number in range(3):
        draft_id = a_draft(session, school.oanh, title=LONG_NAME, now=NOW - timedelta(hours=number))
        session.get_one(Draft, draft_id).answers = {"occasion": "11-6/2027"}
    gone = session.get_one(Draft, a_draft(session, school.oanh, title=LONG_NAME))
    gone.state, gone.discarded_at = "discarded", NOW - timedelta(hours=1)
    session.flush()
    return ids


def every_help_page() -> Iterator[Mapping[str, object]]:
    """Give the args of every page of the help, and of its lists."""
    yield from ({"on": part} for part in ("guide", "criteria", "readers"))
    yield from ({"on": "questions", "page": page} for page in range(3))
    yield from ({"on": "questions", "question": at} for at in range(len(QUESTIONS)))
    for reader, pages in GUIDES.items():
        yield from ({"on": "guide", "reader": reader.value, "page": at} for at in range(len(pages)))
    for category in Category:
        all_ = criteria_for(category)
        yield from ({"on": "criteria", "category": category.value, "page": at} for at in range(len(all_)))


def screens_of(session: Session, school: School, language: str) -> Iterator[Place]:
    ids = stories(session, school)
    oanh, vinh = desk_of(session, school.oanh, language=language), desk_of(session, school.vinh, language=language)
    hieu, ly = desk_of(session, school.hieu, language=language), desk_of(session, school.ly, language=language)
    newcomer = accounts.of_user(session, 7999, now=NOW)
    nobody = Desk(session, NOW, ZONE, oanh.say, chat_id=7999, account_id=newcomer.id or 0)
    item = supplements.items_of(session, ids["asked"])[0].id

    def case(name: str, desk: Desk, **args: object) -> Place:
        return Place(name, desk, args)

    for desk in (oanh, vinh, hieu, ly, nobody):
        for name in ("menu", "help", "plan", "calendar", "language"):
            yield case(name, desk)
    for desk in (oanh, vinh, ly):
        for name in ("start", "drafts", "discard", "mine", "queue"):
            yield case(name, desk)
    yield case("mine", oanh, page=1)
    yield case("drafts", oanh, all=True)
    yield from (case("help", oanh, **args) for args in every_help_page())
    yield from (case("plan", oanh, at=at) for at in range(5))
    seen = {"sent": ids["sent"], "collective": ids["collective"], "asked": ids["asked"], **ids}
    for dossier_id in seen.values():
        version = 2 if dossier_id == ids["asked"] else 1
        here = {"id": dossier_id, "version": version}
        yield case("card", vinh, **here)
        yield case("card", vinh, **here, asked="related")
        yield case("card", vinh, **here, asked="other")
        yield case("card", vinh, id=dossier_id, version=0)
        yield case("whole", vinh, **here)
        yield case("files", vinh, **here)
        yield case("files", vinh, **here, page=1)
        yield case("supplement_request", vinh, **here)
        yield case("supplement_request", vinh, **here, lines=[["x" * 120, True]] * 3, due="2027-03-17", date=True)
        yield case("not_this_round", vinh, **here)
        yield case("not_this_round", vinh, **here, reason="Lời dài kể rõ lý do. " * 19)
        if dossier_id != ids["own of the head"]:
            yield case("item", oanh, id=dossier_id)
            yield case("item", oanh, id=dossier_id, asked="withdraw")
            yield case("sent", oanh, id=dossier_id)
            yield case("supplement", oanh, id=dossier_id)
    yield case("supplement", oanh, id=ids["asked"], item=item)
    yield from _behind(session, school, ids, language)
    yield from (Place(name, desk, args) for name, desk, args in joining_places(session, school, language))


def _behind(session: Session, school: School, ids: dict[str, int], language: str) -> Iterator[Place]:
    """What clerks, nominees and mergers see."""
    vinh, ly = desk_of(session, school.vinh, language=language), desk_of(session, school.ly, language=language)
    ngan = desk_of(session, school.ngan, language=language)
    chosen = a_dossier(session, school, DossierParts(state=State.ADOPTED, nominee=school.ly, name=LONG_NAME))
    twin, other = (a_dossier(session, school, DossierParts(name=LONG_NAME)) for _ in range(2))
    session.get_one(Dossier, other).handed_to_id = school.ngan
    endorsements.add(session, other, person_id=school.thuy, source=EndorsementSource.SUPPORT, at=NOW)
    listed = [Achieved(title="Lớp học ngoài vườn", year=2026), Achieved("prize", "Giải Nhì", rank="Nhì", level="tỉnh")]
    achievements.keep(session, other, listed)
    for doing in ("", "correct", "decline"):
        yield Place("about_me", ly, {"id": chosen, "doing": doing})
    for chosen_twin in ({}, {"into": twin}):
        yield Place("merge", vinh, {"id": other, "version": 1, **chosen_twin})
    yield Place("merge", vinh, {"id": ids["collective"], "version": 1})
    yield Place("hand_over", vinh, {"id": twin, "version": 1})
    for args in ({"pane": "filter"}, {"pane": "sort"}, {"pane": "thanks"}, {"words": "Tôn Nữ"}, {"words": "không có"}):
        yield Place("queue", vinh, dict(args))
    for shows in ("handed", "asked", "chosen", "unit"):
        yield Place("queue", vinh, {"shows": shows, "sort": "name", "category": "teacher", "occasion": "11-6/2027"})
    yield Place("queue", ngan, {})
    oanh = desk_of(session, school.oanh, language=language)
    yield Place("question", oanh, {"id": ids["sent"]})
    asking.ask(session, twin, by=school.oanh, now=NOW, zone=ZONE, text="Cần gửi thêm ảnh nào không ạ? " * 30)
    yield Place("question", oanh, {"id": twin})
    yield Place("answer", vinh, {"id": twin})
    yield Place("card", vinh, {"id": twin, "version": 2, "asked": "other"})
    draft = session.get_one(Draft, a_draft(session, school.oanh))
    draft.answers = {"name": LONG_NAME, "unit_id": school.id}
    links = Links("guong_sang_bot", b"key")
    invitation = co_nominating.prepare(session, draft.id or 0, by=school.oanh, links=links, now=NOW)
    yield Place("co_nominate", ngan, {"invitation": invitation.id if invitation else 0})
    yield Place("supported", desk_of(session, school.thuy, language=language), {"id": other})
    for name in ("card", "whole", "supplement_request"):
        yield Place(name, ngan, {"id": other, "version": 1})
