"""Read more of a dossier: the whole of it in parts, and the list of its evidence."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Stay
from bot.conversation.steps.shelf import name_of
from bot.conversation.window import Attachment, Button, Row, Window
from bot.domain.criteria import criterion
from bot.domain.lengths import cut, parts
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.web import is_web_address
from bot.domain.wording import N_, Text
from bot.services import notices
from bot.services.evidence import EvidenceLine
from bot.services.queries.card import DossierCard
from bot.services.queries.card import card as card_of
from handlers.answers import not_understood, press_of
from handlers.card_lines import MARKS, achievement_line, fact, nominee_line
from handlers.decisions import open_card
from handlers.phrases import DIGITS_IN_A_ROW, back, size, turns
from models import Evidence
from models.evidence import EvidenceState, Purpose
from models.outbox import Priority

#: Files on one page, and links that get a button there.
FILES, LINKS = 8, 3
#: UTF-16 units of one part of the whole; the header and the buttons need room too.
PART = 3000


class WholeScreen:
    """``args``: the dossier's id, the version that was seen, the part from 0."""

    name = "whole"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show the story, every criterion with its proof, and the history."""
        dossier = open_card(args, desk)
        pages = parts(_everything(dossier, desk), PART)
        page = min(int(args.get("page", 0)), len(pages) - 1)
        return Window(
            header=dossier.code,
            trail=nominee_line(dossier, desk),
            body=(pages[page],),
            rows=(*turns(page, len(pages), desk.say), (back(desk.say),)),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Turn the page or lead back to where it was opened."""
        return _turn(self, args, given, desk)


class FilesScreen:
    """``args``: the dossier's id, the version that was seen, the page from 0. A file is opened by its digit."""

    name = "files"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List the files with their size, what they show and whether they have arrived; links open from here."""
        say, dossier = desk.say, open_card(args, desk)
        pages = max(1, -(-len(dossier.evidence) // FILES))
        page = min(int(args.get("page", 0)), pages - 1)
        shown = dossier.evidence[page * FILES : (page + 1) * FILES]
        links: list[Row] = [
            (Button(cut(f"{page * FILES + at} · {one.url.split('://')[-1]}", 32), url=one.url),)
            for at, one in enumerate(shown, 1)
            if is_web_address(one.url)
        ]
        opened = _numbered([(page * FILES + at, one) for at, one in enumerate(shown, 1) if can_be_opened(one)])
        return Window(
            header=say(N_("📎 Evidence · {code}"), code=dossier.code),
            trail=nominee_line(dossier, desk),
            body=tuple(_file(page * FILES + at, one, dossier, desk) for at, one in enumerate(shown, 1)),
            question=say(N_("Which file shall be opened?")) if opened else "",
            rows=(*opened, *links[:LINKS], *turns(page, pages, say), (back(say),)),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Send a file below, turn the page, or lead back to where the list was opened."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("open", evidence_id) if evidence_id.isdecimal():
                return _send_below(int(evidence_id), open_card(args, desk), desk)
            case _:
                return _turn(self, args, given, desk)


def draw_file(args: Mapping[str, Any], desk: Desk) -> Window | None:
    """Make the message that carries a file; None where its reader may not see it any more, or it was taken away."""
    row = desk.session.get(Evidence, args["evidence_id"])
    if row is None or row.dossier_id is None:
        return None
    try:
        dossier = card_of(desk.session, row.dossier_id, viewer=args["person_id"], on=desk.today, now=desk.now)
    except Refusal:
        return None
    line = next((one for one in dossier.evidence if one.id == row.id and can_be_opened(one)), None)
    if line is None:
        return None
    return Window(
        header=f"📎 {name_of(line, desk)}",
        body=(f"{dossier.code} · {cut(dossier.nominee_name, 60)}",),
        personal=True,
        attachment=_attachment(row),
    )


def _attachment(row: Evidence) -> Attachment:
    """Give the cleaned copy of a document; of a photo or voice note Telegram itself made a clean one."""
    if row.kind == "document":
        return Attachment("document", name=row.file_name or "tep", stored=row.sha256)
    return Attachment(row.kind, row.file_id)


def can_be_opened(one: EvidenceLine) -> bool:
    """Tell whether a file may be shown: only once it was looked into, and a picture cleaned of where it was taken."""
    return one.state is EvidenceState.STORED


def _numbered(lines: list[tuple[int, EvidenceLine]]) -> tuple[Row, ...]:
    buttons = [Button(str(at), "open", str(one.id)) for at, one in lines]
    return tuple(tuple(buttons[at : at + DIGITS_IN_A_ROW]) for at in range(0, len(buttons), DIGITS_IN_A_ROW))


def _send_below(evidence_id: int, dossier: DossierCard, desk: Desk) -> Reaction:
    if not any(one.id == evidence_id and can_be_opened(one) for one in dossier.evidence):
        return not_understood(Pressed("open", str(evidence_id)))
    notices.queue(
        desk.session,
        Template.EVIDENCE_FILE,
        chat_id=desk.chat_id,
        args={"evidence_id": evidence_id, "person_id": desk.person_id},
        due_at=desk.now,
        dedupe_key=f"file:{evidence_id}:{desk.chat_id}:{desk.now:%Y%m%d%H%M}",  # pressed twice, it comes once
        priority=Priority.REPLY,
        silent=True,
        dossier_id=dossier.id,
    )
    return Stay(toast=Text(N_("✓ The file follows below.")))


def _turn(screen: WholeScreen | FilesScreen, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
    match press_of(given, screen.draw(args, desk)):
        case Pressed("page", number) if number.isdecimal():
            return Go(screen.name, {**args, "page": int(number)})
        case Pressed("back") if args.get("version"):
            return Go("card", {"id": args["id"], "version": args["version"]})
        case Pressed("back"):
            return Go("item", {"id": args["id"]})
        case _:
            return not_understood(given)


def _everything(dossier: DossierCard, desk: Desk) -> str:
    say = desk.say
    criteria = [
        f"{at} {MARKS[one.fill]} {say(one.criterion.short)}{f': {one.proof}' if one.proof else ''}"
        for at, one in enumerate(dossier.criteria, 1)
    ]
    history = [f"{fact(line, desk)}{f': “{line.words}”' if line.words else ''}" for line in dossier.history]
    story = [f"💬 {dossier.nominator_name}:", dossier.story, ""] if dossier.story else []
    listed = [achievement_line(one, desk) for one in dossier.achievements]
    behind = [say(N_("💬 Supported by: {names}"), names=", ".join(dossier.supporters))] if dossier.supporters else []
    told = [line for one in dossier.joined for line in ("", f"💬 {one.nominator_name} · {one.code}:", one.story)]
    happened = ["", say(N_("What has happened so far:")), *history] if history else []
    return "\n".join([*story, *criteria, *listed, *behind, *told, *happened])


def _file(at: int, one: EvidenceLine, dossier: DossierCard, desk: Desk) -> str:
    say = desk.say
    details = [name_of(one, desk)]
    if one.state is EvidenceState.PENDING:
        return f"{at} ⏳ {details[0]}"
    if one.size:
        details.append(size(one.size, say))
    if one.purpose is Purpose.PRODUCT:
        details.append(say(N_("the work itself")))
    codes = [line.criterion.code for line in dossier.criteria]
    if one.criterion in codes:
        details.append(say(criterion(one.criterion).tag))
    return f"{at} 📎 {' · '.join(details)}"


whole = WholeScreen()
files = FilesScreen()
