"""Every published figure, computed again from the open data of the built site that shows it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.once import Once
from tests.unit.project import reestr, tree

pytestmark = pytest.mark.process

OUTCOMES = ("breach", "unconfirmed", "advice", "not-due", "met", "exempt", "not-applicable")
KNOWN = ("breach", "advice", "met")
WORDS = {
    "breach": "нарушено",
    "unconfirmed": "не подтверждено",
    "advice": "совет",
    "not-due": "срок не наступил",
    "met": "выполнено",
    "exempt": "освобождена",
    "not-applicable": "не относится",
}
OWN = frozenset(("organization", "organization-head", "organization-responsible"))

Counts = Mapping[str, int]


@pytest.fixture(scope="module")
def site(once: Once, primersk: Path) -> dict[str, bytes]:
    return tree(once.site(primersk))


@pytest.fixture(scope="module")
def findings(site: dict[str, bytes]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _data(site, "findings")["findings"]
    return found


@pytest.fixture(scope="module")
def requirements(site: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in _data(site, "requirements")["requirements"]}


def _data(site: Mapping[str, bytes], name: str) -> Any:
    return json.loads(site[f"api/v1/{name}.json"])


def _page(site: Mapping[str, bytes], path: str) -> str:
    return site[f"{path}index.html"].decode().replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def _counted(findings: Iterable[Mapping[str, Any]]) -> Counter[str]:
    return Counter(item["outcome"] for item in findings)


def _all(counts: Counter[str]) -> dict[str, int]:
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def _mandatory(findings: list[dict[str, Any]], requirements: Mapping[str, Mapping[str, Any]]) -> Counter[str]:
    return _counted(item for item in findings if requirements[item["requirement"]]["force"] == "mandatory")


def _is_own(requirement: Mapping[str, Any]) -> bool:
    return not OWN.isdisjoint(requirement["obliged"])


def _tally(html: str) -> dict[str, int]:
    """The first tally of a page: outcome -> number."""
    listed = html.split('<ul class="tally">', 1)[1].split("</ul>", 1)[0]
    rows = re.findall(r'class="badge is-([a-z-]+)".*?<b>([0-9 ]+)</b>', listed, re.DOTALL)
    return {outcome: int(number.replace(" ", "")) for outcome, number in rows}


def _shown(counts: Counter[str]) -> dict[str, int]:
    return {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]}


def test_the_home_page_says_what_it_counts(
    site: dict[str, bytes], findings: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]
) -> None:
    html, mandatory = _page(site, ""), _mandatory(findings, requirements)
    checked = sum(mandatory[outcome] for outcome in KNOWN)
    breaches = re.search(
        r"<dt>(?:<a[^>]*>)?нарушени[ейя]*(?:</a>)?</dt><dd><b>([0-9]+)</b><small>([^<]*)</small>", html
    )
    assert breaches is not None
    assert int(breaches[1]) == mandatory["breach"] > 0
    said = f"из {checked} проверенных обязательных; ещё {mandatory['unconfirmed']} не подтверждено"
    assert breaches[2] == said
    unconfirmed = re.search(
        r"<dt>(?:<a[^>]*>)?не подтверждено(?:</a>)?</dt><dd><b>([0-9]+)</b><small>([^<]*)</small>", html
    )
    assert unconfirmed is not None
    assert int(unconfirmed[1]) == _counted(findings)["unconfirmed"] > mandatory["unconfirmed"]
    assert unconfirmed[2].endswith(f"обязательных — {mandatory['unconfirmed']}")
    assert _tally(html) == _shown(_counted(findings))
    assert f"Всего по городу {len(findings)} оцен" in html


def test_the_shares_of_the_course_are_those_of_the_findings(
    site: dict[str, bytes], findings: list[dict[str, Any]]
) -> None:
    listed = _page(site, "compliance/").split('<ul class="shares">', 1)[1].split("</ul>", 1)[0]
    rows = re.findall(r'<li class="is-([a-z-]+)">.*?</span> ((?:меньше 1|больше 99|[0-9]+) %)', listed, re.DOTALL)
    said = dict(rows)
    counts = _counted(findings)
    whole = sum(counts[outcome] for outcome in said)
    assert set(said) == {"breach", "unconfirmed", "advice", "met"}
    numbers = {outcome: int(re.sub(r"\D", "", text)) for outcome, text in said.items()}
    numbers.update({outcome: 0 for outcome, text in said.items() if text.startswith("меньше")})
    assert sum(numbers.values()) == 100
    assert all(abs(number - counts[outcome] * 100 / whole) < 1 for outcome, number in numbers.items())


def test_the_worst_are_not_cut_off_in_the_middle_of_equals(
    site: dict[str, bytes], findings: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]
) -> None:
    breaches = Counter(
        item["organization"]
        for item in findings
        if item["organization"] and item["outcome"] == "breach" and _is_own(requirements[item["requirement"]])
    )
    section = _page(site, "").split('id="behind"', 1)[1].split('id="due"', 1)[0]
    shown = re.findall(r'<th scope="row"><a href="organizations/([a-z0-9-]+)/">', section)
    assert [breaches[name] for name in shown] == sorted(breaches.values(), reverse=True)[: len(shown)]
    alike = sum(number == breaches[shown[-1]] for name, number in breaches.items() if name not in shown)
    assert alike and f"ещё у {alike}." in section


def test_the_matrix_counts_what_the_organizations_owe(
    site: dict[str, bytes], findings: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]
) -> None:
    worst: dict[tuple[str, str], str] = {}
    for item in findings:
        if item["organization"] and _is_own(requirements[item["requirement"]]):
            key = item["organization"], item["requirement"]
            worst[key] = min(worst.get(key, item["outcome"]), item["outcome"], key=OUTCOMES.index)
    shown = {
        identifier: (int(breaches), int(unconfirmed))
        for identifier, breaches, unconfirmed in re.findall(
            r'<tr><th scope="row"><a href="\.\./organizations/([a-z0-9-]+)/">[^<]*</a></th>'
            r"<td[^>]*>([0-9]+)</td><td[^>]*>([0-9]+)</td>",
            _page(site, "compliance/"),
        )
    }
    organizations = {item["id"] for item in _data(site, "organizations")["organizations"]}
    expected = {
        organization: tuple(
            sum(outcome == asked for (whose, _), outcome in worst.items() if whose == organization)
            for asked in ("breach", "unconfirmed")
        )
        for organization in organizations
    }
    assert shown == expected


def test_each_page_and_record_of_a_requirement_counts_its_findings(
    site: dict[str, bytes], findings: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]
) -> None:
    for identifier, requirement in requirements.items():
        counts = _counted(item for item in findings if item["requirement"] == identifier)
        assert requirement["outcomes"] == _all(counts)
        if requirement["check"]:
            assert _tally(_page(site, f"requirements/{identifier}/")) == _shown(counts), identifier


def test_the_records_tell_own_verdicts_from_those_of_others(
    site: dict[str, bytes], findings: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]
) -> None:
    for organization in _data(site, "organizations")["organizations"]:
        mine = [item for item in findings if item["organization"] == organization["id"]]
        own = [item for item in mine if _is_own(requirements[item["requirement"]])]
        others = [item for item in mine if not _is_own(requirements[item["requirement"]])]
        assert organization["outcomes"] == _all(_counted(mine))
        assert organization["own_outcomes"] == _all(_counted(own))
        assert organization["others_outcomes"] == _all(_counted(others))
        assert own and others, "both are there, or this shows nothing"


def test_the_index_counts_the_findings(
    site: dict[str, bytes], findings: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]
) -> None:
    index, mandatory = _data(site, "index"), _mandatory(findings, requirements)
    assert index["outcomes"] == _all(_counted(findings))
    assert index["counts"]["findings"] == len(findings)
    assert index["mandatory_outcomes"] == _all(mandatory)
    assert index["mandatory_checked"] == sum(mandatory[outcome] for outcome in KNOWN)


def test_the_terminal_agrees_with_the_site(
    primersk: Path, findings: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]
) -> None:
    done = reestr("assess", "--data", "data", "--edition", "public", folder=primersk)
    text, counts, mandatory = " ".join(done.stdout.split()), _counted(findings), _mandatory(findings, requirements)
    assert "Редакция открытая" in text
    assert f"Оценок — {len(findings)}: нарушено — {counts['breach']}, " in text
    checked = sum(mandatory[outcome] for outcome in KNOWN)
    assert f"нарушено — {mandatory['breach']} из {checked} проверенных, ещё не подтверждено — " in text


def test_the_papers_agree_with_the_site(
    primersk: Path, tmp_path: Path, findings: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]
) -> None:
    state, centre = tmp_path / "state.html", tmp_path / "centre"
    for name, target in (("state", state), ("centre", centre)):
        done = reestr("report", name, "--data", "data", "--output", str(target), folder=primersk)
        assert done.returncode == 0, done.stderr
    counts = _counted(findings)
    html = state.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    assert f"Оценок — {len(findings)}: нарушено — {counts['breach']}, не подтверждено — " in html
    assert f"<h2>Нарушения: {counts['breach']}</h2>" in html
    by_title = {item["title"]: identifier for identifier, item in requirements.items()}
    (book,) = centre.glob("*.xlsx")
    sheets = openpyxl.load_workbook(book, read_only=True)
    rows = [tuple(cell.value for cell in row) for row in sheets["Требования"].iter_rows()]
    heads, *judged = rows
    first = heads.index(WORDS["breach"])
    assert {row[0] for row in judged} == {title for title, name in by_title.items() if requirements[name]["check"]}
    for title, *_ in judged:
        wanted = _counted(item for item in findings if item["requirement"] == by_title[str(title)])
        numbers = [wanted[outcome] for outcome in OUTCOMES]
        row = next(row for row in judged if row[0] == title)
        assert list(row[first : first + len(OUTCOMES) + 1]) == [*numbers, sum(numbers)]
        line = re.search(
            rf'<tr><th scope="row">{re.escape(str(title))}</th>(.*?)</tr>', html.split('<table class="counts">', 1)[1]
        )
        assert line is not None, title
        assert [int(number) for number in re.findall(r'class="number[^"]*">([0-9]+)<', line[1])] == [
            *numbers,
            sum(numbers),
        ]
    figures = {row[0].value: row[1].value for row in sheets["Сводка"].iter_rows()}
    assert {outcome: figures[f"Оценки: {word}"] for outcome, word in WORDS.items()} == _all(counts)
