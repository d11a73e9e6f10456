"""However a city is edited, a build that keeps what it can gives the bytes of a build that keeps nothing."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reestr.publishing.parts_files import PartsFile
from reestr.publishing.site import theme, writing
from reestr.records import fingerprint
from reestr.records.loading.load import load
from reestr.registry.organization import Organization

from tests.depth import DEEP, chance_of
from tests.unit.project import copy_of_base, copy_of_vymyshlensk, reestr_here, tree
from tests.unit.repository import Repository

pytestmark = pytest.mark.process

Edit = Callable[[Path, random.Random], None]
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_LETTERS = re.compile(r"(?<=[а-я])[а-я](?=[а-я])")


def _one(city: Path, chance: random.Random, pattern: str) -> Path:
    return chance.choice(sorted((city / "data").glob(pattern)))


def _changed(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _other_day(pattern: str) -> Edit:
    def edit(city: Path, chance: random.Random) -> None:
        days = sorted(set(_DAY.findall((city / "data" / "registry.yaml").read_text(encoding="utf-8"))))
        path = _one(city, chance, pattern)
        found = list(_DAY.finditer(path.read_text(encoding="utf-8")))
        if found:
            place = chance.choice(found)
            _changed(path, lambda text: text[: place.start()] + chance.choice(days) + text[place.end() :])

    return edit


def _other_letter(pattern: str) -> Edit:
    def edit(city: Path, chance: random.Random) -> None:
        path = _one(city, chance, pattern)
        place = chance.choice([*_LETTERS.finditer(path.read_text(encoding="utf-8"))] or [None])
        if place is not None:
            _changed(path, lambda text: text[: place.start()] + chance.choice("абв") + text[place.end() :])

    return edit


def _removed(pattern: str) -> Edit:
    return lambda city, chance: _one(city, chance, pattern).unlink()


def _renamed(city: Path, chance: random.Random) -> None:
    """A record with another id, and all records that name it."""
    kind = chance.choice(("organizations", "accounts"))
    path = _one(city, chance, f"{kind}/*.yaml")
    old, new = path.stem, f"{path.stem}-{chance.randrange(10)}"
    path.rename(path.with_stem(new))
    for folder in (city / "data" / "activity", city / "data" / "plans"):
        if (folder / old).is_dir():
            (folder / old).rename(folder / new)
    for other in (city / "data").rglob("*.yaml"):
        _changed(other, lambda text: re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text))


def _added(city: Path, chance: random.Random) -> None:
    path = _one(city, chance, "organizations/*.yaml")
    numbers = re.compile(r"^(inn|kpp|ogrn|branch_of|accounts_page|answers|reminders)\b.*\n(?:[ -].*\n)*", re.MULTILINE)
    copy = path.with_stem(f"{path.stem}-again-{chance.randrange(99)}")
    copy.write_text(numbers.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")


def _another_template(city: Path, chance: random.Random) -> None:
    ours = Path(theme.__file__).parent / "main.html"
    shown = ours.read_text(encoding="utf-8").replace("</body>", f"<!-- {chance.random()} --></body>")
    (city / "site" / "overrides").mkdir(exist_ok=True)
    (city / "site" / "overrides" / "main.html").write_text(shown, encoding="utf-8")


def _damaged(city: Path, chance: random.Random) -> None:
    """A byte of anything that is kept, or a file of the site."""
    folder = city / chance.choice((".reestr-kept", "build/kept"))
    path = chance.choice([path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size])
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 0xFF
    path.write_bytes(content)


def _committed(city: Path, chance: random.Random) -> None:
    repository = Repository(city)
    if not (city / ".git").exists():
        (city / ".gitignore").write_text("/build/\n", encoding="utf-8")
        repository.git("init", "--quiet")
    repository.commit({}, f"2026-11-{chance.randint(2, 15):02}T12:00:00+03:00")


EDITS: dict[str, Edit] = {
    "day of a record": _other_day("[aonpf]*s/**/*.yaml"),
    "name of an organization": _other_letter("organizations/*.yaml"),
    "requirement": _other_letter("requirements/*.yaml"),
    "day of a requirement": _other_day("requirements/*.yaml"),
    "act": _other_letter("act.yaml"),
    "network": _other_letter("networks/*.yaml"),
    "removed record": _removed("[an]*s/*.yaml"),
    "removed organization": _removed("organizations/*.yaml"),
    "renamed record": _renamed,
    "new organization": _added,
    "template": _another_template,
    "day": _other_day("registry.yaml"),
    "damage": _damaged,
    "commit": _committed,
    "program": _committed,
}


@pytest.mark.seeded
def test_any_edits_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = chance_of(20261201)
    city = copy_of_vymyshlensk(tmp_path / "city")
    # At night one by one; on every commit several at once.
    names = [*EDITS] * (8 if DEEP else 1)
    chance.shuffle(names)
    size = 1 if DEEP else 8
    _build(city, "kept")
    applied = set()
    for start in range(0, len(names), size):
        for name in names[start : start + size]:
            if name == "program":
                monkeypatch.setattr(fingerprint, "of_program", chance.random().hex().encode)
            elif _edited(city, EDITS[name], chance):
                applied.add(name)
        _build(city, "kept")
        _build(city, "anew", "--no-cache")
        assert tree(city / "build" / "kept") == tree(city / "build" / "anew"), names[start : start + size]
    assert len(applied) > len(EDITS) / 2


def _edited(city: Path, edit: Edit, chance: random.Random) -> bool:
    """Edit a city; take the edit back if the records are wrong then."""
    before = city.with_name("before")
    shutil.copytree(city / "data", before)
    edit(city, chance)
    valid = load(city / "data").registry is not None
    if not valid:
        shutil.rmtree(city / "data")
        shutil.copytree(before, city / "data")
    shutil.rmtree(before)
    return valid


def _build(city: Path, output: str, *arguments: str) -> None:
    done = reestr_here("build", "--output", f"build/{output}", *arguments, folder=city)
    assert done.returncode == 0, done.stderr


def test_an_interrupted_build_leaves_the_site_and_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = copy_of_base(tmp_path / "city")
    _build(city, "kept")
    before = tree(city / "build" / "kept")
    _changed(city / "data" / "organizations" / "library-1.yaml", lambda text: f"{text}# edited\n")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(writing.SiteWriter, "_write_organization", interrupted)
        assert reestr_here("build", "--output", "build/kept", folder=city).returncode != 0
    assert tree(city / "build" / "kept") == before
    written = []
    write = writing.SiteWriter._write_organization

    def noted(self: writing.SiteWriter, organization: Organization, parts: PartsFile) -> Any:
        written.append(organization.id)
        return write(self, organization, parts)

    monkeypatch.setattr(writing.SiteWriter, "_write_organization", noted)
    _build(city, "kept")
    assert written == ["library-1"]
    assert tree(city / "build" / "kept") == before
