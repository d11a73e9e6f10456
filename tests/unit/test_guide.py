"""The guide names only existing commands, options, menu items, pictures and files."""

from __future__ import annotations

import html
import re
import shlex
from pathlib import Path

import click
import pytest
from reestr.cli import app
from reestr.intake.new_city import repository
from reestr.publishing.site.pages import SECTIONS
from reestr.publishing.site.pages.guide import ROLES, path_of
from reestr.publishing.site.widgets.guide_pictures import PICTURES
from reestr.registry.words import ANNEX_IN_GENERAL, CITY, city_words

from docs.pictures import guide as taking
from tests.once import Once
from tests.unit.registry_factory import noun
from tests.unit.test_init import FACTS

_CODE = re.compile(r"<code>(reestr [^<]*)</code>")


@pytest.fixture(scope="module")
def editions(once: Once, primersk: Path) -> dict[str, Path]:
    return {edition: once.site(primersk, edition) for edition in ("public", "internal")}


def _guide(site: Path) -> dict[str, str]:
    paths = ["guide/", *map(path_of, ROLES)]
    return {path: (site / path / "index.html").read_text(encoding="utf-8").partition("<main")[2] for path in paths}


def parsed(command: str) -> click.Context:
    """A command line as the program understands it, without running it. Raises ClickException where it does not."""
    name, *arguments = shlex.split(command.removeprefix("reestr "))
    context = click.Context(app.reestr, info_name="reestr")
    found = app.reestr.get_command(context, name)
    assert found is not None, f"there is no command {name!r}"
    while isinstance(found, click.Group):
        context = click.Context(found, info_name=name, parent=context)
        name, *arguments = arguments
        found = found.get_command(context, name)
        assert found is not None, f"there is no command {name!r}"
    return found.make_context(name, arguments, parent=context)


@pytest.mark.process
def test_every_command_that_the_guide_names_is_understood(editions: dict[str, Path]) -> None:
    named = [html.unescape(text) for page in _guide(editions["internal"]).values() for text in _CODE.findall(page)]
    assert len(named) > 10
    for command in named:
        parsed(command)
    assert {shlex.split(command)[1] for command in named} >= {
        "validate", "assess", "build", "serve", "changes", "handover", "report", "init", "explain",
    }  # fmt: skip


@pytest.mark.process
@pytest.mark.parametrize("role", ["officer", "organization"])
def test_the_guide_names_the_workbook_that_may_be_sent(editions: dict[str, Path], role: str) -> None:
    """No command of the guide makes a workbook for an organization that holds more than its own public values."""
    page = _guide(editions["internal"])[path_of(role)]
    made = [parsed(html.unescape(text)) for text in _CODE.findall(page) if "export workbook" in text]
    assert made
    for command in made:
        assert command.params["organization"] == "school-1"
        assert command.params["edition"] == "public"


def test_every_command_of_a_new_citys_readme_is_understood() -> None:
    readme = repository(FACTS, "")["README.md"].decode()
    named = re.findall(r"`(reestr [^`]+)`", readme)
    assert len(named) > 7
    for command in named:
        parsed(command)


@pytest.mark.parametrize("command", ["reestr bulid", "reestr build --editon internal", "reestr build --edition secret"])
def test_a_command_that_does_not_exist_would_be_noticed(command: str) -> None:
    with pytest.raises((click.ClickException, AssertionError)):
        parsed(command)


@pytest.mark.process
@pytest.mark.parametrize("edition", ["public", "internal"])
def test_every_menu_item_that_the_guide_names_is_in_the_menu(editions: dict[str, Path], edition: str) -> None:
    # The example city's.
    words = city_words(noun("постановление"), noun("мэрия города"), noun("мэрия"), ANNEX_IN_GENERAL, CITY, None)
    known = {
        section.path: f"«{section.group_title(words)}» › «{section.nav_title(words)}»"
        if section.group
        else f"«{section.nav_title(words)}»"
        for section in SECTIONS
        if section.in_menu
    }
    count = 0
    for page in _guide(editions[edition]).values():
        for address, text in re.findall(r'<a class="menu-path" href="([^"]+)">([^<]+)</a>', page):
            assert known[address.removeprefix("../../")] == html.unescape(text)
            count += 1
    assert count > 10


@pytest.mark.process
def test_the_internal_edition_alone_is_led_to_internal_pages(editions: dict[str, Path]) -> None:
    officer = path_of("officer")
    assert "/handovers/" in _guide(editions["internal"])[officer]
    assert "/handovers/" not in _guide(editions["public"])[officer]


@pytest.mark.process
def test_every_picture_is_described_and_lies_in_the_site(editions: dict[str, Path]) -> None:
    site = editions["public"]
    shown = set()
    for page in _guide(site).values():
        for figure in re.findall(r'<figure class="shot">.*?</figure>', page, re.DOTALL):
            (name,) = re.findall(r'src="\.\./\.\./guide-pictures/([\w-]+)\.webp"', figure)
            picture = PICTURES[name]
            assert f'width="{picture.width}" height="{picture.height}"' in figure and 'loading="lazy"' in figure
            assert len(picture.alternative) > 30 and html.escape(picture.alternative) in html.unescape(figure)
            shown.add(name)
    assert shown == set(PICTURES) == set(taking.TAKEN)
    kept = {path.name for path in (site / "guide-pictures").iterdir()}
    assert kept == {taking.stored(name, scheme).name for name in PICTURES for scheme in taking.SCHEMES}


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in taking.FOLDER.iterdir()}
    assert max(sizes.values()) < 40_000
    assert sum(sizes.values()) < 500_000


@pytest.mark.process
def test_the_roles_are_reached_from_the_menu_and_from_the_home_page(editions: dict[str, Path]) -> None:
    home = (editions["public"] / "index.html").read_text(encoding="utf-8")
    assert 'href="./guide/"' in home or 'href="guide/"' in home
    entrance = _guide(editions["public"])["guide/"]
    assert all(f'href="../guide/{role}/"' in entrance for role in ROLES)
