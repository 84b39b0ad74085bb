"""Where somebody who has just arrived goes next: language, who is writing, consent, name, unit, or home."""

from bot.conversation.desk import Desk, Go
from bot.services import accounts, consents, joining, roles


def next_stop(desk: Desk) -> Go:
    """Work out from the rows what is still missing before this person is at home."""
    if not accounts.language_of(desk.session, desk.account_id):
        return Go("language")
    person_id = accounts.speaking_id(desk.session, desk.account_id)
    if not person_id:
        return Go("join_name") if consents.nameless(desk.session, desk.account_id) else Go("who")
    if not consents.has_agreed(desk.session, person_id):
        return Go("consent")
    if roles.roles_of(desk.session, person_id, on=desk.today):
        return Go("menu")
    return Go("waiting" if joining.waiting_of(desk.session, person_id) else "join_unit")
