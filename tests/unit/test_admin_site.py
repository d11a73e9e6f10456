"""The /admin/ editor on a site: present only if a forge is named, and made from the schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.exceptions import PluginError
from reestr.publishing.forge import LOCAL, Forge
from reestr.publishing.site.admin import decap_page
from reestr.publishing.site.admin.decap import FOLDERS, configuration
from reestr.publishing.site.admin.decap_page import PROGRAM, page
from reestr.publishing.site.plugin.site_settings import forge_of
from reestr.records import schemas
from reestr.records.schemas import Field

from tests.unit.project import copy_of_base, reestr

GITEA = {"backend": "gitea", "repo": "city/reestr", "url": "https://git.example", "app_id": "x"}
NAMES = [
    *("organizations/schools/a.yaml", "organizations/b.yaml", "networks/ok.yaml", "networks/vk.yaml"),
    "requirements/two-posts-a-week.yaml",
]


def fields_of(kind: str) -> dict[str, Any]:
    """The fields of a collection by their JSON pointer."""

    def below(way: str, fields: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
        for field in fields:
            pointer = f"{way}/{field['name']}"
            yield pointer, field
            inside = field.get("fields", [])
            yield from below(f"{pointer}/*" if field["widget"] == "list" else pointer, inside)

    collections = configuration(LOCAL, "data/", NAMES)["collections"]
    collection = next(item for item in collections if item["name"] == FOLDERS[kind])
    return dict(below("", collection["fields"]))


def _above(pointer: str) -> str:
    return pointer.removesuffix("/*").rpartition("/")[0].removesuffix("/*")


def _by_machine(fields: Mapping[str, Field]) -> set[str]:
    return {pointer for pointer, field in fields.items() if field.by_machine}


def test_what_a_machine_saw_is_hidden_in_every_kind_that_has_it() -> None:
    assert fields_of("account")["/observed_by_machine"]["widget"] == "hidden"
    assert fields_of("account")["/control_lost/*/found_by"]["widget"] == "hidden"
    assert fields_of("organization")["/accounts_page/machine"]["widget"] == "hidden"


@pytest.mark.parametrize("kind", list(FOLDERS))
def test_every_field_of_the_schema_is_asked_for_in_its_own_words(kind: str) -> None:
    asked = fields_of(kind)
    own = {name for name in asked if name.startswith("/reestr_")}
    every = {field.pointer: field for field in schemas.fields(kind)}
    # What only the program writes is kept, and nobody is asked for it.
    hidden = {pointer for pointer, shown in asked.items() if shown["widget"] == "hidden"}
    assert hidden == {
        pointer for pointer, field in every.items() if field.by_machine and _above(pointer) not in _by_machine(every)
    }
    fields = {pointer: field for pointer, field in every.items() if not field.by_machine}
    assert asked.keys() - own - hidden == fields.keys()
    for pointer, field in fields.items():
        shown = asked[pointer]
        assert shown["label"] == field.title
        assert "в кавычках" not in json.dumps(shown, ensure_ascii=False)
        if field.labels and field.type != "array":
            assert [option["label"] for option in shown["options"]] == list(field.labels.values())
        if "pattern" in shown:
            re.compile(shown["pattern"][0])
            assert re.search("[а-я]", shown["pattern"][1])


def test_what_a_complete_record_needs_is_required_and_an_empty_group_demands_nothing() -> None:
    organization = fields_of("organization")
    required = {pointer for pointer, field in organization.items() if field.get("required", True)}
    assert {"/name", "/legal_form", "/responsible/*/role", "/responsible/*/from"} <= required
    assert "/coordinates/latitude" not in required and "/accounts_page/url" not in required
    # Due only at times: the hint says when.
    assert "/inn" not in required and "Обязательно, если" in organization["/inn"]["hint"]


def test_records_refer_to_records_by_the_names_of_their_files() -> None:
    account = fields_of("account")
    assert account["/organization"]["collection"] == "organizations"
    assert account["/organization"]["value_field"] == "{{filename}}"
    assert account["/network"]["options"] == ["ok", "vk"]
    assert fields_of("organization")["/accounts_page/lists"]["multiple"] is True
    assert "two-posts-a-week" in fields_of("organization")["/answers/*/requirement"]["options"]


def test_unknown_is_not_no() -> None:
    assert fields_of("account")["/observed/about"]["widget"] == "reestr-flag"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({**GITEA, "backend": "sourcehut"}, "нет такого хостинга"),
        ({**GITEA, "repo": "reestr"}, "владелец/хранилище"),
        ({**GITEA, "repo": "https://git.example/a/b"}, "владелец/хранилище"),
        ({**GITEA, "branch": "a b"}, "имя ветки"),
        ({**GITEA, "url": "https://git.example; script-src *"}, "нужен адрес"),
        ({**GITEA, "url": "javascript://git.example"}, "нужен адрес"),
        ({**GITEA, "url": ""}, "укажите адрес хостинга"),
        ({**GITEA, "app_id": None}, "укажите app_id"),
        ({**GITEA, "app_id": 5}, "должно быть текстом"),
        ({**GITEA, "folder": "../x"}, "без «..»"),
        ({**GITEA, "bakend": "x"}, "«bakend» нет"),
        ({"backend": "github", "repo": "a/b"}, "auth_url"),
        (GITEA, "make admin-program"),
    ],
)
def test_wrong_settings_are_refused_in_russian(settings: Mapping[str, object], reason: str, tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=re.escape(reason)):
        forge_of(settings, tmp_path)


def test_the_page_speaks_to_its_forge_alone() -> None:
    html = page(Forge("github", "a/b", url="https://github.com", auth_url="https://auth.example/x"), "<b>").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert set(re.findall(r"https?://[^ ;]+", policy[1])) == {
        "https://api.github.com",
        "https://auth.example",
        "https://avatars.githubusercontent.com",
    }
    assert "unsafe-eval" not in policy[1] and "script-src &#39;self&#39;;" in policy[1]
    assert "&lt;b&gt;" in html and html.count("<script") == 1


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose program is a stand-in: what matters here is where it comes to lie."""
    project = copy_of_base(tmp_path)
    (project / "build/admin").mkdir(parents=True)
    (project / "build/admin" / PROGRAM).write_bytes(b"program")
    return project


def build(project: Path, options: Mapping[str, object]) -> Path:
    settings = {"site_name": "Проба", "docs_dir": "docs", "theme": {"name": "reestr"}, "plugins": [{"reestr": options}]}
    (project / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    done = reestr("build", "--output", "out", folder=project)
    assert done.returncode == 0, done.stderr
    return project / "out"


@pytest.mark.process
def test_a_site_has_the_editor_only_where_a_forge_is_named(project: Path) -> None:
    assert not (build(project, {}) / "admin").exists()
    assert not (build(project, {"admin": {"backend": ""}}) / "admin").exists()
    site = build(project, {"admin": dict(GITEA)})
    assert {path.name for path in (site / "admin").iterdir()} == {"index.html", "config.yml", PROGRAM}
    config = yaml.safe_load((site / "admin/config.yml").read_bytes())
    # Decap's own backend for Gitea makes no pull requests.
    assert config["backend"]["name"] == "forgejo" and config["publish_mode"] == "editorial_workflow"
    assert 'href="../admin/"' in (site / "contribute/index.html").read_text(encoding="utf-8")


@pytest.mark.process
def test_every_page_reports_an_error_with_its_record(project: Path) -> None:
    site = build(project, {"issues_url": "https://git.example/new?a=1&record={record}"})
    for name, subject in (
        ("", "/"),
        ("organizations/library-1/", "organization/library-1"),
        ("act/", "act/"),
        ("requirements/accounts-exist/", "requirement/accounts-exist"),
    ):
        html = (site / name / "index.html").read_text(encoding="utf-8")
        assert f'href="https://git.example/new?a=1&amp;record={subject}"' in html, name
    plain = build(project, {})
    assert "Сообщить об ошибке на этой странице" not in (plain / "index.html").read_text(encoding="utf-8")
    assert "reestrsentinel" not in (plain / "organizations/library-1/index.html").read_text(encoding="utf-8")


def test_the_program_comes_from_the_project_or_else_with_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged, made = tmp_path / "packaged", tmp_path / "project" / "build" / "admin"
    monkeypatch.setattr(decap_page, "_PACKAGED", packaged)
    assert decap_page.program_folder(tmp_path / "project") == made
    packaged.mkdir()
    assert decap_page.program_folder(tmp_path / "project") == packaged
    made.mkdir(parents=True)
    assert decap_page.program_folder(tmp_path / "project") == made
