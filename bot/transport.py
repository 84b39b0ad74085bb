"""The transport: python-telegram-bot's BaseRequest over aiohttp (httpx with many connections is six times slower)."""

import json
import os
from typing import Any

import aiohttp
from telegram import InputFile
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

#: Longer than any answer and than any file that Telegram hands over (20 MB).
LONGEST_ANSWER = 21 << 20

#: Else the framework warns at every 429 that its exception will hold a timedelta one day.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class TooLong(NetworkError):
    """An answer that is longer than what is read into memory."""


def body_of(payload: dict[str, Any]) -> RequestData:
    """Give a call's parameters in the framework's form, without the looks that it takes at each for files."""
    return RequestData(
        [
            RequestParameter(name, None, [value])
            if isinstance(value, InputFile)
            else RequestParameter(name, value, None)
            for name, value in payload.items()
        ]
    )


class AiohttpRequest(BaseRequest):
    """Posts over a pool of kept connections. ``connections`` bounds how many calls are on their way at once."""

    def __init__(self, *, connections: int = 64, proxy: str = "", read_timeout: float = 20.0) -> None:
        self._connections = connections
        self._proxy = proxy or None
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- the framework's signature
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- the framework's signature
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- the framework's signature
    ) -> tuple[int, bytes]:
        """Make one request; raise TimedOut or NetworkError, which the caller may try again, or TooLong."""
        if self._session is None:
            await self.initialize()
        assert self._session is not None
        seconds = self._read_timeout if isinstance(read_timeout, DefaultValue) or read_timeout is None else read_timeout
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                proxy=self._proxy,
                timeout=aiohttp.ClientTimeout(total=seconds + 10),
            ) as response:
                return response.status, await _read(response)
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error  # its words would hold the URL, and so the token


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Read an answer piece by piece: nobody else's mistake may fill our memory. Raises TooLong."""
    pieces = bytearray()
    async for piece in response.content.iter_any():
        pieces += piece
        if len(pieces) > LONGEST_ANSWER:
            raise TooLong("an answer was too long")
    return bytes(pieces)


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return json.dumps(request_data.json_parameters).encode(), {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=media_type)
    return form, {}
