"""Expected refusals: they say why and what to do next, and never reach the crash log."""

from bot.domain.wording import Text


class Refusal(Exception):
    """Something that this person may not or cannot do now.

    ``code`` is for tests and logs; ``text`` is what the person reads: the cause, then the way on.
    """

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
