"""What the Bot API answers when it refuses, and how a request's parameters are read."""

import json
from dataclasses import dataclass, field
from typing import Any

#: The Bot API's own JSON objects; their shapes are Telegram's, so they stay plain dicts in this package.
Json = dict[str, Any]


class ApiError(Exception):
    """A refusal in Telegram's words: code, description and, for 429 and migrations, parameters."""

    def __init__(self, code: int, description: str, *, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        """Give the body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ConnectionDropped(Exception):
    """The connection is to be cut without an answer (a fault that was asked for)."""


def bad_request(what: str) -> ApiError:
    """Give a 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    """Give a 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {what}")


def too_many_requests(retry_after: int) -> ApiError:
    """Give a 429 that asks to wait ``retry_after`` seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """The parameters of one call; JSON bodies bring values, forms bring strings, both are understood."""

    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give a string; a missing one is empty."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else str(value)

    def number(self, name: str) -> int | None:
        """Give a whole number or None; anything else counts as missing, as Telegram does."""
        value = self.values.get(name)
        if isinstance(value, int):
            return value
        try:
            return int(str(value))
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        """Give a boolean; a missing one is False."""
        value = self.values.get(name)
        return value is True or str(value).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:  # noqa: ANN401 -- JSON of any shape, checked by the caller
        """Give a JSON object or list, also when it came as a string; raise 400 for broken JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            what = "reply markup" if name == "reply_markup" else name.replace("_", " ")
            raise bad_request(f"can't parse {what} JSON object") from error
