"""Every screen and every notice obeys the checklist of windows (docs: the conversation), in both languages.

What a machine can check of it: length, lines, rows, labels, emoji, words that are never said, colours, button data.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.conversation.desk import Desk
from bot.conversation.window import Button, Style, Window
from bot.domain.buttons import Kind, Press, encode
from bot.domain.lengths import utf16_length
from bot.domain.notices import Template
from bot.domain.workflow import State
from bot.services import asking, calendar, endorsements, nominees
from handlers.notices import draw_notice
from handlers.screens import SCREENS
from models import Dossier
from models.support import EndorsementSource
from tests.handlers.conftest import desk_of
from tests.handlers.places import LONG_NAME, screens_of, stories
from tests.handlers.places_joining import joining_notices
from tests.support.builders import DossierParts, School, a_dossier, a_file
from tests.support.clock import NOW, ZONE

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
    yield from (case(template, desk, **args) for template, desk, args in told_of_others(session, school, language))
    yield case(Template.DIGEST_HEAD, vinh)
    yield case(Template.TIP, oanh)
    yield from (case(template, desk, **args) for template, desk, args in joining_notices(session, school, language))
    yield case(Template.FAILURE, oanh, reference="K7Q-42", update_id=1)
    yield case(Template.SLOW_DOWN, oanh)
    yield case(Template.GROUP, oanh, bot="guong_sang_bot")
    yield case(Template.OVERTAKEN, oanh)
    yield case(Template.EVIDENCE_FILE, vinh, evidence_id=a_file(session, dossier_id=ids["sent"]))


def told_of_others(session: Session, school: School, language: str) -> Iterator[tuple[Template, Desk, dict[str, Any]]]:
    """What supporters, clerks, nominees and those who are thanked hear."""
    oanh, vinh, thuy, ngan = (
        desk_of(session, one, language=language) for one in (school.oanh, school.vinh, school.thuy, school.ngan)
    )
    merged, chosen, not_now, declined, handed = (
        a_dossier(session, school, DossierParts(state=state, name=LONG_NAME))
        for state in (State.MERGED, State.ADOPTED, State.NOT_THIS_ROUND, State.DECLINED, State.WITH_HEAD)
    )
    for one in (chosen, not_now):
        endorsements.add(session, one, person_id=school.thuy, source=EndorsementSource.SUPPORT, at=NOW)
        yield Template.SUPPORTED_RESULT, thuy, {"dossier_id": one}
    session.get_one(Dossier, handed).handed_to_id = school.ngan
    session.get_one(Dossier, chosen).nominee_person_id = school.ly
    session.flush()
    words = "Năm sinh của tôi ghi chưa đúng, xin sửa giúp. " * 15
    nominees.correct(session, chosen, by=school.ly, expected_version=1, now=NOW, zone=ZONE, text=words)
    asking.ask(session, handed, by=school.oanh, now=NOW, zone=ZONE, text="Cần gửi thêm ảnh nào không ạ? " * 30)
    asking.ask(session, chosen, by=school.oanh, now=NOW, zone=ZONE, text="Khi nào có kết quả ạ?")
    asking.answer(session, chosen, by=school.vinh, now=NOW, zone=ZONE, text="Sau ngày 12/04, xin chờ giúp. " * 30)
    yield Template.ASKED_BACK, vinh, {"dossier_id": handed}
    yield Template.ANSWERED, oanh, {"dossier_id": chosen}
    yield Template.MERGED, oanh, {"dossier_id": merged}
    yield Template.REORGANISED, oanh, {"dossier_id": handed}
    yield Template.THANKED, oanh, {"dossier_ids": [chosen, not_now, handed, merged], "by": school.vinh}
    yield Template.HANDED_OVER, ngan, {"dossier_id": handed}
    yield Template.PREPARED, vinh, {"dossier_id": handed}
    yield Template.NOMINEE_CORRECTED, vinh, {"dossier_id": chosen}
    yield Template.NOMINEE_DECLINED, oanh, {"dossier_id": declined}
    yield Template.NOMINEE_DECLINED, vinh, {"dossier_id": declined}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_screen_obeys_the_checklist(session, school, language):
    cases = list(screens_of(session, school, language))

    flaws = [f"{place.name}: {flaw}" for place in cases for flaw in flaws_of(place.name, place.draw())]

    assert flaws == []
    assert {place.name for place in cases} == set(SCREENS)


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
