"""Any content of a file gives a located diagnostic or a registry that builds, never an exception."""

from __future__ import annotations

import copy
import datetime
import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from reestr.cli.reports import diagnostics_ci, diagnostics_json
from reestr.judging.run import assess
from reestr.publishing.build import Build
from reestr.publishing.view import Site
from reestr.records import diagnostics_text, reader
from reestr.records.loading.load import Loaded, load
from reestr.records.redaction import Edition
from reestr.registry.calendar import registry_day
from reestr.registry.slow_patterns import is_slow
from reestr.wording.finding_text import reason

from tests.depth import chance_of, times
from tests.unit.project import BASE, copy_of_base

DAY = datetime.date(2026, 3, 16)
MUTATIONS = times(500)
VALUES: tuple[Any, ...] = (
    None, [], {}, 0, -1, True, 0.5, 10**30, float("inf"), float("nan"), "", " ", "x", "я" * 3000, "\x1b[31m", "a\nb",
    "\u202eabc", "\u2028", "<script>alert(1)</script>", "{count:plural:a|b}", "{0}", "=1+1", "0001-01-01", "1900-01-01",
    "2099-12-31", "9999-12-31", "2026-W53", "9999-W52", "vk", "library-1", "javascript:alert(1)", "https://vk.com/x",
    "https://a.b:99999/", "^/(a+)+$", "^/(", "../UTC", "posixrules", [[[]]], [None], [{}], {"": 1}, {"a": {"a": 1}},
)  # fmt: skip
KEYS = ("x", "", "a/b", "~", "2026-W53", "password", "имя", "a" * 200)

TEXTS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% raw %}", "]]>", "</script><b>",
    "javascript:alert(1)", "[x](javascript:alert(1))", "&lt;b&gt;", "' onmouseover='alert(1)", "=1+1", "@SUM(A1)",
    '","x":"y', "\\u003c", "<!-- x", "{count:plural:a|b|c} {0} %s", "</title></textarea><svg onload=alert(1)>",
    "`c` **b** | p",
)  # fmt: skip

FREE = frozenset((
    "name", "short_name", "title", "address", "text", "topic", "statement", "remedy", "explanation", "issuer", "note",
    "unchecked", "role", "position", "by", "counted_by", "prepared_by", "outlet", "publisher", "region",
))  # fmt: skip


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from _paths(inner, (*path, key))


def _yaml(data: Any) -> str:
    """JSON is YAML, but for the numbers that are none."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.replace("NaN", ".nan").replace("Infinity", ".inf")


def _changed(data: dict[str, Any], chance: random.Random) -> str:
    data = copy.deepcopy(data)
    *way, last = chance.choice(list(_paths(data)))
    holder: Any = data
    for step in way:
        holder = holder[step]
    what = chance.random()
    if what < 0.7:
        holder[last] = copy.deepcopy(chance.choice(VALUES))
    elif what < 0.85 or isinstance(holder, list):
        del holder[last]
    else:
        holder[chance.choice(KEYS)] = holder.pop(last)
    return _yaml(data)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    if chance.random() < 0.4:
        return bytes(damaged[: chance.randrange(len(damaged))])
    for _ in range(chance.choice((1, 3, 10))):
        damaged[chance.randrange(len(damaged))] = chance.choice((chance.randrange(256), *b":-[]{}\"'\n\t#&*!|"))
    return bytes(damaged)


def _say_everything(loaded: Loaded) -> None:
    for item in loaded.diagnostics:
        assert item.message
        assert item.help
    said = (
        diagnostics_json.render(loaded.diagnostics, loaded.files),
        diagnostics_ci.github(loaded.diagnostics, str),
        diagnostics_ci.markdown(loaded.diagnostics, loaded.files, str),
        diagnostics_ci.sarif(loaded.diagnostics, str),
        diagnostics_text.render(
            loaded.diagnostics, loaded.files, source_line=lambda at: None, shown_file=str, width=80, colour=False
        ),
    )
    for text in said:
        text.encode("utf-8")
        assert not set(text) & set("\x00\x07\x08\x1b\r\x85\u2028\u2029\u202e")


def _build_everything(loaded: Loaded, edition: Edition, day: datetime.date) -> None:
    assert loaded.registry is not None
    build = Build(loaded.registry, day, edition, Site("Проба"))
    assert [reason(finding, loaded.registry.words) for finding in build.view.assessment.findings]
    assert build.sections
    assert list(build.record_pages())
    for file in build.files():
        if file.path.endswith(".json"):
            json.loads(file.content)


@pytest.mark.long
@pytest.mark.seeded
def test_a_broken_record_is_reported_or_built_and_never_raises(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path) / "data"
    files = sorted(data.rglob("*.yaml"))
    contents = {file: file.read_bytes() for file in files}
    chance = chance_of(2)
    seen: Counter[bool] = Counter()
    for number in range(MUTATIONS):
        file = chance.choice(files)
        document, _ = reader.read(contents[file], file.name)
        assert document is not None
        broken = _damaged(contents[file], chance) if number % 5 == 0 else _changed(document.data, chance).encode()
        file.write_bytes(broken)
        edition: Edition = "public" if number % 2 else "internal"
        loaded = load(data, edition)
        assert (loaded.registry is None) is (loaded.errors > 0)
        _say_everything(loaded)
        if loaded.registry is not None:
            _build_everything(loaded, edition, DAY)
        seen[loaded.registry is None] += 1
        file.write_bytes(contents[file])
    assert min(seen[True], seen[False]) > MUTATIONS // 20


@pytest.mark.parametrize("day", [datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)])
def test_the_first_and_the_last_day_can_be_judged(day: datetime.date) -> None:
    assert registry_day(day.isoformat()) == day
    _build_everything(load(BASE), "internal", day)


@pytest.mark.parametrize(
    "text",
    ["0001-01-01", "1899-12-31", "2100-01-01", "9999-12-31", "20260105", "2026-W10", "2026-01-05\n", "٢٠٢٦-01-05"],
)
def test_what_is_no_registry_day(text: str) -> None:
    assert registry_day(text) is None


def test_a_requirement_may_have_another_name_than_its_check(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path) / "data"
    (data / "requirements" / "accounts-exist.yaml").rename(data / "requirements" / "own-name.yaml")
    registry = load(data).registry
    assert registry is not None
    findings = assess(registry, DAY).by_requirement["own-name"]
    assert {finding.check for finding in findings} == {"accounts-exist"}
    assert all(reason(finding, registry.words) for finding in findings)


@pytest.mark.parametrize("name", ["a\nb.yaml", "\x1b[31m.yaml", "\u202ebad.yaml", os.fsdecode(b"\xff.yaml")])
def test_names_that_cannot_be_printed_are_refused(tmp_path: Path, name: str) -> None:
    data = copy_of_base(tmp_path) / "data"
    (data / "organizations" / name).write_bytes(b"name: x\n")
    folder = data / "accounts" / name.removesuffix(".yaml")
    folder.mkdir()
    (folder / "account.yaml").write_bytes(b"name: x\n")
    loaded = load(data)
    assert [item.code for item in loaded.diagnostics] == ["bad-file-name", "bad-file-name"]
    assert all(item.location.file.isprintable() for item in loaded.diagnostics)
    _say_everything(loaded)


SLOW = (
    "^/(a+)+$", "^/(?:a*)*$", "^/(a|a)*$", "^/(a|ab)+$", "^/(?:a?b?)*$", "^/(.*a){20}$", "^/a*a*a*a*$",
    r"^/([a-z]+\.?)+$", r"^/(?:\.[a-z.]+)*$", r"^/(?:(?:\.[a-z]+)*x)+$", "^/(?:(?=a+)a)+$", r"^/(a)\1*$",
    "^/a?a?a?a?a?aaaaa$", "^/(?:[a-z]{1,30}){1,30}$", r"^/(?:\.a*b*)*$",
)  # fmt: skip
QUICK = (r"^/(?:_[0-9]+)+$", "^/.*$", "^/(?:ab)+$", r"^/([a-z]+(?:\.[a-z]+)*)$", r"^/a\|b\(c[)|]+$", "^/(?:a+){1}$")


@pytest.mark.parametrize(("pattern", "slow"), [*((one, True) for one in SLOW), *((one, False) for one in QUICK)])
def test_patterns_that_take_long_are_known(pattern: str, slow: bool) -> None:
    assert is_slow(pattern) is slow


@pytest.mark.parametrize(("pattern", "says"), [("^/(a+)+$", "слишком много времени"), ("^/(a$", "не регулярное")])
def test_no_address_is_read_by_a_bad_pattern(tmp_path: Path, pattern: str, says: str) -> None:
    data = copy_of_base(tmp_path) / "data"
    network, account = data / "networks" / "vk.yaml", data / "accounts" / "library-1-vk.yaml"
    forms = f"forms:\n  - {{path: '{pattern}', page: 'https://vk.com/x'}}\n"
    network.write_text(network.read_text(encoding="utf-8").replace("forms:\n", forms, 1), encoding="utf-8")
    address = "https://vk.com/" + "a" * 400 + "-"
    text = account.read_text(encoding="utf-8").replace("https://vk.com/primersk.library1", address)
    assert address in text
    account.write_text(text, encoding="utf-8")
    (found,) = load(data).diagnostics
    assert (found.code, found.location.file) == ("bad-network-rules", "data/networks/vk.yaml")
    assert says in found.message


class _Elements(HTMLParser):
    """Counts the elements of pages by name and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[(tag, *sorted(name for name, _ in attrs))] += 1
        assert not any(
            (value or "").strip().lower().startswith("javascript:") for name, value in attrs if name == "href"
        )

    def handle_data(self, data: str) -> None:
        self.text += data


def _rewritten(key: str | int, value: Any, texts: Iterator[str]) -> Any:
    """The value with another text in every field that holds free text."""
    if isinstance(value, dict):
        # A rule's name is no free text.
        return {name: inner if name == "rule" else _rewritten(name, inner, texts) for name, inner in value.items()}
    if isinstance(value, list):
        return [_rewritten(index, inner, texts) for index, inner in enumerate(value)]
    return next(texts) if isinstance(value, str) and key in FREE else value


def _elements(folder: Path, edition: Edition, texts: Iterator[str]) -> _Elements:
    data = folder / "data"
    shutil.copytree(BASE, data)
    for file in sorted(data.rglob("*.yaml")):
        document, _ = reader.read(file.read_bytes(), file.name)
        assert document is not None
        file.write_text(_yaml(_rewritten("", document.data, texts)), encoding="utf-8")
    loaded = load(data, edition)
    assert loaded.registry is not None, loaded.diagnostics
    build = Build(loaded.registry, DAY, edition, Site("Проба", edit_url="https://forge.example/"))
    found = _Elements()
    for page in [*(page for _, page in build.sections), *build.record_pages()]:
        found.feed(page.body)
    found.close()
    return found


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_markup_in_any_text_adds_no_element_to_any_page(tmp_path: Path, edition: Edition) -> None:
    hostile = _elements(tmp_path / "hostile", edition, (f"{TEXTS[n % len(TEXTS)]} {n}" for n in range(10**6)))
    benign = _elements(tmp_path / "benign", edition, (f"слово {n}" for n in range(10**6)))
    assert hostile.counts == benign.counts
    assert sum(text in hostile.text for text in TEXTS) > len(TEXTS) // 2
