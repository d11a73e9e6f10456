"""`reestr init` makes a new city's repository from a few answers, completely or not at all, without our own facts."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import re
import shlex
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reestr import __version__
from reestr.cli import run
from reestr.intake.new_city import FIELDS, package, repository, starting_point, workflows
from reestr.records import reader, schemas
from reestr.records.loading import record_sources
from reestr.records.loading.load import load, load_files

from tests.depth import times
from tests.unit.project import ROOT, VYMYSHLENSK, tree
from tests.unit.session import session

FACTS: Mapping[str, str] = {
    "municipality.name": "Городской округ «Новый»",
    "municipality.short_name": "Новый",
    "municipality.region": "Новая область",
    "municipality.oktmo": "00000000",
    "city_hall.name": "Администрация города Нового",
    "city_hall.short_name": "администрация",
    "city_hall.site": "https://new.example/",
    "time_zone": "Asia/Omsk",
}
ANSWERS = [
    piece
    for name, value in FACTS.items()
    if name != "municipality.short_name"
    for piece in ("--set", f"{name}={value}")
]


def small_wheel(folder: Path, version: str = __version__) -> Path:
    """A file that passes for this program's wheel: the right name, and the list of what the program needs."""
    path = folder / f"reestr-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        lock = "reestr/intake/new_city/files/requirements.lock"
        archive.writestr(zipfile.ZipInfo(lock), (ROOT / "generator" / lock).read_bytes())
    return path


@pytest.fixture(autouse=True)
def wheel(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the running program seems to come from: to build the true wheel takes seconds."""
    path = small_wheel(tmp_path_factory.mktemp("папка с пробелом"))
    monkeypatch.setattr(package, "_origin", lambda: str(path))
    return path


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), min_size=1).map(
    lambda text: " ".join(text.split())
)


def _init(folder: Path, *arguments: str, city: str = "Новый") -> subprocess.CompletedProcess[str]:
    """The command run in this process, as a script runs it: nobody is at a terminal."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = run(["init", "--folder", str(folder), *arguments, "--", city])
    return subprocess.CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())


def _made(**changes: str) -> dict[str, bytes]:
    return repository({**FACTS, **{name.replace("__", "."): value for name, value in changes.items()}}, "reestr==1\n")


def _data(content: bytes) -> Mapping[str, object]:
    document, problems = reader.read(content, "registry.yaml")
    assert document is not None and not problems
    return document.data


def test_the_repository_of_a_city_is_valid_at_once_and_says_what_to_do_next(tmp_path: Path) -> None:
    done = _init(tmp_path / "город", *ANSWERS, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert load(tmp_path / "город" / "data").diagnostics == ()
    assert [line.split(".")[0].strip() for line in done.stdout.splitlines() if re.match(r"  \d\.", line)] == [
        "1",
        "2",
        "3",
    ]
    assert "git commit" in done.stdout and not (tmp_path / "город" / ".git").exists()


def test_a_city_takes_the_networks_it_asks_for(tmp_path: Path) -> None:
    done = _init(tmp_path / "город", *ANSWERS, "--network", "max", "--network", "telegram", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    loaded = load(tmp_path / "город" / "data")
    assert loaded.diagnostics == () and loaded.registry is not None
    assert set(loaded.registry.networks) == {"vk", "ok", "max", "telegram"}
    assert [network.id for network in loaded.registry.required_networks(datetime.date(2026, 11, 30))] == ["vk", "ok"]


def test_every_answer_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    assert _init(tmp_path / "city", *ANSWERS, "--yes").returncode == 0
    record = _data((tmp_path / "city" / "data" / "registry.yaml").read_bytes())
    for name, value in FACTS.items():
        found: object = record
        for part in name.split("."):
            assert isinstance(found, Mapping)
            found = found[part]
        assert found == value


@pytest.mark.long
@given(name=NAMES, city=NAMES)
@settings(max_examples=times(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_name_comes_back_from_the_record_and_from_the_settings(name: str, city: str) -> None:
    made = _made(municipality__name=name, municipality__short_name=city)
    municipality = _data(made["data/registry.yaml"])["municipality"]
    assert isinstance(municipality, Mapping)
    assert (municipality["name"], municipality["short_name"]) == (name, city)
    settings_text = made["mkdocs.yml"].decode().replace("!ENV", "")
    assert yaml.safe_load(settings_text)["site_name"].endswith(f" {city}")


@pytest.mark.parametrize(
    "city", ['Город "Новый"', "Город: Новый # один", "it's", "- Новый", "@{city}", "{{ config }}", "*a"]
)
def test_a_city_may_be_called_anything_that_stands_on_one_line(tmp_path: Path, city: str) -> None:
    assert _init(tmp_path / "city", *ANSWERS, "--yes", city=city).returncode == 0
    loaded = load(tmp_path / "city" / "data")
    assert loaded.registry is not None and loaded.registry.city.municipality.short_name == city


@pytest.mark.parametrize("city", ["Новый\nname: другой", "Новый\x1b[31m", "", " ", "Новый\u202e", "Н" * 501])
def test_a_name_that_no_record_can_hold_is_refused_and_nothing_written(tmp_path: Path, city: str) -> None:
    done = _init(tmp_path / "city", *ANSWERS, "--yes", city=city)
    assert done.returncode == 2 and "municipality.short_name" in done.stderr
    assert "\x1b" not in done.stderr and not (tmp_path / "city").exists()


def test_names_are_text_in_the_readme() -> None:
    head = (
        _made(municipality__short_name="<script>[x](javascript:1)</script> `a` *b*")["README.md"]
        .decode()
        .splitlines()[0]
    )
    assert "<script>" not in head and "[x]" not in head
    assert r"\`a\` \*b\*" in head


def test_what_is_unknown_is_left_out_and_told_in_comments_that_can_be_filled_in() -> None:
    text = _made()["data/registry.yaml"].decode()
    assert set(_data(text.encode())) == {
        "municipality",
        "city_hall",
        "time_zone",
        "non_working_days",
        "lists",
        "program",
    }
    uncommented = re.sub(r"(?m)^# ((?:  )*[a-z_]+:)", r"\1", text)
    filled = _data(uncommented.replace(" — справочные телефоны, с официального сайта", "").encode())
    known = set(schemas.schema("registry")["properties"])
    assert {"officer", "regional_centre"} < set(filled) <= known
    assert {"address", "email", "phones"} <= set(filled["city_hall"])  # type: ignore[call-overload]  # it is a mapping


def test_whatever_can_be_told_beforehand_has_a_place_in_the_schema_and_may_be_told(tmp_path: Path) -> None:
    pointers = {field.pointer for field in schemas.fields("registry")}
    assert {"/" + name.replace(".", "/") for name in FIELDS} <= pointers
    more = {
        "city_hall.address": "г. Новый, ул. Новая, д. 1",
        "city_hall.email": "mail@new.example",
        "officer.name": "Новая Нина Новиковна",
        "officer.position": "советник",
        "officer.appointed_by.document": "распоряжение",
        "officer.appointed_by.number": "1",
        "officer.appointed_by.date": "1 февраля 2026",
        "officer.contact.email": "officer@new.example",
        "officer.contact.phone": "+7 (000) 000-00-00",
        "regional_centre.name": "Центр управления Новой области",
        "regional_centre.short_name": "ЦУР",
        "regional_centre.contact.email": "centre@new.example",
        "regional_centre.contact.phone": "+7 (000) 000-00-00",
        "data_licence.name": "CC BY 4.0",
        "data_licence.url": "creativecommons.org/licenses/by/4.0/",
        "data_licence.spdx": "CC-BY-4.0",
    }
    assert {*FACTS, *more} == set(FIELDS)
    told = [piece for name, value in more.items() for piece in ("--set", f"{name}={value}")]
    done = _init(tmp_path / "city", *ANSWERS, *told, "--yes")
    assert done.returncode == 0, done.stderr
    city = load(tmp_path / "city" / "data").registry.city  # type: ignore[union-attr]  # it is valid
    officer = city.officer
    assert city.licence is not None and city.licence.url == "https://creativecommons.org/licenses/by/4.0/"
    assert officer is not None and officer.appointed_by is not None and str(officer.appointed_by.date) == "2026-02-01"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "municipality.oktmo=12"], "ОКТМО"),
        (["--set", "time_zone=Марс"], "Такого часового пояса нет"),
        (["--set", "mayor=Иванов"], "нет такого поля"),
        (["--set", "municipality.region"], "municipality.region="),
        (["--set", "municipality.region=Одна", "--set", "municipality.region=Другая"], "дважды"),
        (["--set", "officer.contact.email=a@new.example"], "officer.name"),
        ([], "municipality.name"),
    ],
)
def test_a_wrong_or_missing_answer_is_named_and_nothing_written(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = _init(tmp_path / "city", *arguments, "--yes")
    assert done.returncode == 2 and said in done.stderr, done.stderr
    assert not (tmp_path / "city").exists()


def test_answers_that_fit_one_by_one_and_not_together_are_shown_with_the_line(tmp_path: Path) -> None:
    half = ["--set", "officer.name=Имя", "--set", "officer.position=советник", "--set", "officer.appointed_by.number=1"]
    done = _init(tmp_path / "city", *ANSWERS, *half, "--yes")
    assert done.returncode == 1 and "registry.yaml:" in done.stderr
    assert not (tmp_path / "city").exists()


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ("+7", "Asia/Vladivostok"),
        ("0", "Europe/Moscow"),
        ("мск −1", "Europe/Kaliningrad"),
        ("МСК", "Europe/Moscow"),
        ("Asia/Chita", "Asia/Chita"),
    ],
)
def test_a_time_zone_may_be_told_by_its_difference_from_moscow(tmp_path: Path, told: str, zone: str) -> None:
    changed = [f"time_zone={told}" if answer.startswith("time_zone=") else answer for answer in ANSWERS]
    assert _init(tmp_path / "city", *changed, "--yes").returncode == 0
    assert f"time_zone: {zone}\n" in (tmp_path / "city" / "data" / "registry.yaml").read_text(encoding="utf-8")


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "мои записи.txt").write_text("важно", encoding="utf-8")
    before = tree(tmp_path)
    for folder in (tmp_path, tmp_path / "мои записи.txt"):
        done = _init(folder, *ANSWERS, "--yes")
        assert done.returncode == 2 and "--folder" in done.stderr
    assert tree(tmp_path) == before


@pytest.mark.process
def test_an_empty_folder_and_one_with_an_empty_repository_may_be_filled(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    assert _init(tmp_path, *ANSWERS, "--yes").returncode == 0
    assert (tmp_path / "data" / "registry.yaml").is_file()


def test_what_cannot_be_written_whole_is_not_written_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(origin: str, target: Path) -> None:
        if target.name == "registry.yaml":
            raise OSError(28, "No space left on device")
        Path(origin).rename(target)

    monkeypatch.setattr("reestr.records.files_on_disk.os.replace", fail)
    assert _init(tmp_path / "city", *ANSWERS, "--yes").returncode == 2
    assert not (tmp_path / "city").exists()


def test_without_a_terminal_nobody_can_agree(tmp_path: Path) -> None:
    done = _init(tmp_path / "city", *ANSWERS)
    assert done.returncode == 2 and "--yes" in done.stderr


def test_only_the_quoted_act_names_the_city_it_comes_from() -> None:
    others = {name: content.decode() for name, content in _made().items() if name != "data/act.yaml"}
    # What is taken over says where it comes from, in these words and no others.
    source_named = re.compile(r"мэрии\s+(?:# )?города\s+(?:# )?Биробиджана")
    own = re.compile("Биробиджан|Ващенко|Еврейск|biradm|ЭСМИГ|[+]7 [(](?!0|код)", re.IGNORECASE)
    for name, text in others.items():
        assert not own.search(source_named.sub("", text)), name
    assert not [name for name in others if name.startswith("data/organizations/") and name.endswith(".yaml")]


def test_everything_taken_over_says_that_it_is_a_starting_point_and_is_the_same_otherwise() -> None:
    made = _made()
    for name in (name for name in made if re.match("data/(requirements|networks)/", name)):
        text = made[name].decode()
        assert text.startswith("# ОТПРАВНАЯ ТОЧКА") and text.endswith((ROOT / name).read_text(encoding="utf-8")), name
    ours, theirs = _data((ROOT / "data" / "act.yaml").read_bytes()), dict(_data(made["data/act.yaml"]))
    assert theirs.pop("sample") is True and theirs == ours
    assert made["data/act.yaml"].decode().startswith("# ОБРАЗЕЦ, ЧУЖОЙ ДОКУМЕНТ")


def test_a_city_may_begin_with_the_act_of_the_second_example(tmp_path: Path) -> None:
    city = tmp_path / "reestr"
    done = _init(city, "--yes", "--act", "vymyshlensk", "--network", "max", *ANSWERS)
    assert done.returncode == 0, done.stderr
    assert "распоряжение от 15.09.2025 № 12-р" in " ".join(done.stdout.split())
    data, ours = city / "data", VYMYSHLENSK / "data"
    loaded = load(data)
    assert loaded.registry is not None and not loaded.errors
    acts = (loaded.registry.act, *loaded.registry.act.others.values())
    assert [act.sample for act in acts] == [True, True]
    assert [act.id for act in acts] == ["order-12-r", "region-7"]
    assert [item.id for item in loaded.registry.city.categories] == ["flagship", "lively", "card", "trial"]
    for folder in ("requirements", "networks"):
        assert {path.name for path in (data / folder).iterdir()} == {path.name for path in (ours / folder).iterdir()}
        for path in (data / folder).iterdir():
            assert path.read_bytes().endswith((ours / folder / path.name).read_bytes()), path
    # Of the fictional city itself nothing comes along.
    assert not list(data.rglob("organizations/*.yaml")) and "Вымышленск" not in (data / "registry.yaml").read_text()
    form = (city / ".github" / "ISSUE_TEMPLATE" / "account.yml").read_text(encoding="utf-8")
    assert "MAX" in form and "Telegram" in form


def test_a_sample_copied_among_the_records_passes_the_check() -> None:
    made = _made()
    records = {name.removeprefix("data/"): content for name, content in made.items() if name.startswith("data/")}
    records["organizations/school-1.yaml"] = made["samples/organization.yaml"]
    records["accounts/school-1-vk.yaml"] = made["samples/account.yaml"]
    assert load_files(record_sources.StoredFiles(records, "data/")).diagnostics == ()


def test_a_sample_says_which_of_its_lines_may_go_and_passes_without_them() -> None:
    made = _made()
    text = made["samples/organization.yaml"].decode()
    pieces = text.split("\n\n")
    kept = [piece for piece in pieces if "можно удалить, если" not in piece]
    assert 2 < len(kept) < len(pieces)
    records = {name.removeprefix("data/"): content for name, content in made.items() if name.startswith("data/")}
    records["organizations/school-1.yaml"] = ("\n\n".join(kept) + "\n").encode()
    assert load_files(record_sources.StoredFiles(records, "data/")).diagnostics == ()


def test_the_forms_of_a_city_are_those_that_its_workflow_reads() -> None:
    made = _made()
    names = {name.rpartition("/")[2] for name in made if name.startswith(".github/ISSUE_TEMPLATE/")}
    assert names == {"account.yml", "config.yml", "error.yml", "organization.yml", "weeks.yml"}
    account = yaml.safe_load(made[".github/ISSUE_TEMPLATE/account.yml"])
    options = [item["attributes"].get("options", []) for item in account["body"]]
    assert ["Одноклассники", "ВКонтакте"] in options or ["ВКонтакте", "Одноклассники"] in options


@pytest.mark.parametrize("name", workflows.NAMES)
def test_a_workflow_of_a_city_needs_nothing_that_only_this_repository_has(name: str) -> None:
    text = workflows.workflow(name, "Asia/Omsk")
    assert not re.search(
        r"make (environment|admin)|\.ci/|generator|schemas|requirements(\.run)?\.lock|Vladivostok", text
    )
    assert "requirements.txt" in text
    ours = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    theirs = yaml.safe_load(text)
    assert theirs["jobs"].keys() == ours["jobs"].keys()
    assert theirs["permissions"] == {}


def test_the_site_is_rebuilt_soon_after_the_citys_own_midnight() -> None:
    assert 'cron: "17 18 * * *"' in workflows.workflow("publish.yml", "Asia/Omsk")
    assert 'cron: "17 21 * * *"' in workflows.workflow("publish.yml", "Europe/Moscow")


def test_the_pages_are_looked_at_in_the_citys_own_night() -> None:
    text = workflows.workflow("observe.yml", "Europe/Moscow")
    assert 'cron: "10 23 * * *"' in text
    assert "midnight in the city's time (Europe/Moscow)" in text
    assert "reestr[" not in text


def test_a_workflow_that_has_changed_out_of_recognition_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting_point, "workflow", lambda name: "jobs: {}\n")
    with pytest.raises(workflows.UnfamiliarWorkflowError):
        workflows.workflow("publish.yml", "Asia/Omsk")


def test_pip_is_told_to_install_the_file_in_the_repository_and_what_it_needs_by_checksums(
    tmp_path: Path, wheel: Path
) -> None:
    assert _init(tmp_path / "city", *ANSWERS, "--yes").returncode == 0
    kept = tmp_path / "city" / "packages" / wheel.name
    assert kept.read_bytes() == wheel.read_bytes()
    text = (tmp_path / "city" / "requirements.txt").read_text(encoding="utf-8")
    first, *others = [line for line in text.splitlines() if line[:1] not in ("#", " ")]
    assert first == f"./packages/{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+ \\", line) for line in others)
    names = {line.partition("==")[0] for line in others}
    assert names >= {"mkdocs", "pyyaml", "click", "jinja2", "urllib3", "colorama"}
    assert not names & {"pytest", "weasyprint", "ruff", "reestr", "holidays", "hatchling"}


def test_the_program_is_named_by_its_name_only_if_an_index_has_it(
    tmp_path: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pip(arguments: Sequence[str]) -> str | None:
        asked.append(list(arguments))
        if not there:
            return "No matching distribution found for reestr"
        folder = Path(arguments[arguments.index("--dest") + 1])
        (folder / wheel.name).write_bytes(wheel.read_bytes())
        return None

    asked: list[list[str]] = []
    monkeypatch.setattr(package, "_pip", pip)
    there = False
    refused = _init(tmp_path / "city", *ANSWERS, "--yes", "--source", "index")
    assert refused.returncode == 2 and "No matching distribution" in refused.stderr and "--source" in refused.stderr
    assert not (tmp_path / "city").exists()
    there = True
    index = "https://index.example/simple"
    assert _init(tmp_path / "city", *ANSWERS, "--yes", "--source", f"index:{index}").returncode == 0
    assert asked[-1][-5:] == ["--index-url", index, "--only-binary", ":all:", f"reestr=={__version__}"]
    lines = (tmp_path / "city" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    first = lines.index(f"--index-url {index}")
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert lines[first + 1] == f"reestr=={__version__} --hash=sha256:{checksum}"
    assert not (tmp_path / "city" / "packages").exists()


@pytest.mark.parametrize(
    ("noted", "source"),
    [
        (None, "index"),
        ({"url": "https://forge.example/reestr", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
         "git+https://forge.example/reestr@ab12"),
        ({"url": "https://files.example/reestr-1-py3-none-any.whl", "archive_info": {}},
         "https://files.example/reestr-1-py3-none-any.whl"),
        ({"url": "file:///a%20b/reestr", "dir_info": {"editable": True}}, "/a b/reestr"),
    ],
)  # fmt: skip
def test_where_the_running_program_came_from_is_what_pip_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: object, source: str
) -> None:
    monkeypatch.undo()
    distribution = tmp_path / "reestr-1.dist-info"
    distribution.mkdir()
    (distribution / "METADATA").write_text("Name: reestr\nVersion: 1\n", encoding="utf-8")
    if noted is not None:
        (distribution / "direct_url.json").write_text(json.dumps(noted), encoding="utf-8")
    monkeypatch.setattr(
        "reestr.intake.new_city.package.metadata.distribution", lambda name: metadata.PathDistribution(distribution)
    )
    assert package._origin() == source


@pytest.mark.parametrize(
    ("name", "said"),
    [("reestr-9.9.9-py3-none-any.whl", "9.9.9"), ("другое.whl", "make wheel"), ("нет такого", "make wheel")],
)
def test_a_source_that_is_not_this_program_is_refused_before_anything_is_asked(
    tmp_path: Path, wheel: Path, name: str, said: str
) -> None:
    if name.endswith(".whl"):
        (tmp_path / name).write_bytes(wheel.read_bytes())
    done = _init(tmp_path / "city", "--yes", "--source", str(tmp_path / name))
    assert done.returncode == 2 and said in done.stderr
    assert not (tmp_path / "city").exists()


def test_a_wheel_without_the_list_of_what_it_needs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / f"reestr-{__version__}-py3-none-any.whl"
    path.write_bytes(b"no archive")
    with pytest.raises(package.NoPackageError, match="not-a-wheel"):
        package.installation(str(path))


@pytest.mark.process
def test_a_tag_in_git_becomes_a_file_of_the_repository(tmp_path: Path) -> None:
    made = tmp_path / "program"
    (made / "generator" / "reestr").mkdir(parents=True)
    (made / "generator" / "reestr" / "__init__.py").write_text("", encoding="utf-8")
    (made / "requirements.lock").write_text("click==8 --hash=sha256:00\n", encoding="utf-8")
    lock = "reestr/intake/new_city/files/requirements.lock"
    (made / "pyproject.toml").write_text(
        f"""[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "reestr"
version = "{__version__}"
requires-python = ">=3.11"
[tool.hatch.build.targets.wheel]
packages = ["generator/reestr"]
[tool.hatch.build.targets.wheel.force-include]
"requirements.lock" = "{lock}"
""",
        encoding="utf-8",
    )
    subprocess.run(["git", "init", "--quiet", str(made)], check=True)
    for arguments in (("add", "."), ("commit", "--quiet", "-m", "x"), ("tag", "v1")):
        author = ("-c", "user.name=x", "-c", "user.email=x@x.example")
        subprocess.run(["git", "-C", str(made), *author, *arguments], check=True)
    installed = package.installation(f"git+{made.as_uri()}@v1")
    assert installed == package.installation(str(made))
    name = f"packages/reestr-{__version__}-py3-none-any.whl"
    assert list(installed.files) == [name] and f"\n./{name} --hash=sha256:" in installed.requirements
    with pytest.raises(package.NoPackageError, match="not-had"):
        package.installation((tmp_path / "нет").as_uri().replace("file:", "git+file:"))


@pytest.mark.process
def test_a_conversation(tmp_path: Path, wheel: Path) -> None:
    typed = ["Город Новый\n", "Новая область\n", "12\n", '"00000000"\n', "Администрация\n", "\n", "администрация\n",
             "new.example\n", "Марс\n", "+3\n", "Новая Нина\n", "советник\n", "\n", "CC BY 4.0\n", "licence.example\n",
             "третий\n", "2\n", "\n", "да\n"]  # fmt: skip
    # Enter at the last question is no answer: nothing is thrown away.
    code, screen = session(tmp_path, ["init", "Новый", "--source", str(wheel)], typed)
    assert code == 0, screen
    assert screen.count("Записать?") == 2 and "пока ничего не записано" in screen
    assert "в кавычках" not in screen and '"00000000"' not in screen.replace('Новый: "00000000"', "").replace(
        ': "00000000"\r', ""
    )
    assert "ОКТМО — восемь или одиннадцать цифр" in screen and "Такого часового пояса нет" in screen
    record = _data((tmp_path / "reestr" / "data" / "registry.yaml").read_bytes())
    assert record["time_zone"] == "Asia/Omsk" and record["officer"] == {"name": "Новая Нина", "position": "советник"}
    assert "Такого акта нет" in screen and "12-р" in screen
    assert (tmp_path / "reestr/data/acts/region-7.yaml").is_file()
    assert record["data_licence"] == {"name": "CC BY 4.0", "url": "https://licence.example"}
    assert "site: https://new.example\n" in (tmp_path / "reestr" / "data" / "registry.yaml").read_text(encoding="utf-8")
    assert max(map(len, screen.replace("\r", "").split("\n"))) <= 110


@pytest.mark.process
@pytest.mark.parametrize("answers", range(0, 12, 3))
def test_leaving_at_any_question_leaves_nothing(tmp_path: Path, wheel: Path, answers: int) -> None:
    typed = ["Новый\n", "Область\n", "00000000\n", "А\n", "а\n", "https://n.example\n", "+3\n", "\n", "\n"][:answers]
    code, _ = session(tmp_path, ["init", "Новый", "--source", str(wheel)], [*typed, "\x03"])
    assert code == 130 and list(tmp_path.iterdir()) == []


@pytest.mark.process
def test_who_does_not_agree_gets_nothing_and_need_not_answer_again(tmp_path: Path, wheel: Path) -> None:
    code, screen = session(
        tmp_path, ["init", "Новый", *ANSWERS, "--source", str(wheel)], ["\n", "\n", "\n", "\n", "нет\n"]
    )
    assert code == 0 and "Ничего не записано" in screen and list(tmp_path.iterdir()) == []
    again = shlex.split(screen.replace("\r", "").replace("\n", "").partition("reestr init")[2])
    assert {f"time_zone={FACTS['time_zone']}", f"municipality.name={FACTS['municipality.name']}"} <= set(again)


def test_without_a_terminal_everything_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    done = _init(tmp_path / "city", "--set", "municipality.oktmo=00000000", "--yes")
    assert done.returncode == 2
    needed = set(FACTS) - {"municipality.short_name", "municipality.oktmo"}
    assert {name for name in FIELDS if f"--set {name}=" in done.stderr} == needed
