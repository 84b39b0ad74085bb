"""Every screen and every notice obeys the checklist of windows (docs: the conversation), in both languages.

What a machine can check of it: length, lines, rows, labels, emoji, words that are never said, colours, button data.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.conversation.desk import Desk
from bot.conversation.window import Button, Style, Window
from bot.domain.buttons import Kind, Press, encode
from bot.domain.lengths import utf16_length
from bot.domain.notices import Template
from bot.domain.workflow import Action, State
from bot.services import calendar, dossiers, supplements
from handlers.notices import draw_notice
from handlers.screens import SCREENS
from models import Draft, Evidence
from tests.handlers.conftest import desk_of
from tests.support.builders import DossierParts, School, a_dossier, a_draft, a_file, sent
from tests.support.clock import NOW, ZONE

LONG_NAME = "Công Tằng Tôn Nữ Thị Hoàng Phương Thuỳ Nguyệt Quỳnh Như"
EMOJI = "✅🔸⬜⏳⏰📎✍📥💬⚠🌟🔒"
NEVER = ("từ chối", "lỗi hệ thống", "không hợp lệ", "reject", "kindly", "hereby", "successfully", "please wait")
WHOLE_TEXT = "whole"  # up to 3,500 units at paragraphs, by design

Case = tuple[str, Callable[[], Window]]


def text_of(window: Window) -> list[str]:
    parts = [
        window.header,
        window.trail,
        *window.body,
        window.quote,
        window.hint,
        window.problem,
        window.question,
    ]
    return [line for part in parts if part for line in part.split("\n")]


def flaws_of(name: str, window: Window) -> Iterator[str]:
    lines = text_of(window)
    if name != WHOLE_TEXT and utf16_length("\n".join(lines)) > 700:
        yield f"{utf16_length(''.join(lines))} characters"
    if name != WHOLE_TEXT and len(lines) > 16:
        yield f"{len(lines)} lines"
    if sum(line.count("!") for line in lines) > 1:
        yield "more than one exclamation mark"
    if window.question.count("?") > 1:
        yield f"two questions: {window.question}"
    said = "\n".join([*lines, *(button.label for row in window.rows for button in row)])
    yield from (f"says {word}" for word in NEVER if word in said.casefold())
    yield from (f"unfilled {gap}" for gap in re.findall(r"\{\w+\}", said))
    for line in lines:
        yield from emoji_flaws(line)
    yield from button_flaws(window)


def emoji_flaws(line: str) -> Iterator[str]:
    found = [sign for sign in line if ord(sign) > 0x2300 and sign not in "▰▱️✓“”‹›…"]
    yield from (f"emoji {sign} in {line}" for sign in found if sign not in EMOJI)
    if found and (len(found) > 1 or not re.match(rf"^[\d· ✓]*[{EMOJI}]", line)):
        yield f"emoji not at the start: {line}"


def button_flaws(window: Window) -> Iterator[str]:
    if len(window.rows) > 7:
        yield f"{len(window.rows)} rows"
    buttons: list[Button] = []
    for row in window.rows:
        is_digits = all(re.match(r"^\d+\b", button.label) and len(button.label) <= 5 for button in row)
        if not row or len(row) > (5 if is_digits else 2):
            yield f"row of {len(row)}"
        most = 32 if len(row) == 1 else 16
        yield from (f"label too long: {one.label}" for one in row if utf16_length(one.label) > most)
        buttons += row
    styles = [button.style for button in buttons]
    if sum(style in {Style.PRIMARY, Style.SUCCESS} for style in styles) > 1 or styles.count(Style.DANGER) > 1:
        yield "too many colours"
    if Style.DANGER in styles and styles[-1] is not Style.DANGER:
        yield "what ends something does not stand last"
    for button in buttons:
        if not button.copy and not button.url:
            encode(Press(Kind.DIALOG, button.action, button.value, 2**40, 2**31))


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


def screens_of(session: Session, school: School, language: str) -> Iterator[Case]:
    ids = stories(session, school)
    oanh, vinh = desk_of(session, school.oanh, language=language), desk_of(session, school.vinh, language=language)
    hieu, ly = desk_of(session, school.hieu, language=language), desk_of(session, school.ly, language=language)
    nobody = Desk(session, NOW, ZONE, oanh.say)
    item = supplements.items_of(session, ids["asked"])[0].id

    def case(name: str, desk: Desk, **args: object) -> Case:
        return name, lambda: SCREENS[name].draw(args, desk)

    for desk in (oanh, vinh, hieu, ly, nobody):
        for name in ("menu", "help", "plan", "calendar", "language"):
            yield case(name, desk)
    for desk in (oanh, vinh, ly):
        for name in ("start", "drafts", "discard", "mine", "queue"):
            yield case(name, desk)
    yield case("mine", oanh, page=1)
    yield case("drafts", oanh, all=True)
    yield from (case("help", oanh, topic=topic) for topic in ("how", "criteria", "where"))
    yield from (case("plan", oanh, at=at) for at in range(5))
    seen = {"sent": ids["sent"], "collective": ids["collective"], "asked": ids["asked"], **ids}
    for dossier_id in seen.values():
        version = 2 if dossier_id == ids["asked"] else 1
        here = {"id": dossier_id, "version": version}
        yield case("card", vinh, **here)
        yield case("card", vinh, **here, asked="related")
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


def notices_of(session: Session, school: School, language: str) -> Iterator[Case]:
    ids = stories(session, school)
    oanh, vinh = desk_of(session, school.oanh, language=language), desk_of(session, school.vinh, language=language)
    on = {
        Template.NEW_NOMINATION: (State.WITH_HEAD, vinh),
        Template.SUPPLEMENT_GIVEN: (State.WITH_HEAD, vinh),
        Template.ADOPTED: (State.ADOPTED, oanh),
        Template.NOMINEE_ADOPTED: (State.ADOPTED, oanh),
        Template.NOT_THIS_ROUND: (State.NOT_THIS_ROUND, oanh),
        Template.WITHDRAWN: (State.WITHDRAWN, vinh),
    }

    def case(template: Template, desk: Desk, **args: object) -> Case:
        def draw() -> Window:
            window = draw_notice(template.value, {"person_id": desk.person_id, **args}, desk)
            assert window is not None, template
            return window

        return template.value, draw

    for template, (state, desk) in on.items():
        yield case(template, desk, dossier_id=ids[state.value], comment="Lời dài kể rõ lý do. " * 40)
    for state in (State.WITH_HEAD, State.WITH_DEPUTY, State.WITH_LEVEL_ABOVE):
        yield case(Template.ON_THE_WAY, oanh, dossier_id=ids[state.value])
    yield case(Template.SUPPLEMENT_ASKED, oanh, dossier_id=ids["asked"])
    for step, desk, template in (
        ("school", vinh, Template.REMINDER_OFFICER),
        ("nominate", oanh, Template.REMINDER_DRAFT),
    ):
        closing = calendar.closing_of(session, "11-6", 2027, step)
        for days in (30, 7, 1, 0, -1):
            moved = desk_of(session, desk.person_id, language=language)
            moved.now = NOW + timedelta(days=(closing - NOW.date()).days - days)
            yield case(template, moved, milestone="11-6", year=2027, step=step)
    yield case(Template.DIGEST_HEAD, vinh)
    yield case(Template.FAILURE, oanh, reference="K7Q-42", update_id=1)
    yield case(Template.SLOW_DOWN, oanh)
    yield case(Template.GROUP, oanh, bot="guong_sang_bot")
    yield case(Template.OVERTAKEN, oanh)
    yield case(Template.EVIDENCE_FILE, vinh, evidence_id=a_file(session, dossier_id=ids["sent"]))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_screen_obeys_the_checklist(session, school, language):
    cases = list(screens_of(session, school, language))

    flaws = [f"{name}: {flaw}" for name, draw in cases for flaw in flaws_of(name, draw())]

    assert flaws == []
    assert {name for name, _ in cases} == set(SCREENS)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_notice_obeys_the_checklist(session, school, language):
    cases = list(notices_of(session, school, language))

    flaws = [f"{name}: {flaw}" for name, draw in cases for flaw in flaws_of(name, draw())]

    assert flaws == []
    assert {name for name, _ in cases} == {template.value for template in Template}


def test_the_checklist_finds_what_it_looks_for():
    bad = Window(
        header="Chào! 🎉 Gửi thành công!",
        body=("Hồ sơ bị từ chối " * 60,),
        question="Tên gì? Trường nào?",
        rows=((Button("Một nhãn dài hơn mười sáu", "a"), Button("Bỏ", "b", style=Style.DANGER)), (Button("c", "c"),)),
    )

    flaws = list(flaws_of("bad", bad))

    assert len(flaws) == 8, flaws
