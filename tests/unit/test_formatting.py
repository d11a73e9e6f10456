"""The canonical form of records: equal data give equal text, and all comments are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import event, given, settings
from hypothesis import strategies as st
from reestr.records import reader, schemas
from reestr.records.editing import EditRefusedError, formatted, record
from reestr.records.kinds import KINDS
from reestr.records.loading.load import load
from reestr.records.validation import placement

from tests.depth import times
from tests.unit.project import PRIMERSK, ROOT
from tests.unit.random_records import RECORDS, texts


@pytest.mark.long
@settings(max_examples=times(400), deadline=None)
@given(texts(), st.sampled_from(list(KINDS)))
def test_any_record_reads_the_same_with_every_comment_and_is_formatted_once(text: tuple[Any, str], kind: str) -> None:
    data, content = text
    document, problems = reader.read(content.encode(), "")
    event("unreadable" if problems else "readable")
    if document is None or problems:
        with pytest.raises(EditRefusedError, match=r"[а-я]{4}"):
            formatted(kind, content.encode())
        return
    result = formatted(kind, content.encode())
    assert _data(result) == data
    assert sorted(_comments(result.decode())) == sorted(_comments(content))
    assert formatted(kind, result) == result
    assert "\r" not in result.decode() and result.endswith(b"\n") and not result.endswith(b"\n\n")
    assert not re.search(r"[ \t]+$|\n\n\n", result.decode(), re.MULTILINE)


def _comments(text: str) -> list[str]:
    return re.findall(r"# (?:примечание \d+: a: \[b|Заголовок)", text)


def _data(content: bytes) -> Any:
    document, problems = reader.read(content, "")
    assert document is not None and not problems, problems
    return document.data


@settings(max_examples=times(200), deadline=None)
@given(RECORDS)
def test_a_reader_of_the_old_yaml_reads_the_same(data: dict[str, Any]) -> None:
    content = json.dumps(data, ensure_ascii=False).encode()
    document, problems = reader.read(content, "")
    if document is None or problems:
        return
    assert yaml.safe_load(formatted("organization", content).decode()) == data


@pytest.mark.parametrize(
    "text",
    ["yes", "No", "on", "off", "y", "N", "null", "~", "True", "12:30", "2024-02-05", "0123", "1_000", "1e3", "0x1F",
     "0b1", ".inf", ".nan", "-.5", "=", "<<", "190:20:30", "+1", "1.5.3", "2001-12-14T21:59:43Z", "- x", "# x", "a: b",
     "a #b", "[x]", "{x}", "%x", "@x", "`x", "!x", "&x", "*x", "|", ">", "?", "'x'", '"x"', "x:", " x", "x ", ""],
)  # fmt: skip
def test_a_text_that_looks_like_something_else_is_in_quotes(text: str) -> None:
    content = json.dumps({"name": text, "responsible": [{"role": text}], "phones": [text, text]}).encode()
    document, problems = reader.read(content, "")
    if document is None or problems:
        # Outer blanks and the like are no business of the form.
        return
    result = formatted("organization", content)
    assert yaml.safe_load(result) == yaml.load(result, Loader=yaml.BaseLoader) == document.data


CASES: Sequence[tuple[str, str, str, str]] = (
    (
        "the order of the schema; a comment goes with its key",
        "organization",
        "# Школа у парка\n\n# по уставу\nname: Школа\ninn: '0000000018' # сверен\n# коротко\nshort_name: Ш\n",
        '# Школа у парка\n\n# по уставу\nname: Школа\n# коротко\nshort_name: Ш\ninn: "0000000018" # сверен\n',
    ),
    (
        "what stands on top of the file stays there",
        "organization",
        "# yaml-language-server: $schema=x\n# Шапка\n\n\ninn: \"1\"\n\n# имя\nname: a\n",
        '# yaml-language-server: $schema=x\n# Шапка\n\n# имя\nname: a\ninn: "1"\n',
    ),
    (
        "a modeline stays on top even right above a key",
        "organization",
        "# yaml-language-server: $schema=x\ninn: \"1\"\nname: a\n",
        '# yaml-language-server: $schema=x\nname: a\ninn: "1"\n',
    ),
    (
        "indentation, line ends, the mark at the beginning, the end of the file",
        "organization",
        "\ufeffname:   a\r\ncontacts:\r\n      email:  b@c.example\r\n\r\n\r\n",
        "name: a\ncontacts:\n  email: b@c.example\n",
    ),
    (
        "between brackets or in lines: one way for each shape",
        "organization",
        "name: a\ncontacts: {phones: [\n  '+7 (000) 000-00-00']\n  }\nresponsible: [{role: b, from: '2026-01-01'}]\n",
        'name: a\ncontacts:\n  phones: ["+7 (000) 000-00-00"]\nresponsible:\n  - role: b\n    from: "2026-01-01"\n',
    ),
    (
        "comments between brackets get lines of their own",
        "organization",
        "name: a\naccounts_page:\n  lists: [ # здесь\n    a, # один\n    # перед b\n    b # два\n    # в конце\n"
        "  ] # весь\n",
        "name: a\naccounts_page:\n  # весь\n  lists: # здесь\n    - a # один\n    # перед b\n    - b # два\n"
        "    # в конце\n",
    ),
    (
        "weeks in the order of time, each on its line",
        "activity",
        "weeks:\n  2026-W02:\n    photo: 1\n    text: 2\n  # отпуск\n  2026-W01: {}\nsource: hand-count\n",
        "source: hand-count\nweeks:\n  # отпуск\n  2026-W01: {}\n  2026-W02: {text: 2, photo: 1}\n",
    ),
    (
        "a comment inside of a week",
        "activity",
        "weeks:\n  2026-W01:\n    photo: 1 # две в один день\n    text: 2\n",
        "weeks:\n  2026-W01:\n    text: 2\n    photo: 1 # две в один день\n",
    ),
    (
        "comments of a list: above an item, behind its dash, below the last one",
        "organization",
        "name: a\nresponsible:\n# первый\n- # о нём\n  # с весны\n  from: \"2026-03-01\"\n  role: b\n  # всё о нём\n"
        "# конец\nsite: x\n",
        "name: a\n# конец\nsite: x\nresponsible:\n  # первый\n  # о нём\n  - role: b\n    # с весны\n"
        "    from: \"2026-03-01\"\n    # всё о нём\n",
    ),
    (
        "the lines of a text stay as they were broken",
        "organization",
        "name: >-   # дословно\n     Школа\n     номер один\n\nnotes:\n  - text: |-\n        один\n\n          два\n",
        "name: >- # дословно\n  Школа\n  номер один\n\nnotes:\n  - text: |-\n      один\n\n        два\n",
    ),
    (
        "a long text is broken, an address is not",
        "organization",
        f"name: {'слово ' * 22}конец\nsite: https://a.example/{'x' * 120}\n",
        f"name: >-\n  {'слово ' * 17}слово\n  {'слово ' * 4}конец\nsite: https://a.example/{'x' * 120}\n",
    ),
    (
        "unknown keys come last",
        "notice",
        "phone: x\nto: city-hall\norganization: a\n",
        "organization: a\nto: city-hall\nphone: x\n",
    ),
    ("nothing is written out", "organization", "name:\nnotes: [ ]\nsite: ~\n", "name: null\nsite: null\nnotes: []\n"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_canonical_form(kind: str, text: str, expected: str) -> None:
    assert formatted(kind, text.encode()).decode() == expected
    assert formatted(kind, expected.encode()).decode() == expected


@pytest.mark.parametrize("data", [ROOT / "data", PRIMERSK / "data"], ids=["the city", "the example"])
def test_the_records_of_this_repository_are_canonical(data: Path) -> None:
    for path in sorted(data.rglob("*.yaml")):
        place = placement.place(path.relative_to(data).as_posix())
        assert isinstance(place, placement.RecordPlace)
        content = path.read_bytes()
        assert formatted(place.kind, content) == content, path.name


def test_a_new_record_is_canonical() -> None:
    for kind in KINDS:
        for example in schemas.schema(kind)["examples"]:
            content = record(kind, example)
            assert formatted(kind, content) == content


def test_addresses_are_written_as_the_network_writes_them() -> None:
    text = (
        "organization: a\nnetwork: vk\nurl: http://m.VK.com/School1?w=1 # так прислали\n"
        "previous_urls:\n  - url: vk.com/public123\n  - url: https://vk.com/id1\n"
        "moderation:\n  rules_url: http://m.vk.com/Rules\n"
    )
    expected = (
        "organization: a\nnetwork: vk\nurl: https://vk.com/school1 # так прислали\n"
        "previous_urls:\n  - url: https://vk.com/club123\n  - url: https://vk.com/id1\n"
        "moderation:\n  rules_url: http://m.vk.com/Rules\n"
    )
    registry = load(ROOT / "data").registry
    assert registry is not None
    networks = tuple(registry.networks.values())
    assert formatted("account", text.encode(), networks).decode() == expected
    assert b"http://m.VK.com/School1" in formatted("account", text.encode()), "no network is known"


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"a: 1\na: 2\n", b"a: &x 1\n", b"a:\t1\n", b"? a\n: 1\n", b"- a\n", b"a: [\n"]
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(EditRefusedError, match=r"[а-я]{4}"):
        formatted("organization", content)
