"""The dated state report: breaches with evidence, text as text, no external content."""

from __future__ import annotations

import datetime
import html.parser
import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.publishing.documents import state_report
from reestr.publishing.view import Site, View
from reestr.records.loading import quoting, record_sources
from reestr.records.loading.load import load_files
from reestr.records.loading.record_sources import Snapshot, snapshot
from reestr.records.redaction import Edition
from reestr.registry.origin import Evidence, Origin
from reestr.wording.finding_text import reason

from tests import tools
from tests.unit import registry_factory as factory
from tests.unit.pages_factory import empty_city, small_city, view_of
from tests.unit.papers_factory import COMMIT, NAMES, hostile_view, provenance
from tests.unit.project import PRIMERSK, ROOT

DAY = datetime.date(2026, 11, 16)


class Reader(html.parser.HTMLParser):
    """The text of a document, its tags and the values of its attributes; refuses tags closed out of order."""

    VOID = ("meta", "br", "col")

    def __init__(self, document: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(document)
        assert not self._open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attributes]
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


@cache
def records() -> Snapshot:
    data = PRIMERSK / "data"
    return snapshot(record_sources.FolderFiles(data, record_sources.prefix_of(data)))


@cache
def primersk(edition: Edition) -> View:
    registry = load_files(records(), edition).registry
    assert registry is not None
    return View(registry, assess(registry, DAY), edition, DAY, Site(""))


@cache
def document(edition: Edition) -> str:
    view = primersk(edition)
    values = quoting.quoted(
        state_report.evidence(view), lambda name: records().content(name.removeprefix(records().prefix)), edition
    )
    return state_report.state_html(view, provenance(), values)


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_every_breach_is_there_with_reason_clause_and_evidence(edition: Edition) -> None:
    text = Reader(document(edition)).text
    breaches = [item for item in primersk(edition).assessment.findings if item.outcome is Outcome.BREACH]
    assert len(breaches) > 10
    for finding in breaches:
        assert re.sub(r"\s+", " ", reason(finding, primersk(edition).registry.words)) in text
        for place in finding.verdict.evidence:
            assert f"{place.origin.file}:{place.line}" in text
    assert f"Нарушения: {len(breaches)}" in text


def test_the_lines_of_the_evidence_hold_what_is_quoted() -> None:
    view = primersk("public")
    quoted = quoting.quoted(
        state_report.evidence(view), lambda name: records().content(name.removeprefix("data/")), "public"
    )
    assert len(quoted) > 10
    for (file, path), value in quoted.items():
        evidence = next(
            place
            for finding in view.assessment.findings
            for place in finding.verdict.evidence
            if (place.origin.file, place.path) == (file, path)
        )
        line = records().content(file.removeprefix("data/")).decode().split("\n")[evidence.line - 1]
        if value == "нет":
            assert line.endswith((": false", ": absent"))


def test_what_is_not_confirmed_is_counted_apart_and_not_listed() -> None:
    text = Reader(document("public")).text
    counts = primersk("public").assessment.summary
    assert f"не подтверждено — {counts[Outcome.UNCONFIRMED]}, советов — {counts[Outcome.ADVICE]}" in text
    listed = {item.organization for item in primersk("public").assessment.findings if item.outcome is Outcome.BREACH}
    assert "Филармония" in {item.title for item in primersk("public").registry.organizations.values()}
    assert "philharmonic" not in listed
    assert "Филармония" not in text


def test_exemptions_are_there_with_their_grounds() -> None:
    text = Reader(document("public")).text
    assert "строка 1 приложения к Порядку" in text
    assert "письма с номером и датой в реестре нет" in text


def test_the_document_is_one_piece_without_scripts() -> None:
    for page in (document("public"), state_report.state_html(hostile_view(), provenance(), {})):
        reader = Reader(page)
        assert set(reader.tags).isdisjoint({"script", "link", "img", "iframe", "object", "form", "a", "base"})
        assert not [value for name, value in reader.attributes if name in ("src", "href", "style") or name[:2] == "on"]
        style = page[page.index("<style>") : page.index("</style>")]
        # Nothing but the font, which is in it.
        assert style.count("url(") == style.count('url("data:font/woff2;base64,') > 0
        assert "@import" not in style


def test_text_from_records_is_text() -> None:
    page = state_report.state_html(hostile_view(), provenance(), {})
    text = Reader(page).text
    for name in NAMES:
        if name.isprintable():
            assert re.sub(r"\s+", " ", name) in text
    assert "<script" not in page
    assert page.count("</style>") == 1


def test_a_city_without_anything_has_a_state() -> None:
    text = Reader(state_report.state_html(view_of(empty_city(), "public"), provenance(), {})).text
    assert "Оценивать пока нечего" in text
    assert "Освобождённых организаций нет" in text
    assert "Нарушений по записям реестра нет" in text


def test_where_it_is_from_is_said() -> None:
    text = Reader(document("public")).text
    assert "0" * 64 in text
    assert "reestr report state --data data --as-of 2026-11-16" in text
    assert "вне Git" in text


def test_whose_record_was_changed_is_told_inside_only() -> None:
    changed = provenance(commit=COMMIT, uncommitted=("notices/secret.yaml",))
    public = state_report.state_html(view_of(small_city(), "public"), changed, {})
    internal = state_report.state_html(view_of(small_city(), "internal"), changed, {})
    assert "незафиксированными изменениями" in public
    assert "secret" not in public
    assert "notices/secret.yaml" in internal
    assert "не публиковать" in internal
    assert "--edition internal" in internal


def quoted_of(data: object, path: str, kind: str = "account", edition: Edition = "public") -> str | None:
    origin = Origin(kind, "x", "data/x.yaml", {})
    content = json.dumps(data, ensure_ascii=False, indent=1).encode()
    return quoting.quoted([Evidence(origin, path)], lambda name: content, edition).get(("data/x.yaml", path))


def test_a_value_is_quoted_in_words() -> None:
    account = {
        "observed": {"on": "2026-11-01", "cover": False, "avatar": True},
        "state_mark": {"status": "absent"},
        "name": "я" * 400,
        "previous_urls": [{"url": "https://vk.com/a"}],
        "notes": [],
    }
    assert quoted_of(account, "/observed/cover") == "нет"
    assert quoted_of(account, "/observed/avatar") == "да"
    assert quoted_of(account, "/observed/on") == "01.11.2026"
    assert quoted_of(account, "/state_mark/status") == "нет"
    assert quoted_of(account, "/gospabliki") == "не указано"
    assert quoted_of(account, "/notes") == "пусто"
    assert quoted_of(account, "/previous_urls") is None
    assert quoted_of(account, "/previous_urls/7") == "не указано"
    assert quoted_of(account, "/name/deeper") == "не указано"
    assert len(quoted_of(account, "/name") or "") == 200
    assert quoted_of(account, "") is None


def test_no_internal_value_is_quoted_in_public() -> None:
    account = {"security": {"two_factor": {"enabled": False, "by": "кенарь"}}}
    assert quoted_of(account, "/security/two_factor/by", edition="internal") == "кенарь"
    assert quoted_of(account, "/security/two_factor/by") == "не указано"
    person = {"responsible": [{"role": "методист", "name": "кенарь"}]}
    assert "кенарь" in (quoted_of(person, "/responsible/0", "organization", "internal") or "")
    assert quoted_of(person, "/responsible/0", "organization") == "Должность — методист"
    assert quoted_of({"draft": True, "name": "кенарь"}, "/name", "organization") is None
    assert quoted_of({"to": "city-hall"}, "/to", "notice") is None


@pytest.mark.process
def test_the_markup_is_valid(tmp_path: Path) -> None:
    tools.npm_package("html-validate")
    for name, page in (
        ("public", document("public")),
        ("internal", document("internal")),
        ("hostile", state_report.state_html(hostile_view(), provenance(), {})),
    ):
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [tools.node(), str(ROOT / ".ci" / "markup.mjs"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_only_a_document_of_ours_may_be_replaced() -> None:
    assert state_report.is_ours(document("public").encode())
    assert not state_report.is_ours(b"<!DOCTYPE html><title>A letter of somebody's</title>")
    assert not state_report.is_ours(b"%PDF-1.7 of somebody's")
    assert not state_report.is_ours(b"")


def test_the_day_of_a_factory_is_the_day_of_the_document() -> None:
    page = state_report.state_html(view_of(small_city(), "public"), provenance(), {})
    assert f'content="{factory.AS_OF.isoformat()}"' in page
