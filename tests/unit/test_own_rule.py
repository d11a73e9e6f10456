"""A rule of one's own: the example of `docs/examples/own-rule` is installed and judges, and what is wrong is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from reestr.judging import catalogue
from reestr.judging.run import assess
from reestr.records.installed_rules import WrongRuleError, install_all
from reestr.records.loading.load import load
from reestr.records.validation import schema
from reestr.records.validation.own_arguments import schema_with_arguments
from reestr.registry.words import IN_GENERAL
from reestr.wording import finding_text, task_text

from tests.unit.project import ROOT, copy_of_base, reestr_here

EXAMPLE = ROOT / "docs/examples/own-rule"
REQUIREMENT = """title: Короткий адрес
clauses: [p.1]
obliged: [organization]
force: mandatory
statement: В адресе страницы не больше двух цифр.
rule: {name: short-address, networks: [vk]}
subject: account
parameters:
  most: {value: 2, basis: registry-setting, explanation: Чтобы адрес можно было назвать вслух.}
edition: public
remedy: Дайте странице короткий адрес.
order: 2
"""


@pytest.fixture(autouse=True)
def rules_of_here() -> Iterator[None]:
    """Each test installs rules of its own, and none stays."""
    before = set(catalogue.FAMILIES)
    install_all.cache_clear()
    yield
    install_all.cache_clear()
    catalogue.bound.cache_clear()
    schema_with_arguments.cache_clear()
    schema._compiled_for.cache_clear()
    for name in set(catalogue.FAMILIES) - before:
        del catalogue._FAMILIES[name]
    sys.modules.pop("short_address", None)


def _city(folder: Path) -> Path:
    data = copy_of_base(folder) / "data"
    (data / "requirements/short-address.yaml").write_text(REQUIREMENT, encoding="utf-8")
    return data


def _packages(folder: Path, points: str = "short-address = short_address:FAMILY\n") -> Path:
    """A folder that holds the example as pip leaves it."""
    folder.mkdir()
    shutil.copy(EXAMPLE / "short_address.py", folder)
    information = folder / "reestr_rule_short_address-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1.0\n", encoding="utf-8")
    (information / "entry_points.txt").write_text(f"[reestr.rules]\n{points}", encoding="utf-8")
    return folder


@pytest.mark.process
def test_the_example_is_installed_by_pip_and_judges(tmp_path: Path) -> None:
    data, packages = _city(tmp_path), tmp_path / "packages"
    source = shutil.copytree(EXAMPLE, tmp_path / "source")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*pip, "--target", str(packages), str(source)], check=True, env={**os.environ, "HOME": str(tmp_path)}
    )
    path = os.pathsep.join([str(packages), str(ROOT / "generator")])
    done = subprocess.run(
        [sys.executable, "-m", "reestr", "assess", "--data", str(data), "--format", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [item for item in json.loads(done.stdout)["findings"] if item["requirement"] == "short-address"]
    assert {item["outcome"] for item in found} == {"met", "exempt"}
    assert len((EXAMPLE / "short_address.py").read_text(encoding="utf-8").splitlines()) <= 30


def test_an_installed_rule_judges_and_has_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(_packages(tmp_path / "packages")))
    data = _city(tmp_path / "city")
    account = data / "accounts/library-1-vk.yaml"
    account.write_text(
        account.read_text(encoding="utf-8").replace("vk.com/primersk.library1", "vk.com/club123456"), encoding="utf-8"
    )
    loaded = load(data)
    assert loaded.registry is not None, loaded.diagnostics
    requirement = loaded.registry.requirements["short-address"]
    found = assess(loaded.registry, loaded.registry.city.frozen_on).by_requirement["short-address"]  # type: ignore[arg-type]  # the base has a date
    (breach,) = [item for item in found if item.outcome == "breach"]
    assert (breach.subject.id, breach.check) == ("library-1-vk", "short-address")
    assert finding_text.reason(breach, IN_GENERAL) == "В адресе 6 цифр, допустимо 2."
    assert requirement.rule is not None
    assert task_text.templates_of(requirement.rule) == {}
    said = reestr_here("explain", "rule", "short-address", folder=ROOT)
    assert said.returncode == 0 and "сколько цифр" not in said.stderr
    assert "В адресе {digits} цифр" in said.stdout and "networks — " in said.stdout


def test_a_rule_that_is_not_installed_is_unknown(tmp_path: Path) -> None:
    (found,) = load(_city(tmp_path)).diagnostics
    assert (found.code, found.path) == ("unknown-rule", "/rule/name")


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("short-address = no_such_module:FAMILY\n", "ModuleNotFoundError"),
        ("short-address = short_address:bind\n", "нужно RuleFamily"),
        ("other-name = short_address:FAMILY\n", "нужно RuleFamily"),
    ],
)
def test_a_package_with_a_wrong_rule_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: str, said: str
) -> None:
    monkeypatch.syspath_prepend(str(_packages(tmp_path / "packages", points)))
    (found,) = load(_city(tmp_path / "city")).diagnostics
    assert (found.code, found.path) == ("unknown-rule", "/rule/name")
    assert said in found.message
    with pytest.raises(WrongRuleError, match=said):
        install_all()
    assert reestr_here("explain", "rule", folder=ROOT).returncode != 0


def test_an_argument_of_its_own_is_checked_at_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(_packages(tmp_path / "packages")))
    data = _city(tmp_path / "city")
    path = data / "requirements/short-address.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("networks: [vk]", 'networks: [vk], signs: "."'), encoding="utf-8")
    loaded = load(data)
    assert loaded.registry is not None, loaded.diagnostics
    found = assess(loaded.registry, loaded.registry.city.frozen_on).by_requirement["short-address"]  # type: ignore[arg-type]  # the base has a date
    assert "В адресе 3 цифр, допустимо 2." in {finding_text.reason(item, IN_GENERAL) for item in found}
    for wrong, code, said in (
        ("signs: 5", "wrong-type", "какие ещё знаки"),
        ("sings: _", "unknown-field", "signs"),
        ("signs: [_]", "wrong-type", "какие ещё знаки"),
        ("kind: portal-post", "wrong-argument", "signs"),
    ):
        path.write_text(text.replace("networks: [vk]", wrong), encoding="utf-8")
        (problem,) = [item for item in load(data).diagnostics if item.code == code]
        assert problem.path == f"/rule/{wrong.partition(':')[0]}" and problem.location.line == 6
        assert said in f"{problem.message} {problem.help}", wrong
    said_of = reestr_here("explain", "rule", "short-address", folder=ROOT)
    assert "signs — какие ещё знаки считать наравне с цифрами" in said_of.stdout


def test_an_argument_without_words_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = _packages(tmp_path / "packages")
    module = packages / "short_address.py"
    module.write_text(module.read_text(encoding="utf-8").replace('{"networks"', '{"nets"'), encoding="utf-8")
    monkeypatch.syspath_prepend(str(packages))
    with pytest.raises(WrongRuleError, match="nets"):
        install_all()


def test_a_name_of_ours_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = _packages(tmp_path / "packages", "counted = short_address:FAMILY\n")
    module = packages / "short_address.py"
    module.write_text(module.read_text(encoding="utf-8").replace('"short-address"', '"counted"'), encoding="utf-8")
    monkeypatch.syspath_prepend(str(packages))
    with pytest.raises(WrongRuleError, match="как другое"):
        install_all()
