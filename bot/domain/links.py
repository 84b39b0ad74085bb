"""Deep links: what stands after ``?start=``, and how a secret is made that needs no storing.

A payload is a kind, a dash and a secret: ``j-…``. The secret is computed from the bot's key and a nonce, so that its
maker can be shown the link again while the database holds nothing that would open anything.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from enum import StrEnum


class LinkKind(StrEnum):
    """What a link is for: the part before the dash."""

    JOIN = "j"
    CO_NOMINATE = "c"


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links to one bot. ``bot`` is its name without @, ``key`` is known to the running bot only."""

    bot: str = ""
    key: bytes = field(default=b"", repr=False)

    def secret(self, nonce: str) -> str:
        """Give the secret that belongs to a nonce: 22 signs, all of which a link may carry."""
        digest = hmac.new(self.key, nonce.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")

    def url(self, kind: LinkKind, secret: str) -> str:
        """Give the address that opens the private chat with this payload."""
        return f"https://t.me/{self.bot}?start={kind}-{secret}"


def key_from(token: str) -> bytes:
    """Make the key of a bot's links from its token; another token is another key."""
    return hmac.new(token.encode(), b"links", hashlib.sha256).digest()


def digest_of(secret: str) -> str:
    """Give what is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def read_payload(payload: str) -> tuple[LinkKind, str] | None:
    """Read what follows /start; None for anything that no link of ours carries."""
    kind, dash, secret = payload.partition("-")
    if not dash or kind not in set(LinkKind) or not secret:
        return None
    return LinkKind(kind), secret
