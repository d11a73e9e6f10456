"""The built sites, served on this machine, for the tests that look at them in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.serving import Served, build, serve


@pytest.fixture(scope="session")
def built(primersk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public site of the example city, which has a past."""
    return build(primersk / "mkdocs.yml", tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="session")
def example(built: Path) -> Iterator[Served]:
    """The example city, which has every kind of finding."""
    with serve(built) as served:
        yield served


@pytest.fixture(scope="session")
def real(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real city: exempt organizations, no account yet, every empty state."""
    with serve(build(project_root / "mkdocs.yml", tmp_path_factory.mktemp("real") / "site")) as served:
        yield served


@pytest.fixture(scope="session")
def internal(primersk: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example city's internal edition; of its pages those that are otherwise in public, or not there."""
    folder = build(primersk / "mkdocs.yml", tmp_path_factory.mktemp("internal") / "site", "internal")
    with serve(folder) as served:
        own = [path for path in served.kinds if not (built / path).exists()]
        yield replace(served, kinds=("tasks/", "changes/", "organizations/school-7/", *own))


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Served:
    """The site that the test's parameter names: `example`, `real` or `internal`."""
    served: Served = request.getfixturevalue(request.param)
    return served


@pytest.fixture(scope="session")
def address(example: Served) -> str:
    """Where the example city is served, with a final slash."""
    return example.address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh context of a wide window."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()
