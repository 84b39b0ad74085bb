"""`inbox list` and `inbox retry`: what could not be handled, and once more."""

from collections.abc import Sequence

from bot.database import Database
from bot.services import failures
from bot.settings import Settings


def list_failed(settings: Settings) -> int:
    """Print the failed updates, oldest first."""
    database = Database(settings.database_url)
    failed = database.read_now(failures.failed)
    for one in failed:
        when = one.received_at.astimezone(settings.timezone)
        print(f"{one.update_id}  {one.reference}  {when:%d/%m/%Y %H:%M}  {one.kind}  {one.error}")  # noqa: T201 -- a command
    print("Nothing has failed." if not failed else f"{len(failed)} failed; ./guongsang inbox retry [ID …]")  # noqa: T201
    return 0


def retry(settings: Settings, ids: Sequence[int]) -> int:
    """Release failed updates; a running bot takes them up within a minute, another one at its next start."""
    database = Database(settings.database_url)
    wanted = list(ids) or [one.update_id for one in database.read_now(failures.failed)]
    released = database.write_now(lambda session: failures.release(session, wanted))
    print(f"{released} of {len(wanted)} will be handled again, by a running bot within a minute.")  # noqa: T201 -- a command
    return 0 if released == len(wanted) else 1
