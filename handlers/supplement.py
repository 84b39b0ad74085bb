"""What is asked for in addition, answered item by item with words or files, then sent (W34)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Sent, Stay, Typed
from bot.conversation.steps.shelf import name_of
from bot.conversation.window import Button, Style, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.domain.workflow import ASKED
from bot.files import WORDS, Reason
from bot.services import dossiers, evidence, supplements
from bot.services.sight import no_such_dossier
from bot.services.supplements import ItemLine
from bot.services.untold import told_of
from handlers.answers import not_understood, press_of
from handlers.phrases import back, days_left, digits
from models import Dossier
from models.evidence import EvidenceState

#: Characters of one item in the list, and of a file's name.
ITEM, FILE = 90, 30
#: Files shown below an open item.
SHOWN = 4


class SupplementScreen:
    """``args``: the dossier's id, and the item that is open."""

    name = "supplement"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List what is asked for, or ask for one item."""
        dossier = own_dossier(args, desk)
        items = _asked(dossier, desk)
        if not items:
            return _nothing_asked(dossier, desk)
        opened = _open_item(args, items)
        return _list(dossier, items, desk) if opened is None else _item(dossier, opened, desk)

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Take words or a file for an item; send all of it on a press of the green button."""
        dossier = own_dossier(args, desk)
        items = _asked(dossier, desk)
        match press_of(given, self.draw(args, desk)):
            case Pressed("open", item_id) if item_id.isdecimal():
                return Go("supplement", {"id": args["id"], "item": int(item_id)})
            case Pressed("missing", item_id) if item_id.isdecimal():
                words = desk.say(N_("Not available; please help to get it."))
                return _answered(args, int(item_id), words, desk)
            case Pressed("send"):
                return _send(dossier, desk)
            case Pressed("back") if args.get("item"):
                return Go("supplement", {"id": args["id"]})
            case Pressed("back"):
                return Go("item", {"id": args["id"]})
            case _:
                return _given(args, given, items, desk)


def own_dossier(args: Mapping[str, Any], desk: Desk) -> Dossier:
    """Give the dossier if this person nominated it; Refusal for anybody else, as if it did not exist."""
    dossier = desk.session.get(Dossier, args["id"])
    if dossier is None or not desk.person_id or dossier.nominator_id != desk.person_id:
        raise no_such_dossier()
    return dossier


def _asked(dossier: Dossier, desk: Desk) -> list[ItemLine]:
    told = told_of(desk.session, dossier, viewer=desk.person_id, now=desk.now)
    if told.state not in ASKED:
        return []
    return supplements.items_of(desk.session, dossier.id or 0, before=told.untold)


def _open_item(args: Mapping[str, Any], items: Sequence[ItemLine]) -> ItemLine | None:
    return next((item for item in items if item.id == args.get("item")), None)


def _given(args: Mapping[str, Any], given: Given, items: Sequence[ItemLine], desk: Desk) -> Reaction:
    waiting = [item for item in items if not item.is_given] or list(items)
    item = _open_item(args, items) or (waiting[0] if waiting and (isinstance(given, Sent) or len(items) == 1) else None)
    match given:
        case Sent(evidence_id) if item is not None:
            supplements.take_file(
                desk.session,
                item.id,
                evidence_id=evidence_id,
                by=desk.person_id,
                chat_id=desk.chat_id,
                now=desk.now,
            )
            return Go(
                "supplement",
                {"id": args["id"], "item": item.id},
                receipt=Text(N_("✓ File for item {at}"), {"at": item.position}),
            )
        case Typed(text) if item is not None:
            return _answered(args, item.id, text, desk)
        case Typed() if items:
            return Stay(problem=Text(N_("Which item is this for? Choose its digit first, then type it again.")))
        case _:
            return not_understood(given)


def _answered(args: Mapping[str, Any], item_id: int, text: str, desk: Desk) -> Reaction:
    supplements.answer_item(desk.session, item_id, by=desk.person_id, now=desk.now, text=text)
    return Go("supplement", {"id": args["id"]}, receipt=Text(N_("✓ {words}"), {"words": cut(text, 60)}))


def _send(dossier: Dossier, desk: Desk) -> Reaction:
    assert dossier.id is not None
    dossiers.give_supplement(
        desk.session, dossier.id, by=desk.person_id, expected_version=dossier.version, now=desk.now, zone=desk.zone
    )
    return Go(
        "item",
        {"id": dossier.id},
        receipt=Text(N_("✓ Sent what was asked for · {name}"), {"name": dossier.nominee_name}),
        toast=Text(N_("✓ Sent.")),
    )


def _list(dossier: Dossier, items: Sequence[ItemLine], desk: Desk) -> Window:
    say = desk.say
    waiting = [item for item in items if not item.is_given]
    send = Button(say(N_("Send what is there")), "send", style=Style.SUCCESS)
    due = max(item.due_on for item in items)
    return Window(
        header=say(N_("🔸 More is needed · {name}"), name=cut(dossier.nominee_name, 40)),
        body=(
            say(N_("⏰ By {date}, {left}"), date=say.date(due), left=days_left((due - desk.today).days)),
            *(_line(item, desk) for item in items),
        ),
        question=say(N_("Which item first? A file can be sent right away."))
        if waiting
        else say(N_("All of it is there. Shall it be sent?")),
        rows=(
            *digits("open", [str(item.id) for item in items]),
            *(((send,),) if len(waiting) < len(items) else ()),
            (back(say),),
        ),
        personal=True,
    )


def _line(item: ItemLine, desk: Desk) -> str:
    asked = f"{item.position} {'✅' if item.is_given else '⬜'} {cut(item.text, ITEM)}"
    if item.files:
        files = desk.say(N_("files: {count}"), count=item.files)
        return f"{asked} · {files}"
    return asked


def _item(dossier: Dossier, item: ItemLine, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=say(N_("🔸 More is needed · {name}"), name=cut(dossier.nominee_name, 40)),
        trail=f"{item.position} · {cut(item.text, ITEM)}",
        body=(
            *((f"💬 “{cut(item.answer, 160)}”",) if item.answer else ()),
            *_files(item, desk),
        ),
        question=say(N_("Type a line for this item, or send a file?")),
        rows=((Button(say(N_("Not there, school please help")), "missing", str(item.id)),), (back(say),)),
        personal=True,
    )


def _files(item: ItemLine, desk: Desk) -> list[str]:
    say = desk.say
    lines = []
    for line in evidence.of_item(desk.session, item.id)[-SHOWN:]:
        name = name_of(line, desk)
        if line.state is EvidenceState.REFUSED:
            lines.append(say(N_("🔸 {name}: {reason}"), name=name, reason=say(WORDS[Reason(line.reason)])))
        elif line.state is EvidenceState.PENDING:
            lines.append(say(N_("⏳ {name} is on its way"), name=name))
        else:
            lines.append(f"📎 {name}")
    return lines


def _nothing_asked(dossier: Dossier, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=cut(dossier.nominee_name, 60),
        body=(say(N_("✅ Nothing is asked of you here now.")),),
        rows=((back(say),),),
        personal=True,
    )


supplement = SupplementScreen()
