"""The command line as a user meets it: streams, exit status, one-line messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from vnnews import __version__, extract, json_schema
from vnnews.cli import main
from vnnews.highlights import Highlight, outermost
from vnnews.records import Article

TEXT = (
    "Sáng ngày 13/7/2018, UBND phường Ngọc Thụy họp; đồng chí Nguyễn Viết Tấn, Bí thư Đảng ủy chủ trì. "
    "Phường có 38 tổ dân phố."
)
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
LINE = json.dumps({"text": TEXT, "id": "a"}, ensure_ascii=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in an empty folder, so that messages name short paths."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(main, arguments, **options)


def _write(name: str, content: str | bytes) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


def _records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def _process(command: str, data: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a shell line in which ``vnnews`` is the command, as a pipe of real processes."""
    program = f'vnnews() {{ "{sys.executable}" -m vnnews.cli "$@"; }}; {command}'
    return subprocess.run(
        ["bash", "-c", program], input=data, capture_output=True, check=False, env=BUFFERED | environment
    )


def test_records_are_those_of_the_library() -> None:
    _write("news/a.txt", TEXT)
    _write("news/b.jsonl", LINE)
    result = _run("extract", "news")
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = _records(result.stdout)
    assert first["source"] == {"path": "news/a.txt", "line": None, "url": None}
    assert second["source"] == {"path": "news/b.jsonl", "line": 1, "url": None}
    expected = json.loads(extract(TEXT, id="a").model_dump_json())
    for record in (first, second):
        assert record | {"source": expected["source"]} == expected
        assert Article.model_validate(record).text == TEXT


@pytest.mark.parametrize(
    ("name", "content", "message", "articles"),
    [
        ("dump.jsonl", f'{LINE}\n{{"id": "b"}}\n{LINE}', 'dump.jsonl:2: "text" is missing', 2),
        ("dump.jsonl", f"{{\n{LINE}", "dump.jsonl:1: not JSON: Expecting property name", 1),
        ("bad.txt", b"\xff\xfe\x00", "bad.txt: not utf-16-le, though it begins so: byte 2", 0),
        ("empty/readme.md", "x", "empty: no .txt, .html, .jsonl or other file of articles in it", 0),
        ("other.txt", "x", "missing.txt: no such file or folder", 0),
    ],
)
def test_what_cannot_be_read_is_one_line_and_the_rest_is_done(
    name: str, content: str | bytes, message: str, articles: int
) -> None:
    _write(name, content)
    _write("good.txt", TEXT)
    result = _run("extract", message.partition(":")[0], "good.txt")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"vnnews: {message}")
    assert [record["text"] for record in _records(result.stdout)] == [TEXT] * (articles + 1)


def test_an_output_file_has_its_rejects_beside_it() -> None:
    _write("dump.jsonl", f'{LINE}\n{{"id": "b"}}\n')
    result = _run("extract", "dump.jsonl", "-o", "out.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        'vnnews: dump.jsonl:2: "text" is missing',
        "vnnews: out.jsonl: 1 article, 1 reject in out.rejects.jsonl",
    ]
    assert [record["id"] for record in _records(Path("out.jsonl").read_text("utf-8"))] == ["a"]
    assert [reject["line"] for reject in _records(Path("out.rejects.jsonl").read_text("utf-8"))] == [2]
    _write("dump.jsonl", LINE)
    result = _run("extract", "dump.jsonl", "-o", "out.jsonl")
    assert (result.exit_code, result.stderr) == (0, "vnnews: out.jsonl: 1 article, 0 rejects\n")
    assert sorted(path.name for path in Path().iterdir()) == ["dump.jsonl", "out.jsonl"]


def test_an_output_within_the_input_folder_is_not_read_again() -> None:
    _write("news/a.txt", TEXT)
    _write("news/b.jsonl", "{}")
    for _ in range(2):
        assert _run("extract", "news", "-o", "news/out.jsonl").exit_code == 1
        assert len(_records(Path("news/out.jsonl").read_text("utf-8"))) == 1


@pytest.mark.parametrize("name", ["out.jsonl", "./out.jsonl", "out.jsonl.part", "out.rejects.jsonl"])
def test_an_input_is_never_overwritten(name: str) -> None:
    _write(name, LINE)
    result = _run("extract", name, "-o", "out.jsonl")
    assert result.exit_code == 2
    assert f"{name} would be overwritten; name another file" in result.stderr
    assert Path(name).read_text("utf-8") == LINE


def test_a_lexicon_is_laid_over_the_built_in_one() -> None:
    _write("a.txt", "Phường đã kiên cố hóa 12 bờ vùng bao.")
    _write("mine.toml", '[[counted_nouns]]\nform = "bờ vùng bao"\nexamples = ["12 bờ vùng bao"]\n')
    (without,), (within,) = (
        _records(_run("extract", "a.txt", *options).stdout)[0]["statistics"]
        for options in ((), ("--lexicon", "mine.toml"))
    )
    assert without["unit"] != "bờ vùng bao" == within["unit"]


def test_the_text_may_stand_in_another_field_and_stay_out_of_the_record() -> None:
    _write("dump.jsonl", json.dumps({"body": TEXT}))
    result = _run("extract", "dump.jsonl", "--text-field", "body", "--no-text")
    assert result.exit_code == 0, result.stderr
    (record,) = _records(result.stdout)
    assert record["text"] is None
    assert record["dates"][0]["text"] == "Sáng ngày 13/7/2018"


@pytest.mark.parametrize(
    ("data", "texts"),
    [(TEXT, [TEXT]), (f"\n{LINE}\n{LINE}\n", [TEXT, TEXT]), ("", [""])],
    ids=["text", "lines", "nothing"],
)
def test_standard_input(data: str, texts: list[str]) -> None:
    result = _run("extract", "-", input=data)
    assert [record["text"] for record in _records(result.stdout)] == texts
    assert {record["source"]["path"] for record in _records(result.stdout)} == {"-"}


def test_lone_surrogates_and_odd_file_names_can_be_written(folder: Path) -> None:
    _write("dump.jsonl", '{"text": "Họp \\ud83d", "id": "\\ud800", "url": "\\udfff"}')
    try:
        (folder / "caf\udce9.txt").write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    result = _run("extract", ".")
    assert (result.exit_code, result.stderr) == (0, "")
    named, line = _records(result.stdout)
    assert (named["id"], named["source"]["path"]) == ("caf\ufffd", "caf\ufffd.txt")
    assert (line["text"], line["id"], line["source"]["url"]) == ("Họp \ufffd", "\ufffd", "\ufffd")


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")
@pytest.mark.parametrize(
    "command",
    ["vnnews extract many.jsonl", "vnnews schema", "vnnews explain long.txt", "vnnews show long.txt"],
)
def test_a_closed_pipe_gives_no_traceback(command: str) -> None:
    _write("many.jsonl", f"{LINE}\n" * 200)
    _write("long.txt", f"{TEXT}\n" * 200)
    done = _process(f"{command} | head -n 1")
    assert done.stdout
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")
def test_output_is_utf8_whatever_the_locale() -> None:
    _write("a.txt", TEXT)
    for command in ("extract", "explain", "show"):
        done = _process(f"vnnews {command} a.txt", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert "phường Ngọc Thụy" in done.stdout.decode("utf-8")
        assert (done.returncode, done.stderr) == (0, b"")


def test_records_come_as_the_input_goes() -> None:
    """The first record is written before the second line is there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "vnnews.cli", "extract", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=BUFFERED,
    )
    assert process.stdin and process.stdout
    late = threading.Timer(20, process.kill)
    late.start()
    with process:
        for name in ("one", "two"):
            process.stdin.write(json.dumps({"text": TEXT, "id": name}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        late.cancel()


USAGE = [
    (["extract"], "Missing argument"),
    (["extract", "a.txt", "--wrong"], "No such option"),
    (["extract", ".", "-o", "."], "lies within an input"),
    (["extract", "a.txt", "-o", "nowhere/out.jsonl"], "vnnews: nowhere/out.jsonl.part: No such file or directory"),
    (["extract", "a.txt", "--lexicon", "none.toml"], "vnnews: none.toml: cannot be read"),
    (["extract", "a.txt", "--lexicon", "bad.toml"], "vnnews: bad.toml: not valid TOML"),
    (["show", "a.txt", "--published-at", "13/7/2018"], "'13/7/2018' is no ISO 8601 date"),
    (["evaluate", "nowhere"], "vnnews: nowhere: no such folder"),
    (["evaluate", "."], "vnnews: .: no folder with text.txt and gold.json in it"),
    (["evaluate", "gold", "--floors", "none.toml"], "vnnews: none.toml: No such file or directory"),
    (["evaluate", "gold", "--floors", "bad.toml"], "vnnews: bad.toml: not valid TOML"),
    (["evaluate", "gold", "--floors", "word.toml"], "vnnews: word.toml: floors are numbers by field"),
    (["evaluate", "gold", "--floors", "number.toml"], "vnnews: number.toml: floors are numbers by field"),
    (["evaluate", "gold", "--floors", "unknown.toml"], 'vnnews: unknown.toml: no field "date"; known are'),
]
GOLD = {
    "meta": {},
    "dates": [{"text": "Sáng ngày 13/7/2018", "value": "2018-07-13TMO"}, {"text": "hôm qua", "value": "2018-07-12"}],
    "officials": [],
    "statistics": [],
}


def _write_gold() -> None:
    _write("gold/A1/text.txt", TEXT)
    _write("gold/A1/gold.json", json.dumps(GOLD))


@pytest.mark.parametrize(("arguments", "message"), USAGE, ids=lambda value: value if isinstance(value, str) else "")
def test_a_command_that_cannot_run_says_why_and_exits_with_2(arguments: list[str], message: str) -> None:
    _write("a.txt", TEXT)
    _write("bad.toml", "[[positions")
    _write("word.toml", '"dates strict" = "high"')
    _write("number.toml", "floors = 1")
    _write("unknown.toml", "date = 1.0")
    _write_gold()
    result = _run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    if message.startswith("vnnews: "):
        assert len(result.stderr.splitlines()) == 1


def test_show_marks_items_with_their_kind_and_prints_tables() -> None:
    _write("a.txt", TEXT)
    result = _run("show", "a.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    marked = (
        "[date: Sáng ngày 13/7/2018], [organization: UBND phường Ngọc Thụy] họp; đồng chí [person: Nguyễn Viết Tấn], "
    )
    assert marked + "[title: Bí thư Đảng ủy] chủ trì. Phường có [statistic: 38 tổ dân phố]." in result.stdout
    assert "\x1b" not in result.stdout
    for heading in ("Metadata", "Officials", "Organizations", "Acronyms", "Dates", "Statistics"):
        assert heading in result.stdout
    assert "Ủy ban nhân dân phường Ngọc Thụy" in result.stdout
    for empty in ("Documents", "Appointments", "Warnings"):
        assert empty not in result.stdout


def test_show_colours_items_where_colours_are_on() -> None:
    _write("a.txt", TEXT)
    colours = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "200", "NO_COLOR": None}
    result = _run("show", "a.txt", env=colours)
    assert "\x1b[36mSáng ngày 13/7/2018\x1b[0m" in result.stdout
    assert "\x1b[36mdate\x1b[0m" in result.stdout, "the legend has the colour of its kind"
    assert "[date:" not in result.stdout
    assert "[date: Sáng ngày 13/7/2018]" in _run("show", "a.txt", env=colours | {"NO_COLOR": "1"}).stdout


def test_show_marks_the_longer_of_two_overlapping_items() -> None:
    spans = [(0, 4, "acronym"), (0, 9, "organization"), (5, 9, "title"), (8, 20, "date"), (20, 22, "statistic")]
    marks = [Highlight(kind, start, end, "", "", 0) for start, end, kind in spans]
    assert outermost(marks) == marks[3:]
    assert outermost(marks[:3]) == [marks[1]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Họp [red]tối[/red] :smile: [/] [bold", "Họp [red]tối[/red] :smile: [/] [bold"),
        ("Họp\x1b]0;x\x07 tối\r\nHết", "Họp]0;x tối\nHết"),
    ],
)
def test_show_prints_the_article_as_text(text: str, shown: str) -> None:
    _write("a.txt", text)
    assert shown in _run("show", "a.txt").stdout


def test_show_and_explain_take_what_is_known_of_the_article() -> None:
    _write("a.txt", "Chiều 23/7, phường họp.")
    for command in ("show", "explain"):
        assert "XXXX-07-23TAF" in _run(command, "a.txt").stdout
        assert "2019-07-23TAF" in _run(command, "a.txt", "--published-at", "2019-07-25").stdout
    known = _run("show", "a.txt", "--url", "https://ngocthuy.longbien.hanoi.gov.vn/a").stdout
    assert "Long Biên" in known


def test_show_and_explain_reject_as_extract_does() -> None:
    for command in ("show", "explain"):
        result = _run(command, "missing.txt")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == "vnnews: missing.txt: no such file or folder\n"


def test_explain_names_the_rule_and_the_entries() -> None:
    _write("a.txt", TEXT)
    result = _run("explain", "a.txt")
    assert result.exit_code == 0
    (line,) = [line for line in result.stdout.splitlines() if "'38 tổ dân phố'" in line]
    record = extract(TEXT)
    assert f"by {record.statistics[0].rule}" in line


def test_schema_and_version() -> None:
    result = _run("schema")
    assert json.loads(result.stdout) == json_schema()
    assert list(json.loads(result.stdout)) == list(json_schema())
    assert _run("--version").stdout == f"vnnews {__version__}\n"


def test_evaluate_prints_a_table_and_lists_errors() -> None:
    _write_gold()
    result = _run("evaluate", "gold", "--errors", "1", "--json", "figures.json")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["dates", "strict", "1.000", "0.500", "0.667", "2", "1"] in rows
    assert "    missed    A1: hôm qua | 2018-07-12" in result.stdout.splitlines()
    assert "    spurious  A1: Nguyễn Viết Tấn" in result.stdout.splitlines()
    figures = json.loads(Path("figures.json").read_text("utf-8"))
    assert figures["fields"]["dates strict"]["recall"] == 0.5
    assert rows[-1] == ["core", f"{figures['core']:.3f}"]
    assert "missed" not in _run("evaluate", "gold").stdout


@pytest.mark.parametrize("heading", ["", "[floors]\n"])
def test_a_missed_floor_exits_with_1(heading: str) -> None:
    _write_gold()
    _write("floors.toml", f'{heading}"dates strict" = 0.9\n"dates no day-part" = 0.5\n')
    result = _run("evaluate", "gold", "--floors", "floors.toml")
    assert result.exit_code == 1
    assert result.stderr == "vnnews: dates strict: F1 0.6667 is under its floor 0.9000\n"
    _write("floors.toml", f'{heading}"dates strict" = 0.6\n')
    assert _run("evaluate", "gold", "--floors", "floors.toml").exit_code == 0
