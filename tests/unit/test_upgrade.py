"""`reestr upgrade` brings a city what the program gives, three-way: the city's own edits stay, nothing is lost."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from jsonschema.exceptions import ValidationError
from reestr import __version__
from reestr.cli import run
from reestr.history.merging import merged
from reestr.intake.new_city import SAMPLES, given, package, upgrading
from reestr.intake.new_city.days_off import days_off
from reestr.records import reader
from reestr.records.editing import fixed
from reestr.records.loading.load import load
from reestr.records.validation.program_needed import FORM
from reestr.records.validation.schema_errors import unknown_fields

from tests.depth import times
from tests.unit.project import ROOT, tree
from tests.unit.test_init import ANSWERS, _init, small_wheel

FIRST: Mapping[str, str] = json.loads((Path(__file__).parent / "city_of_0.1.0.json").read_text(encoding="utf-8"))
"""A small city as `reestr init` of version 0.1.0 (commit 4608de0) made it, file by file."""


@pytest.fixture(autouse=True)
def wheel(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the running program seems to come from."""
    path = small_wheel(tmp_path_factory.mktemp("wheel"))
    monkeypatch.setattr(package, "_origin", lambda: str(path))
    return path


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The city of version 0.1.0, on the disk."""
    folder = tmp_path / "город"
    for name, text in FIRST.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _upgrade(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = run(["upgrade", "--folder", str(folder), *arguments])
    return subprocess.CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.process
def test_a_city_of_the_version_before_is_upgraded_and_keeps_its_own_edits(city: Path, wheel: Path) -> None:
    _change(city / "mkdocs.yml", "# public — для всех", "# наше пояснение\n      # public — для всех")
    _change(city / "data/networks/vk.yaml", "vk.ru", "vk.ru # проверено нами")
    _change(city / "data/requirements/two-factor.yaml", "statement:", "# сверено с приказом\nstatement:")
    (city / "site/pages/about.md").write_text("# Совсем другая страница\n", encoding="utf-8")
    (city / "samples/account.yaml").unlink()
    (city / "data/organizations/school-1.yaml").write_bytes((city / "samples/organization.yaml").read_bytes())
    with (city / "requirements.txt").open("a", encoding="utf-8") as stream:
        stream.write("weasyprint==68.0\n")
    done = _upgrade(city, "--yes")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert load(city / "data").errors == 0
    # What the city wrote.
    assert "# наше пояснение" in (city / "mkdocs.yml").read_text(encoding="utf-8")
    assert "# проверено нами" in (city / "data/networks/vk.yaml").read_text(encoding="utf-8")
    assert "# сверено с приказом" in (city / "data/requirements/two-factor.yaml").read_text(encoding="utf-8")
    assert (city / "site/pages/about.md").read_text(encoding="utf-8") == "# Совсем другая страница\n"
    assert not (city / "samples/account.yaml").exists()
    assert (city / "data/organizations/school-1.yaml").is_file()
    # What this version brings.
    assert "observation:" in (city / "data/networks/vk.yaml").read_text(encoding="utf-8")
    assert (city / ".github/workflows/observe.yml").is_file()
    requirements = (city / "requirements.txt").read_text(encoding="utf-8")
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert f"./packages/{wheel.name} --hash=sha256:{checksum}\n" in requirements
    assert "reestr==" not in requirements and requirements.endswith("weasyprint==68.0\n")
    assert "weasyprint==68.0" in done.stdout
    assert (city / "packages" / wheel.name).read_bytes() == wheel.read_bytes()
    registry = (city / "data/registry.yaml").read_text(encoding="utf-8")
    assert f'needs: "{__version__}"' in registry or f"needs: {__version__}" in registry
    assert all(day in registry for day in days_off()[2026]) and "Пока список пуст" not in registry
    # A second time there is nothing to do.
    before = tree(city)
    assert "Обновлять нечего" in _upgrade(city, "--yes").stdout
    assert tree(city) == before


@pytest.mark.process
def test_where_both_changed_the_same_lines_the_citys_file_stays_and_ours_lies_beside_it(city: Path) -> None:
    workflow = city / ".github/workflows/publish.yml"
    _change(workflow, 'python-version: "3.11"', 'python-version: "3.13"')
    lines = workflow.read_text(encoding="utf-8")
    done = _upgrade(city, "--yes")
    assert done.returncode == 0, done.stderr
    beside = city / ".reestr/new/.github/workflows/publish.yml"
    assert workflow.read_text(encoding="utf-8") == lines
    assert beside.is_file() and "publish.yml: и город" in " ".join(done.stdout.split())
    noted = given.read_copy((city / given.FILE).read_bytes())
    assert noted.program == __version__ and noted.files[".github/workflows/publish.yml"] == beside.read_bytes()


@pytest.mark.process
def test_requirements_of_the_citys_own_are_carried_over_to_rules(city: Path) -> None:
    own = city / "data/requirements/own.yaml"
    text = (city / "data/requirements/two-factor.yaml").read_text(encoding="utf-8").replace("order: 160", "order: 990")
    own.write_text(text, encoding="utf-8")
    edited = city / "data/requirements/extras.yaml"
    _change(edited, "check: extras", "check: extras  # смотрим вместе")
    done = _upgrade(city, "--yes")
    assert done.returncode == 0, done.stderr
    assert "field: security.two_factor" in own.read_text(encoding="utf-8")
    assert "any_of:" in edited.read_text(encoding="utf-8") and "смотрим вместе" in edited.read_text(encoding="utf-8")
    assert load(city / "data").registry is not None


def test_nothing_is_written_without_yes(city: Path) -> None:
    before = tree(city)
    shown = _upgrade(city, "--dry-run")
    assert shown.returncode == 0 and ".github/workflows/observe.yml" in shown.stdout
    assert "--hash=sha256" not in shown.stdout
    asked = _upgrade(city)
    assert asked.returncode == 2 and "--yes" in asked.stderr
    assert tree(city) == before


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_new_city_has_nothing_to_upgrade(tmp_path: Path, sample: str) -> None:
    assert _init(tmp_path / "city", *ANSWERS, "--act", sample, "--yes").returncode == 0
    before = tree(tmp_path)
    done = _upgrade(tmp_path / "city", "--yes")
    assert done.returncode == 0 and "Обновлять нечего" in done.stdout
    assert tree(tmp_path) == before
    # The schemas are the program's alone: they come anew as they are, and no copy of them is kept.
    schema = tmp_path / "city/.reestr/schemas/plan.schema.json"
    schema.write_text("{}", encoding="utf-8")
    assert _upgrade(tmp_path / "city", "--yes").returncode == 0
    assert tree(tmp_path) == before
    noted = given.read_copy((tmp_path / "city" / given.FILE).read_bytes()).files
    assert not [name for name in noted if name.startswith(".reestr/")] and ".vscode/settings.json" in noted


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda city: (city / "data/registry.yaml").unlink(), "registry.yaml"),
        (lambda city: (city / "data/registry.yaml").write_text("a: [", "utf-8"), "reestr validate"),
        (lambda city: (city / given.FILE).write_text("{}", "utf-8"), "git checkout"),
        (lambda city: (city / given.FILE).write_text('{"program": "99.0", "files": {}}', "utf-8"), "99.0"),
        (lambda city: _change(city / "data/registry.yaml", "time_zone:", "zone:"), "time_zone"),
    ],
)
def test_what_cannot_be_upgraded_says_why_and_stays(city: Path, spoil: Callable[[Path], object], said: str) -> None:
    (city / given.FILE).parent.mkdir()
    spoil(city)
    before = tree(city)
    done = _upgrade(city, "--yes")
    assert done.returncode == 2 and said in done.stderr, done.stderr
    assert tree(city) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda city, outside: (city / ".vscode").symlink_to(outside),
        lambda city, outside: (city / ".vscode").write_text("x", "utf-8"),
        lambda city, outside: (city / ".reestr").symlink_to(outside),
        lambda city, outside: (city / ".pre-commit-config.yaml").symlink_to(outside / "new.yaml"),
        lambda city, outside: (city / ".pre-commit-config.yaml").mkdir(),
        lambda city, outside: os.mkfifo(city / ".pre-commit-config.yaml"),
    ],
)
def test_nothing_is_written_through_a_link_or_over_what_is_no_file(
    city: Path, tmp_path: Path, spoil: Callable[[Path, Path], object]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    spoil(city, outside)
    before = (city / "data/networks/vk.yaml").read_bytes()
    done = _upgrade(city, "--yes")
    assert done.returncode == 2 and "уберите ссылку" in " ".join(done.stderr.split()), done.stderr
    assert list(outside.iterdir()) == [] and (city / "data/networks/vk.yaml").read_bytes() == before


def test_records_that_are_wrong_already_are_shown_first(city: Path) -> None:
    (city / "data/organizations/school-1.yaml").write_text("name: x\n", encoding="utf-8")
    before = tree(city)
    done = _upgrade(city, "--yes")
    assert done.returncode == 1 and "school-1.yaml" in done.stderr and "без обновления" in done.stderr
    assert tree(city) == before


def _fates(
    base: str | None, theirs: str | None, ours: str | None, *, name: str = "x", own_act: bool = False
) -> list[object]:
    def files(text: str | None) -> dict[str, bytes]:
        return {} if text is None else {name: text.encode()}

    found = upgrading.arrivals(
        files(base), files(theirs).get, files(ours), lambda base, theirs, ours: None, own_act=own_act
    )
    return [(item.outcome, item.after and item.after.decode(), item.beside) for item in found]


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "outcome"),
    [
        ("a", "a", "a", None),
        ("a", "own", "a", None),
        ("a", None, "a", None),
        ("a", "b", "b", None),
        ("a", "a", "b", ("replaced", "b", None)),
        (None, None, "b", ("added", "b", None)),
        (None, "own", "b", ("conflict", None, ".reestr/new/x")),
        ("a", "own", "b", ("conflict", None, ".reestr/new/x")),
        ("a", None, "b", ("deleted", None, ".reestr/new/x")),
        ("a", "a", None, ("withdrawn", None, None)),
        ("a", None, None, None),
    ],
)
def test_what_becomes_of_a_file(base: str | None, theirs: str | None, ours: str | None, outcome: object) -> None:
    assert _fates(base, theirs, ours) == ([] if outcome is None else [outcome])


def test_a_city_with_its_own_act_gets_no_new_requirement_of_the_sample() -> None:
    name = "data/requirements/new.yaml"
    assert _fates(None, None, "b", name=name, own_act=True) == [("foreign", None, f".reestr/new/{name}")]
    assert _fates(None, None, "b", name="README.md", own_act=True) == [("added", "b", None)]


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=6).map("".join)


@pytest.mark.process
@examples(base=LINES, own=LINES)
@settings(max_examples=times(20), deadline=None)
def test_a_change_of_one_side_is_taken_as_it_is(base: str, own: str) -> None:
    assert merged(base.encode(), own.encode(), base.encode()) == own.encode()
    assert merged(base.encode(), base.encode(), own.encode()) == own.encode()


@pytest.mark.process
def test_a_file_of_windows_keeps_its_line_ends() -> None:
    base, theirs, ours = b"1\n2\n3\n4\n5\n", b"0\r\n1\r\n2\r\n3\r\n4\r\n5\r\n", b"1\n2\n3\n4\n5\n6\n"
    assert merged(base, theirs, ours) == b"0\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n"


def test_records_for_a_newer_program_are_not_read(city: Path) -> None:
    with (city / "data/registry.yaml").open("a", encoding="utf-8") as stream:
        stream.write('program:\n  needs: "99.1"\n  form: 1\nnew_field: 1\n')
    found = load(city / "data")
    assert [item.code for item in found.diagnostics] == ["newer-program"]
    assert "99.1" in found.diagnostics[0].message and __version__ in found.diagnostics[0].message


def test_records_of_a_later_form_are_not_read(city: Path) -> None:
    with (city / "data/registry.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f'program:\n  needs: "{__version__}"\n  form: {FORM + 1}\n')
    (found,) = load(city / "data").diagnostics
    assert found.code == "newer-program" and found.path == "/program/form"


def test_a_renamed_field_is_a_certain_fix() -> None:
    content = "name: Школа\n# почему\nsobriquet: Школа № 1\n".encode()
    document, problems = reader.read(content, "organizations/school-1.yaml")
    assert document is not None and not problems
    fields = {"name": {}, "short_name": {"x-formerly": ["nick", "sobriquet"]}}
    error = ValidationError("", schema={"properties": fields}, instance=document.data)
    (found,) = unknown_fields("organization", document, (), error)
    assert "теперь называется short_name" in found.message and "reestr fix" in found.help
    assert fixed(content, [found]).decode() == "name: Школа\n# почему\nshort_name: Школа № 1\n"
    # Where the new name is taken, nothing is certain.
    taken = ValidationError("", schema={"properties": fields}, instance={**document.data, "short_name": "x"})
    (left,) = unknown_fields("organization", document, (), taken)
    assert left.fix is None


def test_the_copy_of_what_was_given_is_read_back_as_it_was() -> None:
    files = {"a.md": "ё\n".encode(), "b/c.yml": b"x: 1\r\n"}
    assert given.read_copy(given.copy_of(given.Given("1.2.3", files))) == given.Given("1.2.3", files)


def test_the_first_versions_files_are_those_of_the_city_that_it_made() -> None:
    from reestr.intake.new_city.repository import places

    facts = {"municipality.short_name": "Новый", "time_zone": "Asia/Omsk"}
    needed = package.names_needed()
    noted = given.given_by_first(places(facts), FIRST["requirements.txt"].encode(), needed)
    assert noted.program == "0.1.0" and len(noted.files) > 30
    for name, content in noted.files.items():
        assert content.decode() == FIRST[name], name


def test_the_changelog_says_what_a_city_has_to_do_for_every_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    _, *versions = text.split("\n## ")
    assert versions[0].startswith(f"{__version__} ")
    assert all("### What a city has to do" in version for version in versions[:-1])
