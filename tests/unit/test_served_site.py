"""A served site gives every file of a built one, each when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from reestr.publishing.build import Build
from reestr.publishing.site.page_shell import Shell, sentinels
from reestr.publishing.site.served_site import ServedSite
from reestr.publishing.site.writing import SiteWriter
from reestr.publishing.view import Site

from tests.unit import pages_factory
from tests.unit.project import tree


def _writer(folder: Path) -> SiteWriter:
    city = pages_factory.of_schema_kinds(pages_factory.small_city())
    build = Build(city, pages_factory.view_of(city).as_of, "internal", Site("Реестр"))
    return SiteWriter(build, folder, lambda depth: Shell(f"<p>{depth}{sentinels.content}"), None)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    _writer(folder).write_all(())
    return tree(folder)


def test_every_kind_of_file_is_served(tmp_path: Path, whole: dict[str, bytes]) -> None:
    of_kinds = {name.partition("/")[0]: name for name in sorted(whole)}
    assert {"organizations", "requirements", "api", "badges", "calendar"} <= set(of_kinds)
    for kind, name in of_kinds.items():
        folder = tmp_path / kind
        folder.mkdir()
        ServedSite(_writer(folder), (), folder).prepare(name.removesuffix("index.html"))
        assert (folder / name).read_bytes() == whole[name]


def test_one_organization_is_written_alone(tmp_path: Path, whole: dict[str, bytes]) -> None:
    served = ServedSite(_writer(tmp_path), (), tmp_path)
    name = next(name for name in whole if name.startswith("organizations/"))
    served.prepare(name)
    assert sum(other.startswith("organizations/") for other in tree(tmp_path)) == 1
    (tmp_path / name).write_text("as it was", encoding="utf-8")
    served.prepare(name)
    assert (tmp_path / name).read_text(encoding="utf-8") == "as it was"


@pytest.mark.parametrize(
    "address", ["", "../../etc/passwd", "organizations/../x", "requirements/none/", "\ud800", "a" * 300]
)
def test_any_address_may_be_asked_for(tmp_path: Path, address: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    ServedSite(_writer(site), (), site).prepare(address)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
