"""What the process says to its operator: one line a record on stderr, never with a token in it."""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from types import TracebackType

from bot.settings import HIDDEN, TOKEN, Secret

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
SHORTEST = 8


class HideToken(logging.Filter):
    """Takes every secret out of a record: message, values and the text of an exception.

    Libraries log whole addresses, and Telegram's carry the token; anything of a token's shape is hidden as well.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        super().__init__()
        words = {word for secret in secrets if secret for word in _forms(secret.reveal())}
        known = sorted(map(re.escape, words), key=len, reverse=True)
        self._pattern = re.compile("|".join([*known, TOKEN.pattern]))

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; it is always let through."""
        record.msg, record.args = self.clean(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True

    def clean(self, text: str) -> str:
        """Give the text without secrets."""
        return self._pattern.sub(HIDDEN, text)


def set_up_logging(level: str, *, secrets: Iterable[Secret]) -> HideToken:
    """Log to stderr and route uncaught exceptions, of any thread, through the same filter."""
    hide = HideToken(secrets)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(hide)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "apscheduler", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))

    def last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        sys.stderr.write(hide.clean("".join(traceback.format_exception(kind, error, trace))))

    def last_words_of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            last_words(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = last_words
    threading.excepthook = last_words_of_thread
    return hide


def _forms(secret: str) -> set[str]:
    """Give the secret, its quoted form in addresses, and the part of a token behind the bot's number.

    Words under eight letters are left: hiding "a" would make every log unreadable.
    """
    _, _, tail = secret.partition(":")
    return {form for form in (secret, secret.replace(":", "%3A"), tail) if len(form) >= SHORTEST}
