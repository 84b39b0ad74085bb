"""/decu as it is walked: by a teacher in a hurry, by a careful one, and by one who changes every answer."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from bot.conversation.outcomes import FRESH
from bot.domain.nomination import CriterionClaim
from bot.domain.refusals import Refusal
from handlers.nominate import nominate
from models import Dossier, Evidence
from models.evidence import Purpose
from tests.support.builders import STORY, a_nomination, a_unit, a_version

MOST_ACTIONS = 12


def hurry(walk):
    walk.presses("1 · Teacher")
    walk.types("Quách Bảo Ly")
    walk.types("giáo viên Toán")
    walk.presses("1 · Honours of 11/6/2027")
    walk.presses("1 · Teaching")
    walk.types(STORY)
    walk.presses("Continue, 4 still open")
    walk.presses("None yet, continue")
    walk.presses("1 · No")


def at(walk, school, step, **said):
    """Stand at a step with everything answered, but for what is said otherwise."""
    walk.draft, walk.step, walk.cursor = a_nomination(school, **said), step, FRESH
    return walk


def test_a_minimal_nomination_takes_at_most_twelve_actions(walk, session, school):
    hurry(walk)
    walk.presses("Send to the school")

    dossier = session.exec(select(Dossier)).one()
    assert walk.actions <= MOST_ACTIONS
    assert walk.reaction.screen == "sent"
    assert walk.reaction.args == {"id": dossier.id}
    assert (dossier.nominee_name, dossier.unit_id, dossier.story) == ("Quách Bảo Ly", school.id, STORY)


def test_a_collective_takes_no_more(walk, session):  # plan S-13, S-25
    walk.types("tập thể")
    walk.presses("4 · Collective")
    walk.presses("2 · A team")
    walk.types("Tổ Tự nhiên")
    walk.types("12 giáo viên")
    for answer in ("1", "1", STORY):
        walk.types(answer)
    walk.goes("done")
    walk.goes("done")
    walk.types("no")
    walk.types("Send to the school")

    wrong_try = 1
    assert walk.actions - wrong_try <= MOST_ACTIONS
    assert session.exec(select(Dossier.nominee_name)).one() == "Tổ Tự nhiên"


def test_the_questions_are_counted_to_ten(walk):
    hurry(walk)

    assert walk.window.header == "Nomination · Step 10/10 · Preview"


def test_pupils_are_not_offered_yet(walk):
    assert [label for label in walk.labels if "Pupil" in label] == []


@pytest.mark.parametrize(("typed", "kept"), [("Thầy Chu Gia Bách", "Chu Gia Bách"), ("H'Hen Niê", "H'Hen Niê")])
def test_a_title_is_left_out_of_a_name(walk, typed, kept):
    walk.presses("1 · Teacher")
    walk.types(typed)

    assert walk.draft.name == kept


def test_a_name_of_one_word_is_asked_about_once(walk):
    walk.presses("1 · Teacher")
    walk.types("Kim")

    assert walk.window.problem == "“Kim” is only the given name. The family name too, so that nobody is mistaken."

    walk.presses("The name has one word only")

    assert (walk.draft.name, walk.step) == ("Kim", "position")


def test_what_is_no_name_tells_what_one_looks_like(walk):
    walk.presses("1 · Teacher")
    walk.types("12345")

    assert (walk.draft.name, walk.step) == ("", "name")
    assert "Letters only" in walk.window.problem


def test_a_collective_may_be_called_by_one_word_and_digits(walk):
    walk.presses("4 · Collective")
    walk.presses("3 · A class")
    asked = walk.window.question
    walk.types("8A3")

    assert (walk.draft.name, walk.step) == ("8A3", "position")
    assert (asked, walk.window.question) == ("What is the collective called?", "Who belongs to 8A3?")


def test_the_own_unit_is_taken_until_another_is_chosen(walk, session):
    a_unit(session, "THCS Đồng Gió", place="xã Cầu Nắng")
    walk.presses("1 · Teacher")
    walk.types("Quách Bảo Ly")
    before = walk.window.body
    walk.presses("Another unit")
    walk.types("dong gio")
    walk.presses("1")

    assert before == ("Unit: THCS Đồng Mây",)
    assert (walk.step, walk.window.body) == ("position", ("Unit: THCS Đồng Gió",))


def test_a_unit_is_found_by_its_former_name(walk, session, school):
    a_version(session, school.id, "THCS Đồng Chuông", since=date(2020, 1, 1), until=date(2025, 6, 30))
    at(walk, school, "unit_id")

    walk.types("chuong")

    assert walk.window.body[1] == "1 · THCS Đồng Chuông (now THCS Đồng Mây)"


def test_a_unit_that_is_not_found_tells_how_to_look(walk, school):
    at(walk, school, "unit_id").types("thcs dongg may 2")

    assert walk.window.problem.startswith("No unit is found by “thcs dongg may 2”.")


def test_who_has_no_unit_is_asked_for_one(walk, school):
    walk.desk.person_id = 0
    walk.presses("1 · Teacher")
    walk.types("Quách Bảo Ly")
    walk.types("giáo viên Toán")

    assert walk.step == "unit_id"


def test_a_unit_that_closed_in_the_meantime_is_not_taken(walk, school):
    with pytest.raises(Refusal):
        nominate.path.find("unit_id", walk.draft).pick(walk.draft, "999", walk.desk)


def test_the_next_occasion_is_suggested_with_its_days_left(walk, school):
    at(walk, school, "occasion", occasion="")

    assert walk.labels[:2] == ["1 · Honours of 11/6/2027", "2 · Honours of 20/11/2027"]
    assert walk.window.rows[0][0].style == "primary"
    assert walk.window.rows[1][0].style == ""
    assert walk.window.body[0].startswith("⏰ 11/6/2027: open until ")


def test_on_the_last_day_it_is_said_and_on_the_next_the_occasion_is_closed(walk, school):
    at(walk, school, "occasion", occasion="")
    closes_on = walk.window.body[0].partition("until ")[2][:10]
    day, month, year = (int(part) for part in closes_on.split("/"))

    walk.desk.now = walk.desk.now.replace(year=year, month=month, day=day)
    last_day = walk.window.body
    walk.desk.now = walk.desk.now.replace(day=day + 1)
    day_after = walk.window.body

    assert last_day[0] == f"⏰ 11/6/2027: open until {closes_on}, today is the last day"
    assert "⚠️ 11/6/2027 is closed for this time." in day_after


def test_the_fields_are_those_of_the_nominee(walk, school):  # plan S-11
    at(walk, school, "field", category="staff", field="")

    assert walk.labels[0] == "1 · Serving the school"


def test_the_criteria_are_those_of_the_nominee_and_cite_the_plan(walk, school):  # plan TT-*, QL-*, GV-*, NV-*
    at(walk, school, "claims", category="staff", claims=())

    assert walk.window.quote == "Plan 1729, section III.1.b, member of staff"
    assert [line[:3] for line in walk.window.body[1:]] == ["1 ⬜", "2 ⬜", "3 ⬜", "4 ⬜"]


def test_a_proof_and_a_file_are_tied_to_their_criterion(walk, session, school):
    at(walk, school, "claims", claims=())

    walk.types("2")
    file = walk.sends("Vuon.pdf")
    walk.types("Lớp học ngoài vườn")

    assert walk.draft.claims == (CriterionClaim("GV-2", claimed=True, proof="Lớp học ngoài vườn"),)
    assert session.get_one(Evidence, file).criterion == "GV-2"


def test_evidence_is_tied_called_the_work_itself_linked_and_taken_away(walk, session, school):
    at(walk, school, "evidence")

    walk.sends("Anh-1.jpg", kind="photo")
    walk.presses("1 · Exemplary")
    walk.sends("Sach.pdf")
    walk.presses("The work itself")
    walk.types("www.vuon.example/gio-hoc")
    walk.types("4")
    walk.sends("Thua.pdf")
    walk.presses("Remove a file")
    walk.types("4")

    rows = session.exec(select(Evidence).order_by(Evidence.id)).all()
    assert [(row.criterion, row.purpose, row.state) for row in rows] == [
        ("GV-1", Purpose.PROOF, "pending"),
        ("", Purpose.PRODUCT, "pending"),
        ("GV-4", Purpose.PROOF, "link"),
        ("", Purpose.PROOF, "removed"),
    ]
    assert rows[2].url == "https://www.vuon.example/gio-hoc"


def test_a_picture_of_an_identity_card_is_refused_with_a_reason(walk, school):
    at(walk, school, "evidence").sends("cccd.jpg", kind="photo")

    assert any(line.startswith("⚠️ cccd.jpg: ") for line in walk.window.body)


def test_kin_is_asked_by_name(walk, school):
    person = at(walk, school, "related").window.question
    collective = at(walk, school, "related", category="collective", kind="team", name="Tổ Tự nhiên").window.question

    assert person == "Are you related to Ly?"
    assert collective == "Are you part of Tổ Tự nhiên, or related to somebody in it?"


def test_the_preview_shows_how_complete_it_is_per_criterion(walk, school):
    at(walk, school, "evidence").sends("Anh-1.jpg", kind="photo")
    walk.types("2")
    at(walk, school, "preview", related="yes")

    assert walk.window.body == (
        "Quách Bảo Ly · giáo viên Toán",
        "THCS Đồng Mây · occasion 11/6/2027",
        f"“{STORY}” (23 words)",
        "▰▰▱▱ criteria 2/4",
        "▰▱▱▱ proofs 1/4",
        "▰▱▱▱ evidence 1/4, files: 1",
        "🔸 Still open: Keeps learning, Recognised by colleagues.",
        "🔸 You are close to the nominee; the school will know.",
    )
    assert walk.window.question == "Send this nomination to THCS Đồng Mây?"


def test_a_preview_with_many_gaps_counts_them_and_one_without_names_none(walk, school):
    whole = tuple(CriterionClaim(f"GV-{n}", claimed=True, proof="x") for n in range(1, 5))

    gaps = at(walk, school, "preview", claims=()).window.body[-1]
    nothing_open = at(walk, school, "preview", claims=whole).window.body

    assert gaps.endswith("and 2 more.")
    assert not any(line.startswith("🔸") for line in nothing_open)


def test_everything_told_can_be_read_whole(walk, school):
    without_files = at(walk, school, "preview").desk
    before = nominate.path.preview.whole(walk.draft, without_files)[0]
    at(walk, school, "evidence").sends("Vuon.pdf")
    at(walk, school, "preview").presses("Read all")

    text = walk.window.body[0]

    assert text.startswith("Teacher · Quách Bảo Ly · giáo viên Toán\nTHCS Đồng Mây · occasion 11/6/2027 · Teaching\n")
    assert "“Lớp học ngoài vườn”" in text
    assert text == f"{before}\n\n📎 Vuon.pdf"


def test_a_changed_category_asks_what_it_needs_and_keeps_the_claims(walk, school):
    at(walk, school, "preview")

    walk.presses("Change an answer")
    walk.types("1")
    walk.presses("4 · Collective")

    assert (walk.step, walk.draft.claims) == ("kind", a_nomination(school).claims)

    walk.presses("1 · The whole school")

    assert walk.step == "preview"
    assert walk.window.body[3] == "▱▱▱▱▱▱▱▱▱▱ criteria 0/10"


def test_every_answer_is_listed_with_what_was_said(walk, school):
    at(walk, school, "preview").presses("Change an answer")
    first = walk.window.body
    walk.presses("See more ›")

    assert first == (
        "1 · Whom: Teacher",
        "2 · Name: Quách Bảo Ly",
        "3 · Work: giáo viên Toán",
        "4 · Unit: THCS Đồng Mây",
        "5 · Occasion: 11/6/2027",
    )
    assert walk.window.body == (
        "6 · Field: Teaching",
        "7 · Story: 23 words",
        "8 · Criteria: 2/4",
        "9 · Solutions, prizes",
        "10 · Evidence",
    )


def test_only_units_occasions_and_files_are_read_from_rows(walk, school, statements):
    quiet = ("category", "name", "position", "unit_id", "field", "story", "claims", "related")

    with statements.counted() as seen:
        for step in quiet:
            nominate.draw(a_nomination(school), step, FRESH, walk.desk)

    assert len(seen) == 0


def test_a_draft_of_an_unknown_category_can_still_be_drawn(walk, school):
    at(walk, school, "claims", category="ghost")

    assert walk.window.question
    assert at(walk, school, "preview", category="ghost", field="ghost").window.body


def test_no_name_yet_means_no_title(walk):
    assert nominate.title(walk.draft) == ""
    assert nominate.title(replace(walk.draft, name="Quách Bảo Ly")) == "Quách Bảo Ly"
