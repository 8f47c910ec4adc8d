"""The command that opens the page and the API: ``serve``."""

from __future__ import annotations

import ipaddress

import click

from vnnews.batch.items import missing
from vnnews.cli.group import complain, lexicon_option, main
from vnnews.extractor import Extractor


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="The port.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes that extract.")
@lexicon_option
def serve(host: str, port: int, workers: int, lexicons: tuple[str, ...]) -> None:
    """Open a page to try vnnews in a browser, and a JSON API (described at /openapi.json).

    Only this machine can reach it unless --host says otherwise. What is sent is not stored.
    """
    try:
        import pebble  # noqa: F401, PLC0415
        import uvicorn  # noqa: PLC0415

        from vnnews.serve.app import create_app  # noqa: PLC0415
        from vnnews.serve.workers import Limits  # noqa: PLC0415
    except ImportError as error:
        raise missing(error.name or "fastapi", "serve", "the page") from error
    Extractor(lexicons)  # tells a fault of a lexicon before anything listens
    hosts = () if _loopback(host) else ("*",)
    if hosts:
        complain(f"anybody who reaches {host}:{port} can use it")
    app = create_app(Limits(workers=workers), lexicons, hosts)
    uvicorn.run(app, host=host, port=port, log_level="info", access_log=False, server_header=False)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
