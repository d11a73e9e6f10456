"""The public edition has no internal value in any byte, and the same verdicts as the internal one."""

from __future__ import annotations

import datetime
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from reestr.judging.run import assess
from reestr.records import reader, schemas
from reestr.records.kinds import KINDS
from reestr.records.loading.load import load
from reestr.records.redaction import for_edition
from reestr.wording.finding_text import reason

from tests.once import Once
from tests.unit.project import PRIMERSK, copy_of_primersk, reestr, tree
from tests.unit.repository import Repository

CANARY = "кенарь"
FOLDERS = {kind.name: kind.folder for kind in KINDS.values() if schemas.may_be_draft(kind.name)}
# Said here once more, by hand: what the schemas mark is not to be tested against itself.
INTERNAL_ASSIGNMENTS = {"centre-request", "information-request"}
INTERNAL_REQUIREMENTS = {
    "centre-answered",
    "centre-notified",
    "change-notified",
    "credentials-accounted",
    "requests-answered",
    "two-factor",
}
TEXTS = {
    "by",
    "document",
    "name",
    "note",
    "number",
    "prepared_by",
    "role",
    "short_name",
    "source",
    "text",
    "title",
    "topic",
}


Planted = tuple[Path, int, set[str]]


def _is_internal_record(kind: str, data: dict[str, Any]) -> bool:
    return data.get("draft") is True or kind == "notice" or data.get("kind") in INTERNAL_ASSIGNMENTS


def _planted(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """The record with a canary in every text the public may not see."""
    if _is_internal_record(kind, data):
        return {key: _plant(key, value) for key, value in data.items()}
    if kind == "account" and "security" in data:
        return {**data, "security": _plant("security", data["security"])}
    if kind == "organization":
        persons = [
            person if "consent" in person or "name" not in person else {**person, "name": CANARY}
            for person in data.get("responsible", [])
        ]
        return {**data, "responsible": persons} if persons else data
    return data


def _plant(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {inner: _plant(inner, item) for inner, item in value.items()}
    if isinstance(value, list):
        return [_plant(key, item) for item in value]
    return f"{CANARY} {value}" if isinstance(value, str) and key in TEXTS else value


@pytest.fixture(scope="module")
def planted_city(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    project = copy_of_primersk(tmp_path_factory.mktemp("planted"))
    count = 0
    internal_ids = set()
    for kind, folder in FOLDERS.items():
        for path in sorted((project / "data" / folder).rglob("*.yaml")):
            document, _ = reader.read(path.read_bytes(), path.name)
            assert document is not None
            # A plan is named by its month, which many things are.
            if kind != "plan" and _is_internal_record(kind, document.data):
                internal_ids.add(path.stem)
            planted = _planted(kind, document.data)
            if planted != document.data:
                # JSON is YAML, and its reader takes every value for what it is.
                text = json.dumps(planted, ensure_ascii=False, indent=1)
                path.write_text(text, encoding="utf-8")
                count += text.count(CANARY)
    return project, count, internal_ids


@pytest.fixture(scope="module")
def planted_sites(planted_city: Planted, once: Once) -> dict[str, dict[str, bytes]]:
    """The files of both editions of the planted city."""
    return {edition: tree(once.site(planted_city[0], edition)) for edition in ("public", "internal")}


@pytest.mark.process
def test_canaries_are_in_the_internal_edition_and_nowhere_in_the_public_one(
    planted_city: Planted, planted_sites: dict[str, dict[str, bytes]]
) -> None:
    assert planted_city[1] > 50
    canary = CANARY.encode()
    assert any(canary in content for content in planted_sites["internal"].values())
    assert [name for name, content in planted_sites["public"].items() if canary in content] == []


@pytest.mark.process
def test_what_was_internal_only_in_an_old_commit_is_in_no_byte_of_the_public_edition(
    planted_city: Planted, tmp_path: Path
) -> None:
    project = shutil.copytree(planted_city[0], tmp_path / "city")
    city = Repository(project)
    city.git("init", "--quiet")
    city.commit({}, "2026-02-02T10:00:00+05:00")
    shutil.rmtree(city.data)
    shutil.copytree(PRIMERSK / "data", city.data)
    city.commit({}, "2026-02-09T10:00:00+05:00")
    # And back and forth once more, so that no commit is the one that begins the registry and is told in a sentence.
    city.git("revert", "--no-edit", "HEAD", at="2026-02-16T10:00:00+05:00")
    city.git("revert", "--no-edit", "HEAD", at="2026-02-23T10:00:00+05:00")
    canary = CANARY.encode()
    for edition, leaks in (("public", False), ("internal", True)):
        for _ in ("cold", "remembered"):
            target = tmp_path / edition
            options = ("--config", str(project / "mkdocs.yml"), "--edition", edition, "--output", str(target))
            done = reestr("build", *options, folder=project)
            assert done.returncode == 0, done.stderr
            assert any(canary in content for content in tree(target).values()) is leaks, edition
            assert b"2026-02-23" in (target / "api" / "v1" / "changes.json").read_bytes()


@pytest.mark.process
def test_no_internal_record_or_requirement_is_even_named_in_the_public_edition(
    planted_city: Planted, planted_sites: dict[str, dict[str, bytes]]
) -> None:
    internal_ids = planted_city[2]
    one_of_them = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, internal_ids | INTERNAL_REQUIREMENTS))})(?![\w-])"
    )
    named = {
        (name, found)
        for name, content in planted_sites["public"].items()
        for found in one_of_them.findall(name + "\n" + content.decode(errors="replace"))
    }
    assert len(internal_ids) > 10
    assert named == set()


def _papers(project: Path) -> dict[str, bytes]:
    """The papers that leave city hall, those of a past commit too; what is packed in them, unpacked."""
    city = Repository(project)
    city.git("init", "--quiet")
    city.commit({}, "2026-11-15T12:00:00+05:00")
    # As if somebody had just changed an internal record: its name must not be told either.
    changed = sorted((city.data / "notices").glob("*.yaml"))[0]
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    for name, at in (("now", ()), ("past", ("--commit", "HEAD"))):
        for paper, output in (("centre", f"papers/{name}"), ("state", f"papers/{name}.html")):
            done = reestr("report", paper, *at, "--output", output, folder=project)
            assert done.returncode == 0, done.stderr
            (project / "papers" / f"{name}-{paper}-said.txt").write_text(done.stdout, encoding="utf-8")
    found: dict[str, bytes] = {}
    for name, content in tree(project / "papers").items():
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                found |= {f"{name}/{member}": archive.read(member) for member in archive.namelist()}
        else:
            found[name] = content
    return found


@pytest.mark.process
def test_nothing_internal_is_in_a_paper_that_leaves_city_hall(planted_city: Planted) -> None:
    project, _, internal_ids = planted_city
    papers = _papers(project)
    assert len(papers) > 20
    for name, content in papers.items():
        text = content.decode(errors="replace")
        assert CANARY not in text, name
        for identifier in internal_ids | INTERNAL_REQUIREMENTS:
            assert not re.search(rf"(?<![\w-]){re.escape(identifier)}(?![\w-])", text), (name, identifier)


@pytest.mark.process
def test_nothing_internal_is_in_a_public_workbook(planted_city: Planted) -> None:
    project, _, names = planted_city
    said = {}
    for edition in ("public", "internal"):
        name = f"book-{edition}.xlsx"
        result = reestr("export", "workbook", "--edition", edition, "--output", name, folder=project)
        assert result.returncode == 0, result.stderr
        with zipfile.ZipFile(project / name) as archive:
            said[edition] = b"\n".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
    assert CANARY in said["internal"]
    assert CANARY not in said["public"]
    assert not {name for name in names if f">{name}<" in said["public"]}


@pytest.mark.process
def test_the_internal_state_says_more(planted_city: Planted) -> None:
    project, _, _ = planted_city
    for edition in ("public", "internal"):
        output = f"papers-{edition}.html"
        done = reestr("report", "state", "--edition", edition, "--output", output, folder=project)
        assert done.returncode == 0, done.stderr
    public, internal = ((project / f"papers-{edition}.html").read_text("utf-8") for edition in ("public", "internal"))
    requirement = load(PRIMERSK / "data").registry.requirements["two-factor"]  # type: ignore[union-attr]  # it is valid
    assert requirement.title in internal
    assert requirement.title not in public


def test_the_schemas_and_requirements_mark_what_is_internal() -> None:
    registry = load(PRIMERSK / "data").registry
    assert registry is not None
    assert {item.id for item in registry.requirements.values() if item.internal} == INTERNAL_REQUIREMENTS
    assert ("security",) in [tuple(path) for path, _ in schemas.internal_paths("account")]
    assert (("responsible", "*", "name"), "consent") in [
        (tuple(path), public_if) for path, public_if in schemas.internal_paths("organization")
    ]


def test_every_internal_mark_of_the_schemas_is_obeyed() -> None:
    for kind in KINDS:
        for path, public_if in schemas.internal_paths(kind):
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
            (finding.requirement, str(finding.subject), finding.outcome.value, reason(finding, registry.words))
            for finding in assess(registry, day).findings
            if finding.requirement in public.requirements
        }

    assert verdicts(public) == verdicts(internal)
    # The begun record of a page, which the public edition leaves out, still saves its organization from a breach.
    assert public.pending_networks == internal.pending_networks
    assert ("accounts-exist", "organization/young-technicians", "unconfirmed") in {
        item[:3] for item in verdicts(public)
    }
    assert {item.id for item in internal.requirements.values() if item.internal}.isdisjoint(public.requirements)
    assert public.drafts == ()
    assert public.notices == {}
