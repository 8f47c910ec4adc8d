"""What stands before every request: limits to its size and time; and what every answer says to a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PATIENCE = 30.0  # seconds between two parts of a body
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Guard:
    """Middleware: a body over the limit of its path is 413, one that stops coming 408, one request too many 429."""

    def __init__(self, app: ASGIApp, waiting: int, size: int, sizes: Mapping[str, int]) -> None:
        self._app = app
        self._waiting = waiting
        self._active = 0
        self._size = size
        self._sizes = sizes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._active >= self._waiting:
            problem = {"detail": "too many requests wait; try again in a moment"}
            await JSONResponse(problem, 429, {"Retry-After": "1"} | _HEADERS)(scope, receive, send)
        else:
            self._active += 1
            try:
                await self._guarded(scope, receive, send)
            finally:
                self._active -= 1

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = self._sizes.get(scope["path"], self._size)
        read = 0

        async def limited() -> Message:
            nonlocal read
            try:
                message = await asyncio.wait_for(receive(), _PATIENCE)
            except TimeoutError as error:
                raise HTTPException(408, f"nothing came for {_PATIENCE:g} s") from error
            read += len(message.get("body", b""))
            if read > limit:
                raise HTTPException(413, f"more than {limit:,} bytes")
            return message

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, limited, told)
