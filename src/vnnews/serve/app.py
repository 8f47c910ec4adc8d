"""The web application: the page at ``/``, the API beside it, described at ``/openapi.json``. Nothing is stored."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from vnnews.batch.items import Item
from vnnews.export.html import stylesheet
from vnnews.records import Article
from vnnews.serve.guard import Guard
from vnnews.serve.models import Input, Look, Posted, Problem, Url
from vnnews.serve.workers import Limits, TooSlowError, Workers, look_json, record_json
from vnnews.text.encoding import UndecodableError
from vnnews.text.html import decode_html, looks_like_html
from vnnews.text.source import without_surrogates
from vnnews.version import __version__

STATIC = files("vnnews.serve").joinpath("static")
_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body cannot be read."},
    408: {"model": Problem, "description": "The body did not come in time."},
    413: {"model": Problem, "description": "The article is too large, or took too long."},
    422: {"model": Problem, "description": "The body is JSON, but not what is described."},
    429: {"model": Problem, "description": "Too many requests wait; try again."},
}
_FILE = {"type": "string", "format": "binary", "description": "A text or page as it was saved, in any encoding."}
_LINE = {"type": "string", "description": "One Input as JSON a line."}


def _takes(kind: str, schema: dict[str, str]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema}}}}


def create_app(limits: Limits | None = None, lexicons: Sequence[str] = (), hosts: Sequence[str] = ()) -> FastAPI:
    """Return the application. ``hosts`` are the names it answers to, besides those of the loopback; ``*`` for any."""
    limits = limits or Limits()

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        app.state.workers = Workers(limits, lexicons)
        yield
        app.state.workers.close()

    app = FastAPI(
        title="vnnews", version=__version__, lifespan=running, docs_url=None, redoc_url=None,
        description="Structured records from Vietnamese ward and commune news.",
    )  # fmt: skip
    app.state.limits = limits
    app.add_middleware(Guard, waiting=limits.waiting, size=limits.size, sizes={"/extract/batch": limits.batch})
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", "[::1]", "::1", *hosts])
    for error, answer in _ANSWERS.items():
        app.add_exception_handler(error, answer)
    file, lines = _takes("application/octet-stream", _FILE), _takes("application/x-ndjson", _LINE)
    app.post("/extract", response_model=Article, responses=_REFUSALS)(_extract)
    app.post("/extract/batch", response_class=StreamingResponse, responses=_REFUSALS, openapi_extra=lines)(
        _extract_batch
    )
    app.post("/look", response_model=Look, responses=_REFUSALS)(_look)
    app.post("/look/file", response_model=Look, responses=_REFUSALS, openapi_extra=file)(_look_file)
    app.get("/", include_in_schema=False)(_page)
    app.get("/article.css", include_in_schema=False)(_style)
    app.mount("/static", StaticFiles(directory=str(STATIC)), name="static")
    return app


async def _extract(request: Request, given: Input) -> Response:
    """Return the record of an article."""
    return await _answered(request, record_json, given.item())


async def _look(request: Request, given: Input) -> Response:
    """Return the record of an article with the marked text, why each item is there, and the record as gold."""
    return await _answered(request, look_json, given.item())


async def _look_file(
    request: Request, url: Annotated[Url, Query()] = None, published_at: Annotated[Posted, Query()] = None
) -> Response:
    """Do the same for a file as it was saved: its encoding is found, and markup is told from text."""
    try:
        found = decode_html(await request.body())
    except UndecodableError as error:
        raise HTTPException(400, str(error)) from error
    legacy = found.encoding if found.legacy else None
    item = Item(found.text, None, url, published_at, html=looks_like_html(found.text), legacy=legacy)
    return await _answered(request, look_json, item)


async def _extract_batch(request: Request) -> StreamingResponse:
    """Stream the record of each line's article as a line of JSON, in order.

    A line that gives no record has its place taken by ``{"line": 3, "error": "…"}``; empty lines are skipped.
    """
    body = await request.body()  # before the first answer: a client may not read until all is sent
    workers: Workers = request.app.state.workers
    limits: Limits = request.app.state.limits

    async def answers() -> AsyncIterator[bytes]:
        pending: deque[asyncio.Task[str]] = deque()
        try:
            for number, line in enumerate(body.splitlines(), 1):
                if line.strip():
                    pending.append(asyncio.ensure_future(_line(workers, number, line, limits.size)))
                if len(pending) > 2 * limits.workers:
                    yield (await pending.popleft() + "\n").encode()
            while pending:
                yield (await pending.popleft() + "\n").encode()
        finally:
            for task in pending:  # the client went away
                task.cancel()

    return StreamingResponse(answers(), media_type="application/x-ndjson")


async def _line(workers: Workers, number: int, line: bytes, size: int) -> str:
    if len(line) > size:
        return _fault(number, f"more than {size:,} bytes")
    try:
        return await workers.run(record_json, Input.model_validate_json(line).item())
    except ValidationError as error:
        return _fault(number, _told(error.errors()))
    except TooSlowError as error:
        return _fault(number, str(error))


def _fault(number: int, reason: str) -> str:
    return json.dumps({"line": number, "error": reason}, ensure_ascii=False)


async def _answered(request: Request, task: Callable[[Item], str], item: Item) -> Response:
    workers: Workers = request.app.state.workers
    return Response(await workers.run(task, item), media_type="application/json")


async def _page() -> FileResponse:
    return FileResponse(str(STATIC.joinpath("index.html")))


async def _style() -> Response:
    return Response(stylesheet(), media_type="text/css")


def _told(errors: Sequence[Any]) -> str:
    """Return what is wrong without what was sent: it may be large, or no text at all."""
    faults = (": ".join(filter(None, (".".join(map(str, e["loc"])), e["msg"]))) for e in errors[:5])
    return without_surrogates("; ".join(faults))


def _problem(status: int, reason: str, **headers: str) -> JSONResponse:
    return JSONResponse({"detail": reason}, status, headers)


async def _invalid(_request: Request, error: Any) -> JSONResponse:
    return _problem(422, _told(error.errors()))


async def _refused(_request: Request, error: Any) -> JSONResponse:
    return _problem(error.status_code, str(error.detail), **(error.headers or {}))


async def _slow(_request: Request, error: Exception) -> JSONResponse:
    return _problem(413, str(error))


_ANSWERS: dict[Any, Callable[[Request, Any], Awaitable[JSONResponse]]] = {
    RequestValidationError: _invalid, HTTPException: _refused, TooSlowError: _slow,
}  # fmt: skip
