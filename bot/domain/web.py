"""Addresses on the web as people send them, and whether Telegram would take one for a button."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")


def is_web_address(url: str) -> bool:
    """Tell whether a button can open this; one address that Telegram refuses would take the whole window with it.

    A name or password before the host is refused too: it makes one site look like another.
    """
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc and has_port
    return is_plain and _HOST.fullmatch(parts.hostname or "") is not None and not re.search(r"\s", url)
