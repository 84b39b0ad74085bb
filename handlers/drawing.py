"""How windows and notices are drawn from rows, in the words of their reader."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.conversation.desk import Desk, Screen
from bot.conversation.flow import Flow
from bot.conversation.outcomes import Cursor
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.links import Links
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.i18n import Audience, Speaker
from bot.services import accounts, scenes
from bot.services.outbox import Claimed
from bot.services.scene import Scene
from handlers.turn import PROBLEM, args_of

log = logging.getLogger(__name__)

#: The button of an apology; it leads home without asking the flow or screen that could not be drawn.
HOME = "home"
#: Characters of a name in the header of a shared account.
SHARED_NAME = 30

DrawNotice = Callable[[str, Mapping[str, Any], Desk], Window | None]


@lru_cache(maxsize=64)
def speaker(language: str, audience: str, zone: ZoneInfo, address: str = "") -> Speaker:
    """Give the speaker for a reader; ``address`` is how a teacher chose to be called."""
    known = Audience(audience or Audience.UNKNOWN)
    return Speaker(language, known, zone, _CHOSEN.get(address, "") if known is Audience.TEACHER else "")


#: Forms of address that stand in for the neutral one.
_CHOSEN = {"thay": "Thầy", "co": "Cô"}


class Artist:
    """Draws for each reader in that person's language and form of address."""

    def __init__(
        self,
        *,
        flows: Mapping[str, Flow[Any]],
        screens: Mapping[str, Screen],
        draw_notice: DrawNotice,
        zone: ZoneInfo,
        language: str,
    ) -> None:
        self.links = Links()  # the bot's name is known once Telegram has been asked
        self._flows = flows
        self._screens = screens
        self._draw_notice = draw_notice
        self._zone = zone
        self._language = language

    def desk(self, session: Session, scene: Scene, *, now: datetime) -> Desk:
        """Give what a screen needs to know about the person who speaks here."""
        say = speaker(scene.language or self._language, scene.audience, self._zone, scene.address)
        return Desk(
            session, now, self._zone, say, scene.chat_id, scene.account_id, scene.person_id, scene.person_name,
            scene.draft_id or 0, self.links,
        )  # fmt: skip

    def draw(self, scene: Scene, session: Session, *, now: datetime) -> Window:
        """Make the window of a scene from its rows; where several people share the account it says whose it is.

        What cannot be drawn becomes an apology. Raises OperationalError while the database is away: it is drawn later.
        """
        try:
            window = self._drawn(scene, session, now=now)
        except OperationalError:
            raise
        except Exception:
            log.exception("Could not draw %s", scene.screen)
            window = _apology(self.desk(session, scene, now=now).say)
        if not scene.is_shared or not scene.person_name or not window.header:
            return window
        return replace(window, header=f"{window.header} · {cut(scene.person_name, SHARED_NAME)}")

    def _drawn(self, scene: Scene, session: Session, *, now: datetime) -> Window:
        desk = self.desk(session, scene, now=now)
        problem = Text.from_json(scene.args.get(PROBLEM))
        if scene.in_flow:
            flow = self._flows[scene.flow]
            return flow.draw(flow.read(scene.answers), scene.step, Cursor.from_json(scene.cursor), desk, problem)
        screen = self._screens.get(scene.screen) or self._screens["menu"]
        args = args_of(scene)
        try:
            window = screen.draw(args, desk)
        except Refusal as refusal:
            window = self._screens["menu"].draw({}, desk)
            problem = refusal.text
        return window if problem is None else replace(window, problem=desk.say(problem))

    def draw_notice(self, message: Claimed, session: Session, *, now: datetime) -> Window | None:
        """Make the words of a notice from the rows of this moment; None where there is nothing to say any more."""
        scene = scenes.load(session, message.chat_id)
        if scene is None:
            # Somebody linked to the school who has never written yet is spoken to like everybody else in that role.
            account = accounts.by_user(session, message.chat_id)
            language, audience = (account.language, account.audience) if account else ("", "")
            say = speaker(language or self._language, audience, self._zone)
            desk = Desk(session, now, self._zone, say, message.chat_id)
        else:
            desk = self.desk(session, scene, now=now)
        return self._draw_notice(message.template, message.args, desk)


def _apology(say: Speaker) -> Window:
    return Window(
        header=say(N_("⚠️ That didn't work, and it is our fault")),
        body=(say(N_("Sorry. Your message is kept; there is no need to type it again.")),),
        rows=((Button(say(N_("‹ Home")), HOME),),),
    )
