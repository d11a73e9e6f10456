"""What was read before is read again only if it must be, and nothing is believed that another has kept."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from reestr.records import fingerprint
from reestr.records.kept_files import KeptFiles
from reestr.records.loading import file_reading, reading_all
from reestr.records.loading.kept_readings import KeptReadings
from reestr.records.loading.load import Loaded, load
from reestr.records.redaction import Edition

from tests.unit.project import ROOT

VYMYSHLENSK = ROOT / "examples" / "vymyshlensk" / "data"
Load = Callable[..., tuple[Loaded, list[str]]]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    shutil.copytree(VYMYSHLENSK, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def read(city: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Load the city with what is kept beside it; give the files that were read as well."""
    names: list[str] = []
    reader = file_reading.FileReader.read

    def noted(self: file_reading.FileReader, name: str, *rest: object) -> file_reading.FileRead:
        names.append(name.removeprefix("data/"))
        return reader(self, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(file_reading.FileReader, "read", noted)

    def loaded(edition: Edition = "public", folder: Path = city.parent / "kept") -> tuple[Loaded, list[str]]:
        names.clear()
        result = load(city, edition, kept=KeptReadings(folder, edition))
        return result, [name for name in names if not name.startswith(("networks/", "requirements/"))]

    return loaded


def compared(loaded: Loaded) -> bytes:
    """Origins are equal only to themselves."""
    return repr((loaded.registry, loaded.diagnostics, loaded.files)).encode()


def test_only_changed_files_are_read(city: Path, read: Load) -> None:
    first, names = read()
    assert len(names) > 20
    assert compared(first) == compared(load(city, "public"))
    again, names = read()
    assert names == []
    assert compared(again) == compared(first)
    school = next(city.glob("organizations/*.yaml"))
    school.write_text(school.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    third, names = read()
    assert names == [f"organizations/{school.name}"]
    assert compared(third) == compared(load(city, "public"))


def test_a_file_with_a_problem_is_read_again(city: Path, read: Load) -> None:
    school = next(city.glob("organizations/*.yaml"))
    school.write_text("id: [", encoding="utf-8")
    for _ in range(2):
        loaded, names = read()
        assert loaded.registry is None
        assert f"organizations/{school.name}" in names


def test_readings_depend_on_edition_networks_and_program(
    city: Path, read: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = len(read()[1])
    assert len(read("internal")[1]) >= count
    network = next(city.glob("networks/*.yaml"))
    network.write_text(network.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert len(read()[1]) == count
    assert read()[1] == []
    monkeypatch.setattr(fingerprint, "of_program", lambda: b"of another version")
    assert len(read()[1]) == count


def test_removed_files_are_forgotten(city: Path, read: Load) -> None:
    read()
    kept = KeptReadings(city.parent / "kept", "public")
    load(city, "public", kept=kept)
    plan = next(city.glob("activity/*/*.yaml"))
    content = plan.read_bytes()
    plan.unlink()
    read()
    plan.write_bytes(content)
    assert read()[1] == [plan.relative_to(city).as_posix()]


@pytest.mark.parametrize(
    "spoil", [lambda content: content[:40], lambda content: content[:-1] + b"x", lambda content: b""]
)
def test_damaged_readings_are_not_believed(city: Path, read: Load, spoil: Callable[[bytes], bytes]) -> None:
    first, names = read()
    for file in (city.parent / "kept").iterdir():
        file.write_bytes(spoil(file.read_bytes()))
    again, read_again = read()
    assert sorted(read_again) == sorted(names)
    assert compared(again) == compared(first)
    assert read()[1] == []


def test_readings_from_elsewhere_are_not_believed(city: Path, read: Load) -> None:
    """A branch of a stranger could bring them along, and they would say what its records do not."""
    _, names = read()
    shutil.copytree(city.parent / "kept", city.parent / "brought")
    assert read(folder=city.parent / "brought")[1] == names


def test_kept_files_make_nothing_but_facts(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path / "kept", b"")
    files.keep("wrong", shutil.rmtree)
    assert files.load("wrong") is None
    files.keep("right", {"a": (1, frozenset(("b",)))})
    assert files.load("right") == {"a": (1, frozenset(("b",)))}
    assert KeptFiles(tmp_path / "kept", b"others").load("right") is None
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("", encoding="utf-8")
    files = KeptFiles(tmp_path / "kept", b"")
    files.keep("x", 1)
    assert files.load("x") is None


@pytest.mark.process
def test_several_processes_read_the_same(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_all, "ENOUGH", 1)
    broken = next(city.glob("organizations/*.yaml"))
    broken.write_text(broken.read_text(encoding="utf-8") + "unknown: 1\n", encoding="utf-8")
    assert compared(load(city, jobs=2)) == compared(load(city))
    broken.unlink()
    assert compared(load(city, jobs=2)) == compared(load(city))
