"""The public edition: no internal value in any byte; the same verdicts as the internal one where both have them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from generator import record_schemas, source
from generator.compliance.run import assess
from generator.edition import for_edition
from generator.finding_text import reason
from generator.load import load
from tests.unit.project import PRIMERSK, copy_of_primersk, reestr, tree

CANARY = "кенарь"
FOLDERS = {
    "account": "accounts",
    "assignment": "assignments",
    "notice": "notices",
    "organization": "organizations",
    "plan": "plans",
}


def _planted(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """The record with a canary in every text the public may not see."""
    public = for_edition(kind, data, "public")
    planted = _plant(data, public)
    assert isinstance(planted, dict)
    return planted


def _plant(value: Any, public: Any) -> Any:
    if isinstance(value, dict):
        seen = public if isinstance(public, dict) else {}
        return {key: _plant(item, seen.get(key)) for key, item in value.items()}
    if isinstance(value, list):
        seen_items = public if isinstance(public, list) else [None] * len(value)
        return [_plant(item, seen) for item, seen in zip(value, seen_items, strict=True)]
    free_text = isinstance(value, str) and public is None and not value.isascii()
    return f"{CANARY} {value}" if free_text else value


@pytest.fixture(scope="module")
def planted_city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    project = copy_of_primersk(tmp_path_factory.mktemp("planted"))
    count = 0
    for kind, folder in FOLDERS.items():
        for path in sorted((project / "data" / folder).rglob("*.yaml")):
            document, _ = source.read(path.read_bytes(), path.name)
            assert document is not None
            planted = _planted(kind, document.data)
            if planted != document.data:
                # JSON is YAML, and its reader takes every value for what it is.
                text = json.dumps(planted, ensure_ascii=False, indent=1)
                path.write_text(text, encoding="utf-8")
                count += text.count(CANARY)
    return project, count


def test_canaries_are_in_the_internal_edition_and_nowhere_in_the_public_one(planted_city: tuple[Path, int]) -> None:
    project, count = planted_city
    assert count > 50
    config = str(project / "mkdocs.yml")
    for edition in ("public", "internal"):
        done = reestr("build", "--config", config, "--edition", edition, "--output", edition, folder=project)
        assert done.returncode == 0, done.stderr
    canary = CANARY.encode()
    assert any(canary in content for content in tree(project / "internal").values())
    leaks = [name for name, content in tree(project / "public").items() if canary in content or canary in name.encode()]
    assert leaks == []


def test_every_internal_mark_of_the_schemas_is_obeyed() -> None:
    for kind in record_schemas.KINDS:
        for path, public_if in record_schemas.internal_paths(kind):
            record = _record_with(tuple(path))
            assert _value_at(for_edition(kind, record, "internal"), tuple(path)) == CANARY
            assert _value_at(for_edition(kind, record, "public"), tuple(path)) is None
            if public_if is not None:
                consented = _record_with(tuple(path), {public_if: {"document": "согласие"}})
                assert _value_at(for_edition(kind, consented, "public"), tuple(path)) == CANARY


def _record_with(path: tuple[str, ...], beside: dict[str, Any] | None = None) -> Any:
    if not path:
        return CANARY
    step, rest = path[0], path[1:]
    inner = _record_with(rest, beside)
    if step == "*":
        return [inner]
    return {step: inner, **(beside or {} if not rest else {})}


def _value_at(node: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        node = node[0] if step == "*" else (node or {}).get(step)
        if node is None:
            return None
    return node


def test_public_verdicts_are_those_of_the_internal_edition() -> None:
    public, internal = (load(PRIMERSK / "data", edition).registry for edition in ("public", "internal"))
    assert public is not None
    assert internal is not None
    day = internal.city.default_date(datetime.datetime.now(datetime.UTC))

    def verdicts(registry: Any) -> set[tuple[str, str, str, str]]:
        return {
            (finding.requirement, str(finding.subject), finding.outcome.value, reason(finding))
            for finding in assess(registry, day).findings
            if finding.requirement in public.requirements
        }

    assert verdicts(public) == verdicts(internal)
    assert {item.id for item in internal.requirements.values() if item.internal}.isdisjoint(public.requirements)
    assert public.drafts == ()
    assert public.notices == {}
