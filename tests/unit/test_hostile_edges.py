"""Hostile surroundings: odd arguments and streams, misleading targets and pages, signals, concurrent builds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from reestr.publishing.site import output_folder
from reestr.publishing.site.plugin import build, configuration

from tests.unit.project import copy_of_base, copy_of_primersk, reestr, tree

pytestmark = pytest.mark.process

REESTR = [sys.executable, "-m", "reestr"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_of_base(tmp_path)


def _site(project: Path) -> Path:
    target = project / "built"
    target.mkdir()
    build(configuration(project / "mkdocs.yml"), target)
    return target


def _menu(built: Path) -> str:
    return (built / "index.html").read_text(encoding="utf-8").partition("<header")[2].partition("<main")[0]


@pytest.mark.parametrize("arguments", [("assess", "--as-of", "0001-01-01"), ("assess", "--as-of", "9999-12-31")])
def test_a_day_beyond_all_records_is_wrong_usage(project: Path, arguments: tuple[str, ...]) -> None:
    done = reestr(*arguments, folder=project)
    assert done.returncode == 2
    assert "1900–2099" in done.stderr


def test_arguments_give_the_terminal_no_commands(project: Path) -> None:
    done = reestr("explain", "\x1b[31mred\u202e", folder=project, environment={"FORCE_COLOR": "1"})
    assert done.returncode == 2
    assert not set(done.stderr) & set("\x1b\u202e")


@pytest.mark.parametrize("command", ["validate", "assess", "assess --format json", "build", "explain alias", "--help"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_changes_nothing(project: Path, command: str, closed: str) -> None:
    shell = f'"{sys.executable}" -m reestr {command} {closed}'
    done = subprocess.run(["bash", "-c", shell], cwd=project, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_told(project: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*REESTR, "validate"], cwd=project, stdout=full, stderr=subprocess.PIPE, check=False)
        mute = subprocess.run([*REESTR, "nonsense"], cwd=project, stderr=full, check=False)
    assert done.returncode == 2
    assert "Не удалось вывести результат" in done.stderr.decode()
    assert mute.returncode == 2


# One that has Russian letters and one that has not; at night others of both sorts.
@pytest.mark.parametrize(
    "encoding", ["cp1251", "ascii", *(pytest.param(name, marks=pytest.mark.deep) for name in ("koi8-r", "latin-1"))]
)
def test_any_encoding_of_the_terminal_will_do(project: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    for command in (["assess"], ["explain", "alias"]):
        done = subprocess.run([*REESTR, *command], cwd=project, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    json = ("assess", "--format", "json")
    plain = reestr(*json, folder=project).stdout
    done = subprocess.run([*REESTR, *json], cwd=project, env=environment, capture_output=True, check=False)
    assert done.stdout.decode("utf-8") == plain


@pytest.mark.parametrize("output", ["new/../data/x", "link/x", "../{name}/docs", "link"])
def test_a_roundabout_way_to_the_sources_is_no_target(project: Path, output: str) -> None:
    (project / "link").symlink_to("docs")
    before = tree(project)
    done = reestr("build", "--output", output.format(name=project.name), folder=project)
    assert done.returncode == 2
    assert tree(project) == before


@pytest.mark.parametrize("target", ["../data", "..", ".", "/etc", "../data/registry.yaml"])
def test_links_out_of_the_pages_are_not_published(project: Path, target: str) -> None:
    (project / "docs" / "link.md").symlink_to(target)
    done = reestr("build", folder=project)
    assert done.returncode == 2
    assert "link.md" in done.stderr
    assert not (project / "site").exists()


def test_records_among_the_pages_are_not_published(project: Path) -> None:
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(settings.replace("docs_dir: docs", "docs_dir: data"), encoding="utf-8")
    done = reestr("build", folder=project)
    assert done.returncode == 2
    assert not (project / "site").exists()


def test_pages_that_cannot_be_read_are_named(project: Path) -> None:
    page = project / "docs" / "page.md"
    os.mkfifo(page)
    assert "page.md" in reestr("build", folder=project).stderr
    page.unlink()
    page.write_bytes(b"# \xff\n")
    assert "page.md" in reestr("build", folder=project).stderr
    page.write_text("---\ntemplate: nowhere.html\n---\n", encoding="utf-8")
    done = reestr("build", folder=project)
    assert done.returncode == 2
    assert "nowhere.html" in done.stderr


@pytest.mark.parametrize("name", ["method.md", "method/index.md"])
def test_a_hand_written_page_takes_the_place_of_a_section(project: Path, name: str) -> None:
    page = project / "docs" / name
    page.parent.mkdir(exist_ok=True)
    page.write_text("# Считаем по-своему\n", encoding="utf-8")
    built = _site(project)
    assert "Считаем по-своему" in (built / "method" / "index.html").read_text(encoding="utf-8")
    # The menu is printed once: style alone lays it out in wide and in narrow windows.
    assert _menu(built).count('href="method/"') == 1


def test_only_pages_stand_in_the_menu(project: Path) -> None:
    (project / "docs" / "folder.md").mkdir()
    (project / "docs" / ".secret.md").write_text("# Нет\n", encoding="utf-8")
    (project / "docs" / "own.md").write_text("# Своя\n", encoding="utf-8")
    menu = _menu(_site(project))
    assert 'href="own/"' in menu
    assert "folder" not in menu
    assert "secret" not in menu


def _with_theme(project: Path, theme: str) -> str:
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(settings.replace("{name: reestr}", theme), encoding="utf-8")
    done = reestr("build", folder=project)
    assert (done.returncode == 0) is (project / "site/index.html").exists()
    return done.stderr


@pytest.mark.parametrize("theme", ["{name: mkdocs}", "{name: readthedocs}", "{name: null, custom_dir: own}"])
def test_a_theme_without_our_banners_is_refused(project: Path, theme: str) -> None:
    (project / "own").mkdir()
    (project / "own/main.html").write_text("<p>{{ page.content }}</p>", encoding="utf-8")
    said = _with_theme(project, theme)
    assert "custom_dir" in said and "inherits: reestr" in said and "внутренняя редакция" in said


def test_a_template_that_drops_a_banner_is_refused(project: Path) -> None:
    (project / "own").mkdir()
    (project / "own/main.html").write_text("<p>{{ page.content }}</p>", encoding="utf-8")
    said = _with_theme(project, "{name: reestr, custom_dir: own}")
    assert "«вымышленный город»" in said and "banners" in said
    (project / "own/main.html").write_text('<p class="banner-fictional">{{ page.content }}</p>', encoding="utf-8")
    assert reestr("build", folder=project).returncode == 0
    done = reestr("build", "--edition", "internal", "--output", "again", folder=project)
    assert done.returncode == 2 and "«внутренняя редакция»" in done.stderr
    assert not (project / "again").exists()


def test_a_folder_that_mkdocs_has_built_is_replaced(project: Path) -> None:
    built = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(built, cwd=project, check=True)
    assert reestr("build", folder=project).returncode == 0
    (project / "site/.git").mkdir()
    (project / "site/.reestr-build").unlink()
    subprocess.run(built, cwd=project, check=True)
    done = reestr("build", folder=project)
    assert done.returncode == 2 and "сделал не reestr" in done.stderr
    assert (project / "site/.git").is_dir()


def test_a_date_in_the_settings_needs_no_quotes(project: Path) -> None:
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "      as_of: 2026-03-02\n", encoding="utf-8")
    settings.write_text(settings.read_text(encoding="utf-8").replace("- reestr\n", "- reestr:\n"), encoding="utf-8")
    assert "2 марта 2026" in (_site(project) / "index.html").read_text(encoding="utf-8").replace("\xa0", " ")


def test_a_build_told_to_end_clears_away_what_it_began(tmp_path: Path) -> None:
    project = copy_of_primersk(tmp_path)
    target = project / "built"
    with output_folder.staged(target) as staging:
        (staging / "earlier.html").write_text("earlier", encoding="utf-8")
    staging = target.with_name(".built.building")
    with subprocess.Popen([*REESTR, "build", "--output", "built"], cwd=project, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not staging.exists():
            pass
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 130
    assert not staging.exists()
    assert (target / "earlier.html").read_text(encoding="utf-8") == "earlier"
