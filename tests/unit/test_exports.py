"""The open data matches its description; the same registry gives the same bytes; text stays text."""

from __future__ import annotations

import copy
import csv
import datetime
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from reestr.history.timeline.model import NO_PAST, Timeline
from reestr.history.timeline.read_history import timeline
from reestr.judging.finding import Finding
from reestr.judging.run import assess
from reestr.publishing.figures.counts import SHORTFALLS
from reestr.publishing.further_pages import further_paths
from reestr.publishing.open_data import export_files, sitemap
from reestr.publishing.open_data.findings_json import finding_json
from reestr.publishing.open_data.openapi import components, described_files, description
from reestr.publishing.open_data.sitemap import sitemap_files
from reestr.publishing.open_data.tables import neutral
from reestr.publishing.site.pages import section_pages
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.records.redaction import Edition
from reestr.registry.account import PreviousAddress
from reestr.registry.city import Contact, Note
from reestr.registry.organization import Coordinates
from reestr.wording.finding_text import reason
from referencing import Registry as SchemaRegistry
from referencing import Resource

from tests.unit import registry_factory as make
from tests.unit.past_factory import beginning
from tests.unit.project import PRIMERSK
from tests.unit.requirement_factory import requirement

pytestmark = pytest.mark.process

HOSTILE = '=cmd|"/c calc"!A1;+1\u2028</script>{{ 7*7 }} "кавычки", ＠и запятая'
HOSTILE_LINES = f"{HOSTILE}\n-{HOSTILE}"
URL = "https://reestr.primersk.example/city/"
OF_THE_SITE_ITSELF = {"robots.txt", "sitemap.xml", "check/index.json", "search/index.json", "weeks.json"}
"""What no description of the open data speaks of."""


def _files(view: View) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in export_files(view, [page for _, page in section_pages(view)]):
        assert file.path not in found
        found[file.path] = file.content
    return found


def _view(edition: str, url: str = URL, history: Path | None = None) -> View:
    """The example city, with its past where `history` is its repository."""
    assert edition in ("public", "internal")
    of_edition: Edition = "public" if edition == "public" else "internal"
    registry = load(PRIMERSK / "data", of_edition).registry
    assert registry is not None
    day = registry.city.default_date(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    past = NO_PAST if history is None else timeline(history / "data", of_edition, registry.city.time_zone, day)
    return View(registry, assess(registry, day), edition, day, Site("Примерск", url), past)


@pytest.fixture(scope="module", params=["public", "internal"])
def view(request: pytest.FixtureRequest, primersk: Path) -> View:
    return _view(request.param, history=primersk)


@pytest.fixture(scope="module")
def files(view: View) -> dict[str, bytes]:
    return _files(view)


def _hostile_view() -> View:
    account = make.account(
        name=HOSTILE,
        previous_addresses=(PreviousAddress("https://vk.example/old", make.ago(100)),),
        notes=(Note(HOSTILE_LINES),),
        credentials=None,
        two_factor=None,
    )
    organization = make.organization(
        name=HOSTILE,
        address=HOSTILE,
        contact=Contact("a@b.example", ("+7 900 000-00-00", "+7 900 000-00-01")),
        coordinates=Coordinates(-48.5, 132.9),
        exemptions=(make.exemption("agreement", ("ok",), reason=HOSTILE_LINES),),
        notes=(Note(HOSTILE_LINES),),
    )
    weeks = {"2026-W43": make.count(text=1, photo=2), "2026-W44": make.count(removed=3)}
    registry = make.registry(
        [replace(requirement("accounts-exist"), title=HOSTILE), requirement("moderation")],
        organizations=[organization],
        accounts=[account, make.account("school-ok", closed=True, closed_on=make.ago(5))],
        years=make.activity(weeks),
    )
    return View(registry, assess(registry, make.AS_OF), "public", make.AS_OF, Site(HOSTILE))


def _template(path: str) -> str:
    """The described path of a file."""
    path = re.sub(r"^badges/(accounts|organizations)/[^/]+\.svg$", r"badges/\1/{id}.svg", path)
    path = re.sub(r"^api/v1/charts/[^/]+\.(svg|csv)$", r"api/v1/charts/{id}.\1", path)
    path = re.sub(r"^feeds/organizations/[^/]+\.atom$", "feeds/organizations/{id}.atom", path)
    path = re.sub(r"^calendar/organizations/[^/]+\.ics$", "calendar/organizations/{id}.ics", path)
    path = re.sub(r"^api/v1/organizations/[^/]+\.json$", "api/v1/organizations/{id}.json", path)
    return re.sub(r"^schemas/v1/[^/]+\.schema\.json$", "schemas/v1/{kind}.schema.json", path)


def _strict(node: Any) -> Any:
    """The same schema that refuses what it does not describe."""
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    done = {key: _strict(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "type" in node:
        done["additionalProperties"] = False
    return done


@cache
def _described_paths() -> Mapping[str, Any]:
    # A view with a commit has feeds.
    view = replace(_view("internal"), timeline=Timeline(commits=(beginning(),)))
    paths: Mapping[str, Any] = description(view)["paths"]
    return paths


def _validator(path: str) -> Draft202012Validator:
    return _validator_of(_template(path))


@cache
def _validator_of(template: str) -> Draft202012Validator:
    """Made once for all files of a kind: it compiles the whole description."""
    operation = _described_paths()[f"/{template}"]["get"]
    content = operation["responses"]["200"]["content"]["application/json"]
    document = {**content["schema"], "components": {"schemas": _strict(components())}}
    return Draft202012Validator(document)


def _table(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    assert "\n" not in re.sub(r'"(?:[^"]|"")*"', "", text).replace("\r\n", "")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


"""Files that are no open data: search engines and the site's own scripts read them."""


def _errors(path: str, content: bytes) -> list[str]:
    value = json.loads(content)
    return [f"{path}{error.json_path}: {error.message[:200]}" for error in _validator(path).iter_errors(value)]


def test_every_response_is_as_described(files: Mapping[str, bytes]) -> None:
    checked = [path for path in files if path.endswith(".json") and path not in OF_THE_SITE_ITSELF]
    assert [error for path in checked for error in _errors(path, files[path])] == []


def test_hostile_responses_are_as_described_too() -> None:
    files = _files(_hostile_view())
    checked = [path for path in files if path.endswith(".json") and path not in OF_THE_SITE_ITSELF]
    assert [error for path in checked for error in _errors(path, files[path])] == []


def test_a_wrong_response_would_be_noticed(files: Mapping[str, bytes]) -> None:
    value = json.loads(files["api/v1/accounts.json"])
    for change in ({"url": None}, {"unknown": 1}, {"status": "open"}, {"opened_on": "1.1.2026"}):
        wrong = copy.deepcopy(value)
        wrong["accounts"][0].update(change)
        assert not _validator("api/v1/accounts.json").is_valid(wrong)
    del value["count"]
    assert not _validator("api/v1/accounts.json").is_valid(value)


def test_a_standard_validator_accepts_the_description(files: Mapping[str, bytes]) -> None:
    document = json.loads(files["api/v1/openapi.json"])
    OpenAPIV31SpecValidator(document).validate()
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert document["servers"] == [{"url": URL.rstrip("/")}]


def test_every_file_of_the_index_exists_and_every_file_is_in_it(files: Mapping[str, bytes]) -> None:
    index = json.loads(files["api/v1/index.json"])
    served = {_template(path) for path in files} - OF_THE_SITE_ITSELF
    listed = [entry["path"] for entry in index["files"]]
    assert sorted(listed) == sorted(served)
    paths = json.loads(files["api/v1/openapi.json"])["paths"]
    assert sorted(f"/{path}" for path in listed) == sorted(paths)
    # Only where a name is filled in can a file be missing.
    assert {path for path in paths if "404" in paths[path]["get"]["responses"]} == {
        path for path in paths if "{" in path
    }


def _listed(finding: dict[str, Any], organization: str) -> dict[str, Any]:
    """A finding of an organization's file as the list of all has it."""
    left_out = {"evidence"} if finding["outcome"] in SHORTFALLS else {"evidence", "reason"}
    return {**{key: value for key, value in finding.items() if key not in left_out}, "organization": organization}


def test_lists_and_single_files_hold_the_same_records(view: View, files: Mapping[str, bytes]) -> None:
    organizations = json.loads(files["api/v1/organizations.json"])
    accounts = json.loads(files["api/v1/accounts.json"])
    findings = json.loads(files["api/v1/findings.json"])
    assert [item["id"] for item in organizations["organizations"]] == list(view.registry.organizations)
    assert findings["count"] == len(findings["findings"]) == len(view.assessment.findings)
    own_accounts, own_findings = [], [item for item in findings["findings"] if item["organization"] is None]
    for item in organizations["organizations"]:
        single = json.loads(files[f"api/v1/organizations/{item['id']}.json"])
        assert single["organization"] == item
        assert [account["id"] for account in single["accounts"]] == item["accounts"]
        own_accounts += single["accounts"]
        own_findings += [_listed(one, item["id"]) for one in single["findings"]]
    assert own_accounts == accounts["accounts"]
    assert sorted(item["id"] for item in own_accounts) == sorted(view.registry.accounts)
    assert own_findings == findings["findings"]


def test_findings_say_what_was_judged(view: View, files: Mapping[str, bytes]) -> None:
    """The file of the organization has reason and evidence; a place without a record is in that of the subject."""
    singles = [json.loads(content) for path, content in files.items() if path.startswith("api/v1/organizations/")]
    exported = {(one["requirement"], one["subject"]): (one, item) for item in singles for one in item["findings"]}
    of_organizations = [item for item in view.assessment.findings if item.organization is not None]
    assert {(item.requirement, str(item.subject)) for item in of_organizations} == set(exported)
    for finding in of_organizations:
        subject = str(finding.subject)
        item, single = exported[finding.requirement, subject]
        assert (item["outcome"], item["reason"]) == (finding.outcome.value, reason(finding, view.registry.words))
        places = [(place.get("record", subject), place["path"], place["line"]) for place in item["evidence"]]
        assert [(record, path, single["files"][record], line) for record, path, line in places] == [
            (one.origin.record, one.path, one.origin.file, one.line) for one in finding.verdict.evidence
        ]


def test_an_answer_stands_beside_its_verdict_in_the_data(view: View, files: Mapping[str, bytes]) -> None:
    listed = json.loads(files["api/v1/findings.json"])["findings"]
    answers = {(item["requirement"], item["subject"]): item["answer"] for item in listed if "answer" in item}
    said = answers["page-passport", "account/park-vk"]
    assert (said["kind"], said["until"], said["accepted"]) == ("will-fix", "2026-11-30", True)
    assert answers["description-and-design", "account/park-vk"]["kind"] == "disagree"
    single = json.loads(files["api/v1/organizations/park.json"])["findings"]
    assert said in [item.get("answer") for item in single]
    of_city = [item for item in listed if item["organization"] is None]
    assert of_city and all(item["reason"] and item["evidence"][0]["file"] for item in of_city)
    full = [json.loads(finding_json(item, view.registry, view.as_of)) for item in view.assessment.findings]
    assert {(item["requirement"], item["subject"]): item["answer"] for item in full if "answer" in item} == answers


def test_counted_weeks_come_back_and_uncounted_ones_are_absent(view: View, files: Mapping[str, bytes]) -> None:
    rows = {(row["account"], row["week"]): row for row in _table(files["api/v1/activity.csv"])}
    details = {(row["account"], row["week"]): row for row in _table(files["api/v1/activity-machine.csv"])}
    seen = by_machine = 0
    for account in view.registry.accounts.values():
        single = json.loads(files[f"api/v1/organizations/{account.organization}.json"])["activity"][account.id]
        for year, exported in zip(view.registry.activity.get(account.id, ()), single, strict=True):
            assert list(exported["weeks"]) == list(year.weeks)
            for week, count in year.weeks.items():
                assert exported["weeks"][week]["own"] == count.own
                assert exported["weeks"][week]["formats"] == {name: one for name, one in count.formats if one}
                assert rows[account.id, week]["own"] == str(count.own)
                assert rows[account.id, week]["gospabliki"] == str(count.gospabliki)
                seen += 1
            assert list(exported["machine"]) == list(year.machine)
            for week, machine in year.machine.items():
                row = rows[account.id, week]
                assert exported["machine"][week]["posts"] == list(machine.posts)
                detail = details[account.id, week]
                assert row["machine_own"] == detail["own"] == str(machine.own)
                assert detail["file"] == machine.answers.file
                if week not in year.weeks:
                    assert (row["own"], row["gospabliki"], row["source"]) == ("", "", "")
                    seen += 1
                by_machine += 1
    assert seen == len(rows) > 0
    assert by_machine == len(details) > 0


def test_an_address_leads_to_its_account() -> None:
    found = json.loads(_files(_hostile_view())["api/v1/by-url.json"])["addresses"]
    states = {url: [(item["account"], item["status"]) for item in items] for url, items in found.items()}
    assert states == {
        "https://ok.example/school": [("school-ok", "closed")],
        "https://vk.example/old": [("school-vk", "previous")],
        "https://vk.example/school": [("school-vk", "current")],
    }
    assert found["https://vk.example/old"][0]["until"] == make.ago(100).isoformat()


def test_an_address_taken_over_leads_to_the_present_owner_first() -> None:
    old = make.account("school-vk", previous_addresses=(PreviousAddress("https://vk.example/home", None),))
    new = make.account("sad-vk", url="https://vk.example/home")
    registry = make.registry(
        [], organizations=[make.organization("school"), make.organization("sad")], accounts=[old, new]
    )
    view = View(registry, assess(registry, make.AS_OF), "public", make.AS_OF, Site(""))
    found = json.loads(_files(view)["api/v1/by-url.json"])["addresses"]["https://vk.example/home"]
    assert [(item["account"], item["status"]) for item in found] == [("sad-vk", "current"), ("school-vk", "previous")]


@pytest.mark.parametrize("name", ["organizations", "accounts", "requirements"])
def test_tables_hold_the_same_as_the_lists(name: str, files: Mapping[str, bytes]) -> None:
    rows = _table(files[f"api/v1/{name}.csv"])
    items = json.loads(files[f"api/v1/{name}.json"])[name]
    assert len(rows) == len(items)
    for row, item in zip(
        sorted(rows, key=lambda one: one["id"]), sorted(items, key=lambda one: one["id"]), strict=True
    ):
        for column, value in item.items():
            if column in row and not isinstance(value, (list, dict, bool)):
                assert row[column] == ("" if value is None else neutral(str(value)))


def _why(finding: Finding, view: View) -> str:
    return neutral(reason(finding, view.registry.words)) if finding.outcome in SHORTFALLS else ""


def test_findings_and_exemptions_have_their_tables(view: View, files: Mapping[str, bytes]) -> None:
    rows = _table(files["api/v1/findings.csv"])
    assert [(row["requirement"], row["subject"], row["outcome"], row["reason"]) for row in rows] == [
        (item.requirement, str(item.subject), item.outcome.value, _why(item, view)) for item in view.assessment.findings
    ]
    exemptions = [item for one in view.registry.organizations.values() for item in one.exemptions]
    assert len(_table(files["api/v1/exemptions.csv"])) == len(exemptions) > 0


def test_hostile_text_stays_text() -> None:
    files = _files(_hostile_view())
    single = files["api/v1/organizations/school.json"]
    assert "\u2028".encode() not in b"".join(content for path, content in files.items() if path.endswith(".json"))
    value = json.loads(single)
    assert value["organization"]["name"] == HOSTILE
    assert value["organization"]["notes"] == [HOSTILE_LINES]
    assert value["accounts"][0]["name"] == HOSTILE
    row = _table(files["api/v1/organizations.csv"])[0]
    assert row["name"] == neutral(HOSTILE) != HOSTILE
    assert row["contacts_phones"] == "'+7 900 000-00-00 | +7 900 000-00-01"
    assert row["coordinates_latitude"] == "-48.5"
    assert _table(files["api/v1/exemptions.csv"])[0]["reason"] == neutral(HOSTILE_LINES)


def test_zero_is_not_unknown() -> None:
    files = _files(_hostile_view())
    rows = {row["week"]: row for row in _table(files["api/v1/activity.csv"])}
    assert rows["2026-W44"]["own"] == rows["2026-W44"]["photo"] == "0"
    assert rows["2026-W44"]["removed_spam"] == "3"
    assert rows["2026-W43"]["removed_spam"] == ""
    account = json.loads(files["api/v1/organizations/school.json"])["accounts"][0]
    assert account["numeric_id"] is None
    assert "security" not in account


def test_only_the_internal_edition_knows_of_security(view: View, files: Mapping[str, bytes]) -> None:
    accounts = json.loads(files["api/v1/accounts.json"])["accounts"]
    assert any("security" in item for item in accounts) == view.internal


def test_json_is_compact_and_ends_with_a_line_end(files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        assert content.endswith(b"\n"), path
        if path.startswith("api/") and path.endswith(".json"):
            text = content.decode("utf-8")
            compact = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
            assert text.replace("\n", "") == compact.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def test_the_same_registry_gives_the_same_bytes(view: View, files: Mapping[str, bytes], primersk: Path) -> None:
    again = _files(_view(view.edition, history=primersk))
    assert list(again) == list(files)
    assert [path for path in files if files[path] != again[path]] == []


@pytest.mark.parametrize("url", ["", URL])
def test_served_schemas_are_schemas_and_their_references_resolve(url: str) -> None:
    files = _files(_view("public", url))
    schemas = {path: json.loads(text) for path, text in files.items() if path.startswith("schemas/")}
    registry: SchemaRegistry[Any] = SchemaRegistry().with_resources(
        [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()]
    )
    for path, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["$id"] == (url or "https://reestr.example/") + path
        if not path.endswith("/common.schema.json"):
            # An empty record follows every reference of the upper level; an unresolvable one raises.
            list(Draft202012Validator(schema, registry=registry).iter_errors({}))
        resolver = registry.resolver(schema["$id"])
        for reference in _references(schema):
            assert resolver.lookup(reference).contents is not None


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(_references(value) for value in node.values()))
    return set().union(*(_references(item) for item in node)) if isinstance(node, list) else set()


def test_the_sitemap_lists_every_page_of_the_public_site(primersk: Path) -> None:
    view = _view("public", history=primersk)
    assert view.past.removed_records and view.past.redirects
    files = _files(view)
    sections = [page.path for _, page in section_pages(view)]
    root = ElementTree.fromstring(files["sitemap.xml"])
    found = [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert URL in found
    assert f"{URL}contribute/fields/" in found
    records = len(view.registry.requirements) + len(view.registry.organizations)
    assert len(found) == len(sections) + records + len(view.timeline.months) + len(further_paths(view))
    assert f"{URL}state/2026-10/" in found
    assert f"Sitemap: {URL}sitemap.xml" in files["robots.txt"].decode()


@pytest.mark.parametrize("limit", ["MOST_ENTRIES", "MOST_BYTES"])
def test_a_sitemap_at_its_limit_goes_on_in_further_files(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    view = _view("public")
    whole = {file.path: file.content for file in sitemap_files(view, ())}
    locations = re.compile(rb"<loc>([^<]+)</loc>")
    expected = locations.findall(whole["sitemap.xml"])
    most = {"MOST_ENTRIES": len(expected) // 2, "MOST_BYTES": len(whole["sitemap.xml"]) - 1}[limit]
    monkeypatch.setattr(sitemap, limit, most)
    files = {file.path: file.content for file in sitemap_files(view, ())}
    index = files.pop("sitemap.xml")
    assert files.pop("robots.txt") == whole["robots.txt"]
    assert ElementTree.fromstring(index).tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}sitemapindex"
    assert [address.decode() for address in locations.findall(index)] == [URL + path for path in files]
    assert len(files) >= 2
    assert [address for content in files.values() for address in locations.findall(content)] == expected
    for content in files.values():
        assert ElementTree.fromstring(content).tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
        assert (len(locations.findall(content)) if limit == "MOST_ENTRIES" else len(content)) <= most


def test_without_an_address_or_in_the_internal_edition_there_is_no_sitemap() -> None:
    assert "sitemap.xml" not in _files(_view("public", ""))
    internal = _files(_view("internal"))
    assert "sitemap.xml" not in internal
    assert "Disallow: /\n" in internal["robots.txt"].decode()


def test_every_described_file_says_what_it_is() -> None:
    described = list(described_files())
    assert len({path for path, _, _ in described}) == len(described)
    assert all(title for _, _, title in described)
