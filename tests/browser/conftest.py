"""Serves the built sites on this machine for tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from tests import tools
from tests.browser.serving import Served, serve
from tests.once import Once


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, from the locked npm package."""
    return (tools.npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def built(once: Once, primersk: Path) -> Path:
    """The public site of the example city, which has a past."""
    return once.site(primersk)


@pytest.fixture(scope="session")
def example(built: Path) -> Iterator[Served]:
    """The example city, which has every kind of finding."""
    with serve(built) as served:
        yield served


_NOT_OF_RECORDS = ("404.html", "check/", "contribute/", "guide/", "method/", "open-data/", "search/")
"""The sections that are the same in every city but for its names."""


@pytest.fixture(scope="session")
def real(project_root: Path, once: Once) -> Iterator[Served]:
    """The real city, of its pages those that show records: exempt organizations, no account yet, every empty state."""
    with serve(once.site(project_root)) as served:
        yield replace(served, kinds=tuple(path for path in served.kinds if not path.startswith(_NOT_OF_RECORDS)))


@pytest.fixture(scope="session")
def internal(primersk: Path, built: Path, once: Once) -> Iterator[Served]:
    """The example city's internal edition; of its pages those that are otherwise in public, or not there."""
    with serve(once.site(primersk, "internal")) as served:
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


@pytest.fixture(scope="session")
def wide_window(browser: Browser) -> Iterator[tuple[BrowserContext, Page]]:
    """The context of a wide window that the tests of a process share, and a page that stays open in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context, context.new_page()
    context.close()


@pytest.fixture
def context(wide_window: tuple[BrowserContext, Page]) -> Iterator[BrowserContext]:
    """A context of a wide window, as fresh as a new one, which would cost more: pages, permissions and all that sites
    keep are taken away after each test. What cannot be taken away, such as a script of every page, is not for it.
    """
    context, staying = wide_window
    origins: set[str] = set()

    def note_address(frame: Frame) -> None:
        address = urlsplit(frame.url)
        if address.netloc:
            origins.add(f"{address.scheme}://{address.netloc}")

    def follow(page: Page) -> None:
        page.on("framenavigated", note_address)

    context.on("page", follow)
    yield context
    context.remove_listener("page", follow)
    for page in context.pages:
        if page is not staying:
            page.close()
    context.clear_permissions()
    context.clear_cookies()
    devtools = context.new_cdp_session(staying)
    for origin in sorted(origins):
        devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    devtools.detach()
