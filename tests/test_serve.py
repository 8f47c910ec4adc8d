"""The API: records as the library makes them, faults told without an answer of 5xx, limits that hold."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import schemathesis
import uvicorn
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

import vnnews
from vnnews.cli import main
from vnnews.evaluate import evaluate
from vnnews.gold import write_gold
from vnnews.serve.app import create_app
from vnnews.serve.workers import Limits

ROOT = Path(__file__).parent.parent
TEXT = "Sáng 13/7/2018, đồng chí Lê Văn Bá, PCT UBND phường Ngọc Thụy trao 35 suất quà."


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Limits(size=100_000, batch=200_000, seconds=5)), base_url="http://localhost") as started:
        yield started


def test_a_record_is_what_the_library_makes(client: TestClient) -> None:
    known = {"id": "a", "url": "https://ngocthuy.longbien.hanoi.gov.vn/a", "published_at": "2018-07-13"}
    answer = client.post("/extract", json={"text": TEXT, **known})
    assert answer.status_code == 200
    assert answer.json() == json.loads(vnnews.extract(TEXT, **known).model_dump_json())


def test_markup_is_a_page(client: TestClient) -> None:
    html = (ROOT / "examples" / "page.html").read_text(encoding="utf-8")
    assert client.post("/extract", json={"html": html}).json()["title"] == vnnews.extract_html(html).title


def test_a_file_is_decoded(client: TestClient) -> None:
    answer = client.post("/look/file", content=TEXT.encode("utf-16"), params={"published_at": "2018-07-13"})
    assert answer.json()["record"]["text"] == TEXT


def test_a_look_has_marks_steps_and_gold(client: TestClient, tmp_path: Path) -> None:
    look = client.post("/look", json={"text": TEXT}).json()
    assert look["html"].count("<mark") == len(look["steps"])
    assert [step["rule"] for step in look["steps"]] == [step.rule for step in vnnews.explain(TEXT)]
    write_gold(tmp_path, look["record"]["text"], look["gold"])
    assert evaluate(tmp_path, vnnews.Extractor()).core == 1.0


def test_a_batch_answers_each_line_in_order(client: TestClient) -> None:
    lines = [json.dumps({"text": TEXT, "id": str(n)}) for n in range(20)]
    lines[3:5] = ['{"text": 5}', "", '{"text": "' + "a" * 100_001 + '"}', "[", "\ud800"]
    body = "\n".join(lines).encode("utf-8", "surrogatepass")
    answers = [json.loads(line) for line in client.post("/extract/batch", content=body).text.splitlines()]
    assert [answer["line"] for answer in answers if "error" in answer] == [4, 6, 7, 8]
    assert [answer["id"] for answer in answers if "id" in answer] == [str(n) for n in (0, 1, 2, *range(5, 20))]


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"", 422, "Field required"),
        (b"[", 422, "JSON"),
        (b"\xff", 400, "body"),
        (b'{"text":' + b"[" * 50_000, 400, "body"),
        (b'{"text":' + b"9" * 5_000 + b"}", 400, "body"),
        (b"{}", 422, "text or html"),
        (b'{"text": "a", "html": "b"}', 422, "text or html"),
        (b'{"text": "a", "\\ud800": 1}', 422, "unicode"),
        (b'{"text": "a", "published_at": "13/7/2018"}', 422, "ISO 8601"),
        (b'{"text": "' + b"a" * 100_000 + b'"}', 413, "100,000 bytes"),
    ],
)
def test_faults_are_told(client: TestClient, body: bytes, status: int, told: str) -> None:
    answer = client.post("/extract", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, told in answer.json()["detail"]) == (status, True), answer.text[:300]


def test_half_a_character_is_read_as_none(client: TestClient) -> None:
    body = b'{"text": "h\\u1ecdp \\ud800 1/6/2021"}'
    answer = client.post("/extract", content=body, headers={"Content-Type": "application/json"})
    assert answer.json()["text"] == "họp \ufffd 1/6/2021"


def test_an_article_that_takes_too_long_is_given_up() -> None:
    with TestClient(create_app(Limits(seconds=0.2, workers=1)), base_url="http://localhost") as started:
        started.post("/extract", json={"text": TEXT})
        slow = started.post("/extract", json={"text": "1,5% " * 100_000})
        assert (slow.status_code, slow.json()["detail"]) == (413, "more than 0.2 s: send a shorter text")
        assert started.post("/extract", json={"text": TEXT}).status_code == 200


def test_two_hundred_at_once_are_served_or_refused() -> None:
    limits = Limits(waiting=50)
    with (
        TestClient(create_app(limits), base_url="http://localhost") as started,
        ThreadPoolExecutor(200) as threads,
    ):
        answers = list(threads.map(lambda _: started.post("/extract", json={"text": TEXT}), range(200)))
        after = started.post("/extract", json={"text": TEXT})
    statuses = {answer.status_code for answer in answers}
    assert statuses <= {200, 429}
    assert 200 in statuses
    assert all(answer.headers["Retry-After"] == "1" for answer in answers if answer.status_code == 429)
    assert after.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    assert client.post("/extract", json={"text": TEXT}, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/article.css", "/openapi.json"])
def test_every_answer_forbids_what_is_not_its_own(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'; script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server at a port of its own, for what asks over the wire."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(Limits(seconds=5)), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: object, value: object) -> bytes:
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")


@pytest.mark.filterwarnings("ignore")
def test_schemathesis_finds_no_fault_of_the_server(address: str) -> None:
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    asked: dict[str, set[int]] = {}
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            answer = case.call()
            assert answer.status_code < 500, answer.text
            asked.setdefault(case.operation.label, set()).add(answer.status_code)

        ask()
    assert set(asked) == {"POST /extract", "POST /extract/batch", "POST /look", "POST /look/file"}
    assert all(200 in statuses for statuses in asked.values()), asked


def test_a_lexicon_that_cannot_be_read_is_told_before_anything_listens(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[", encoding="utf-8")
    result = CliRunner().invoke(main, ["serve", "--lexicon", str(tmp_path / "mine.toml")])
    assert result.exit_code == 2
    assert "mine.toml" in result.stderr
