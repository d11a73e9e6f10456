"""A site that is up to date is left alone; anything it is made of makes it anew."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reestr.publishing.site import plugin
from reestr.publishing.site.plugin import site_key
from reestr.records import fingerprint
from reestr.records.loading.record_sources import Snapshot

from tests.unit.project import copy_of_base, reestr_here, tree

# Git is asked whether there is a history.
pytestmark = pytest.mark.process

HOME = "site/index.html"


def built(city: Path, *arguments: str) -> bool:
    """Build; return whether the site was made anew."""
    before = os.stat(city / HOME).st_ino if (city / HOME).exists() else None
    done = reestr_here("build", *arguments, folder=city)
    assert done.returncode == 0, done.stderr
    assert "site/index.html" in done.stdout
    return os.stat(city / HOME).st_ino != before


def appended(file: str, text: str) -> Callable[[Path], None]:
    def change(city: Path) -> None:
        path = city / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(text)

    return change


SOURCES = {
    "a record": appended("data/registry.yaml", "# remark\n"),
    "a new record": appended("data/organizations/x.yaml", "# empty\n"),
    "a written page": appended("docs/about.md", "# О реестре\n"),
    "a setting": appended("mkdocs.yml", "copyright: Город\n"),
    "a template": appended("overrides/main.html", "<p>"),
    "what was seen": appended("observations/latest.json", "{}"),
    "the program of the editor": appended("build/admin/reestr-admin.js", ""),
}
SPOILT: dict[str, Callable[[Path], object]] = {
    "a changed file": appended("site/accounts/index.html", "<!-- x -->"),
    "a strange file": appended("site/x.txt", "x"),
    "a lost file": lambda city: (city / "site/accounts/index.html").unlink(),
    "what is kept": lambda city: next((city / ".reestr-kept").glob("site-*/site")).write_bytes(b"x" * 99),
}


def test_everything_that_a_site_is_made_of_is_in_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = copy_of_base(tmp_path / "city")
    (city / "overrides").mkdir()
    settings = (city / "mkdocs.yml").read_text(encoding="utf-8")
    (city / "mkdocs.yml").write_text(
        settings.replace("theme: {name: reestr}", "theme: {name: reestr, custom_dir: overrides}"), encoding="utf-8"
    )

    def key(**given: Any) -> bytes | None:
        return plugin.key(plugin.configuration(city / "mkdocs.yml", **given))

    known = {key()}
    assert known == {key()}
    assert None not in known
    for name, change in SOURCES.items():
        change(city)
        assert key() not in known, name
        known.add(key())
    assert key(edition="internal") not in known
    assert key(as_of=datetime.date(2026, 3, 9)) not in known
    assert key(records="today") not in known
    assert key(cached=False) is None
    mask = os.umask(0o077)
    assert key() not in known
    os.umask(mask)
    monkeypatch.setattr(fingerprint, "of_program", lambda: b"another")
    assert key() not in known


def test_a_site_that_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    city = copy_of_base(tmp_path / "city")
    assert built(city)
    made = tree(city / "site")
    assert not built(city)
    assert [
        item.name for item in (city / ".reestr-kept").iterdir() if item.is_dir() and item.stat().st_mode & 0o77
    ] == []
    for name, spoil in SPOILT.items():
        spoil(city)
        assert built(city), name
        assert tree(city / "site") == made
    assert built(city, "--no-cache")
    assert built(city)


def test_what_cannot_be_known_is_built(tmp_path: Path) -> None:
    city = copy_of_base(tmp_path / "city")
    appended("mkdocs.yml", "hooks: [hook.py]\n")(city)
    appended("hook.py", "")(city)
    assert built(city)
    assert built(city)


@pytest.mark.parametrize(
    "text", ["rule: {name: lottery}", "rule:\n  'name' : \"lottery\"\n", "rule: {name: present, x: {name: l}}"]
)
def test_a_rule_of_another_package_is_noticed(text: str) -> None:
    records = Snapshot("data/", {"requirements/x.yaml": text.encode()}, [])
    assert not site_key._rules_are_ours(records)
    known = Snapshot("data/", {"requirements/x.yaml": b"rule: {name: present}", "networks/y.yaml": b"name: VK"}, [])
    assert site_key._rules_are_ours(known)
