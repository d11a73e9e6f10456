"""A new city's repository for each forge: its files, and a README that tells how to publish there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from reestr.intake.new_city import FORGES, forges, package, repository

from tests.unit.project import ROOT, reestr_here, tree
from tests.unit.test_init import ANSWERS, FACTS, _init, small_wheel


@pytest.fixture(autouse=True)
def wheel(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the running program seems to come from."""
    path = small_wheel(tmp_path_factory.mktemp("wheel"))
    monkeypatch.setattr(package, "_origin", lambda: str(path))
    return path


def made(forge: str) -> dict[str, bytes]:
    return repository(FACTS, "reestr==1\n", forge)


def test_each_forge_gets_its_own_files_and_no_others() -> None:
    own = {forge: made(forge).keys() for forge in FORGES}
    shared = frozenset.intersection(*map(frozenset, own.values()))
    extra = {forge: {name.split("/")[0] for name in names - shared} for forge, names in own.items()}
    assert extra == {"github": {".github"}, "gitlab": {".gitlab-ci.yml", "docs"}, "none": {"docs", "server"}}
    assert {"docs/gitlab.md"} == {name for name in own["gitlab"] if name.startswith("docs/")}
    assert not [name for name in own["gitlab"] if "reestr-site" in name]


@pytest.mark.parametrize("forge", FORGES)
def test_the_readme_tells_of_its_own_forge_and_of_files_that_are_there(forge: str) -> None:
    files = made(forge)
    text = files["README.md"].decode()
    assert ("GitHub" in text, ".github" in text) == (forge == "github", forge == "github")
    assert ("в GitLab пустой" in text, "сервере города" in text) == (forge == "gitlab", forge != "github")
    for name in re.findall(r"`((?:docs|server|\.github)/[\w./-]*|\.gitlab-ci\.yml)`", text):
        assert any(file.startswith(name) for file in files), name


@pytest.mark.parametrize("forge", ["gitlab", "none"])
def test_nothing_of_a_city_elsewhere_needs_our_repository(forge: str) -> None:
    for name, content in made(forge).items():
        if name.startswith(("server/", ".gitlab")):
            assert not re.search(r"\bmake environment|requirements(\.run)?\.lock|Vladivostok", content.decode()), name


def test_the_command_writes_them(tmp_path: Path) -> None:
    done = _init(tmp_path / "city", *ANSWERS, "--forge", "gitlab", "--yes")
    assert done.returncode == 0, done.stderr
    pipeline = yaml.safe_load((tmp_path / "city/.gitlab-ci.yml").read_text(encoding="utf-8"))
    assert pipeline[".environment"]["before_script"][0].startswith("python -m venv .venv")
    assert not (tmp_path / "city/.github").exists()
    refused = _init(tmp_path / "other", *ANSWERS, "--forge", "svn", "--yes")
    assert refused.returncode == 2 and "gitlab" in refused.stderr


def test_github_is_asked_for_newer_actions_ours_and_a_citys() -> None:
    for text in ((ROOT / ".github/dependabot.yml").read_text("utf-8"), made("github")[".github/dependabot.yml"]):
        assert "github-actions" in [item["package-ecosystem"] for item in yaml.safe_load(text)["updates"]]


@pytest.mark.parametrize("forge", FORGES)
def test_an_upgrade_knows_where_a_city_is_kept(tmp_path: Path, forge: str) -> None:
    assert forges.forge_of(made(forge)) == forge
    assert _init(tmp_path / "city", *ANSWERS, "--forge", forge, "--yes").returncode == 0
    before = tree(tmp_path / "city")
    done = reestr_here("upgrade", "--yes", folder=tmp_path / "city")
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "city") == before


def test_a_readme_without_a_known_chapter_is_not_handed_on() -> None:
    with pytest.raises(forges.UnfamiliarFileError):
        forges.readme("# Реестр\n", "gitlab")


@pytest.mark.parametrize("forge", FORGES)
def test_the_editor_of_a_city_knows_every_record_as_ours_does(forge: str) -> None:
    files = made(forge)
    settings = json.loads(files[".vscode/settings.json"])
    ours = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    city = {file.replace("/.reestr/", "/"): places for file, places in settings["yaml.schemas"].items()}
    assert city == {
        file: [place for place in places if place.startswith("data/")] for file, places in ours["yaml.schemas"].items()
    }
    for name in settings["yaml.schemas"]:
        schema = json.loads(files[name.removeprefix("./")])
        for reference in set(re.findall(r'"\$ref": "([\w.]+\.json)', json.dumps(schema))):
            assert f".reestr/schemas/{reference}" in files
    assert {key: settings[key] for key in settings if key != "yaml.schemas"} == {
        key: ours[key] for key in settings if key != "yaml.schemas"
    }
    for name in ("extensions.json", "reestr.code-snippets"):
        assert files[f".vscode/{name}"] == (ROOT / ".vscode" / name).read_bytes()


def test_a_commit_of_a_city_may_be_checked_as_ours_is() -> None:
    theirs = yaml.safe_load(made("github")[".pre-commit-config.yaml"])
    ours = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))

    def checks(config: Any) -> list[tuple[str, str]]:
        hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
        return [(hook["entry"], hook["files"]) for hook in hooks if hook.get("files", "").startswith("^data/")]

    assert checks(theirs) == checks(ours) and len(checks(theirs)) == 2
