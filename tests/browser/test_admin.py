"""The /admin/ editor on a working copy, as a person uses it: list, change, create, refusal, saving."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from reestr.publishing.forge import LOCAL, Forge
from reestr.publishing.site.admin.decap import configuration
from reestr.records import reader

from tests import tools
from tests.once import Once
from tests.unit.project import copy_of_primersk, reestr
from tests.unit.repository import Repository

pytestmark = pytest.mark.browser

# Texts that YAML 1.1 reads as a truth value, a time in base 60, a date, a number.
MISREAD = {"Полное наименование": "12:30", "Краткое наименование": "2024-02-05", "Адрес (": "on"}
NAME = re.compile("^(Имя записи|Месяц плана)")
EDITED = "data/organizations/schools/school-2.yaml"
SEEN = """\
  machine:
    on: "2026-10-02"
    lists: [school-2-vk]
    file: "2026-10-02.jsonl.gz"
    sha256: ["0123456789abcdef0123456789abcdef"]
"""
REMARKS = {
    "name: ": "# yaml-language-server: $schema=x\nname: ",
    "  latitude: ": "  # место входа\n  latitude: ",
    # What only the program writes is not in the form, and saving keeps it.
    "reviewed_on: ": f"{SEEN}reviewed_on: ",
}


@dataclass(frozen=True, slots=True)
class Editor:
    """The editor in a browser, over a project in a repository of its own."""

    project: Path
    page: Page
    address: str
    asked: set[str]

    def open(self, way: str) -> None:
        """Go to a place of the editor, signed in."""
        self.page.goto(f"{self.address}#/collections/{way}")
        enter = self.page.get_by_role("button", name="Войти")
        inside = self.page.get_by_text("Быстрое добавление").or_(self.page.get_by_label(NAME))
        enter.or_(inside).first.wait_for()
        if enter.is_visible():
            enter.click()

    def field(self, label: str) -> Locator:
        """The first field of the form whose label begins so."""
        return self.page.get_by_label(label, exact=False).first

    def choose(self, label: str, typed: str, option: str = "") -> None:
        """Choose in a list that is searched by typing."""
        self.field(label).fill(typed)
        self.page.get_by_role("option", name=option or typed).first.click()

    def save(self) -> None:
        """Press the button that saves."""
        self.page.get_by_role("button", name="Опубликовать").first.click()
        self.page.get_by_role("menuitem", name="Опубликовать сейчас").click()

    def saved(self) -> None:
        """Save, and wait until it is done."""
        with self.page.expect_response(lambda answer: '"persistEntry"' in (answer.request.post_data or "")) as answer:
            self.save()
        assert answer.value.ok
        self.page.wait_for_url("**/entries/**")

    def data(self, name: str) -> dict[str, Any]:
        """What our reader finds in a record."""
        document, problems = reader.read((self.project / "data" / name).read_bytes(), "")
        assert document is not None and not problems
        return document.data

    def git(self, *arguments: str) -> str:
        """What git says of the project."""
        done = subprocess.run(["git", *arguments], cwd=self.project, capture_output=True, text=True, check=True)
        return done.stdout


@pytest.fixture(scope="session")
def program(project_root: Path, once: Once) -> Path:
    """The program of the editor, made from the locked packages."""
    tools.npm_package("decap-cms-app", project_root / ".ci" / "admin")
    node = tools.node()

    def make(folder: Path) -> None:
        subprocess.run([node, ".ci/admin.mjs", str(folder)], cwd=project_root, check=True, capture_output=True)

    return once.made("admin-program", make)


@pytest.fixture(scope="session")
def check(project_root: Path, tmp_path_factory: pytest.TempPathFactory, program: Path) -> Path:
    """Decap's check of its configuration, as a script."""
    script = tmp_path_factory.mktemp("check") / "check.js"
    command = ["node", ".ci/admin/check.mjs", str(script)]
    subprocess.run(command, cwd=project_root, check=True, capture_output=True)
    return script


@pytest.fixture
def editor(tmp_path: Path, program: Path, browser: Browser) -> Iterator[Editor]:
    """The editor over a copy of the example city, in which a record has remarks."""
    project = copy_of_primersk(tmp_path / "city")
    text = (project / EDITED).read_text(encoding="utf-8")
    for place, remark in REMARKS.items():
        text = text.replace(place, remark, 1)
    (project / EDITED).write_text(text, encoding="utf-8")
    repository = Repository(project)
    repository.git("init")
    repository.commit({}, "2026-01-05T10:00:00+10:00")
    command = [sys.executable, "-m", "reestr", "admin", "--program", str(program), "--address", "127.0.0.1:0"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[2]
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ru-RU")
        page, asked = context.new_page(), set[str]()
        page.on("request", lambda request: asked.add(request.url))
        yield Editor(project, page, address, asked)
        context.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130


def test_a_record_is_found_changed_and_saved_with_a_minimal_difference(editor: Editor) -> None:
    editor.open("organizations")
    editor.page.get_by_role("link", name="school-2 · Школа № 2").click()
    assert editor.page.get_by_text("Проверка машиной").count() == 0
    editor.field("Адрес (").fill("yes")
    editor.saved()
    assert "# место входа" not in (editor.project / EDITED).read_text(encoding="utf-8"), "Decap keeps comments now"

    done = reestr("restore", folder=editor.project)
    assert done.returncode == 0 and EDITED in done.stdout, done.stderr
    assert editor.git("diff", "--numstat").split() == ["1", "1", EDITED]
    assert "# место входа" in (editor.project / EDITED).read_text(encoding="utf-8")
    assert reestr("validate", folder=editor.project).returncode == 0
    assert all(url.startswith((editor.address.removesuffix("admin/"), "blob:", "data:")) for url in editor.asked)


def test_a_new_organization_needs_what_a_complete_record_needs(editor: Editor) -> None:
    editor.open("organizations/new")
    editor.save()
    for label in ("Имя записи", "Папка", "Полное наименование", "Организационно-правовая форма"):
        expect(editor.page.get_by_text(f"{label}: заполните это поле.")).to_be_visible()

    editor.field("ИНН").fill("12345")
    editor.field("ОГРН").fill("1")
    refusal = editor.page.get_by_text("ИНН: Напишите ИНН организации — десять цифр")
    expect(refusal).to_be_visible()
    # Ten digits, but the last one is not the check digit.
    editor.field("ИНН").fill("0000009911")
    editor.field("ОГРН").fill('"0000000099109"')
    expect(refusal).to_be_visible()
    editor.field("ИНН").fill("0000009910")
    editor.field("ОГРН").fill("0000000099100")

    editor.field("Имя записи").fill("school-99")
    editor.field("Папка").select_option("schools")
    for label, text in MISREAD.items():
        editor.field(label).fill(text)
    editor.choose("Организационно-правовая форма", "муниципальное бюджетное учреждение")
    editor.choose("Сфера деятельности", "дошкольное образование")
    editor.field("В реестре с").fill("2026-01-01")
    editor.page.get_by_text("Контакты", exact=True).get_by_role("button", name="Развернуть").click()
    editor.page.get_by_role("button", name="Добавить телефон").click()
    editor.field("Телефон").fill("+7 (000) 000-99-99, доб. 12")
    editor.page.get_by_role("button", name="Добавить ответственные лица").click()
    editor.field("Должность").fill("педагог")
    editor.save()
    expect(editor.page.get_by_text("С какого дня: заполните это поле.")).to_be_visible()
    editor.field("С какого дня (").or_(editor.field("С какого дня")).last.fill("2026-02-02")
    editor.saved()

    expected = {
        "name": "12:30",
        "short_name": "2024-02-05",
        "legal_form": "municipal-budgetary-institution",
        "sphere": "preschool",
        "inn": "0000009910",
        "ogrn": "0000000099100",
        "address": "on",
        "contacts": {"phones": ["+7 (000) 000-99-99, доб. 12"]},
        "since": "2026-01-01",
        "responsible": [{"role": "педагог", "from": "2026-02-02"}],
    }
    assert editor.data("organizations/schools/school-99.yaml") == expected
    assert reestr("validate", folder=editor.project).returncode == 0
    assert reestr("restore", folder=editor.project).returncode == 0
    assert editor.data("organizations/schools/school-99.yaml") == expected


def test_an_account_names_its_organization_and_a_plan_lies_in_its_folder(editor: Editor) -> None:
    editor.open("accounts/new")
    editor.field("Имя записи").fill("school-2-vk-old")
    editor.field("Папка").select_option("schools")
    editor.choose("Организация", "Школа № 2", "school-2")
    editor.choose("Сеть", "vk")
    editor.field("Адрес страницы").fill("https://vk.com/primersk_school_2_old")
    editor.choose("Состояние", "закрыт")
    editor.field("Дата создания").fill("2025-01-10")
    editor.field("Дата закрытия").fill("2025-02-10")
    editor.saved()
    assert editor.data("accounts/schools/school-2-vk-old.yaml") == {
        "organization": "school-2",
        "network": "vk",
        "url": "https://vk.com/primersk_school_2_old",
        "status": "closed",
        "opened_on": "2025-01-10",
        "closed_on": "2025-02-10",
    }

    editor.open("plans/new")
    editor.field("Месяц плана").fill("2027-01")
    editor.field("Организация").select_option("school-2")
    editor.field("Дата подготовки").fill("2026-12-25")
    editor.page.get_by_role("button", name="Добавить публикации").click()
    editor.page.locator("input[type=date]").nth(1).fill("2027-01-12")
    editor.field("Тема").fill("no")
    editor.saved()
    assert editor.data("plans/school-2/2027-01.yaml") == {
        "prepared_on": "2026-12-25",
        "entries": [{"date": "2027-01-12", "topic": "no"}],
    }
    assert reestr("validate", folder=editor.project).returncode == 0


def test_the_server_answers_no_page_of_another_site(editor: Editor) -> None:
    request = editor.page.request
    info = {"action": "info"}
    address = editor.address.replace("/admin/", "/api/v1")
    assert request.post(address, data=info).ok
    assert request.post(address, data=info, headers={"Origin": "http://evil.example"}).status == 403
    assert request.post(address, data=info, headers={"Host": "evil.example"}).status == 403


@pytest.mark.parametrize(
    "forge",
    [
        LOCAL,
        Forge("github", "city/reestr", url="https://github.com", auth_url="https://auth.example"),
        Forge("gitlab", "city/group/reestr", "master", "https://git.example", "app"),
        Forge("gitea", "city/reestr", url="https://git.example", app_id="app", folder="primersk/"),
        Forge("forgejo", "city/reestr", url="https://git.example", app_id="app"),
    ],
    ids=lambda forge: forge.backend,
)
def test_the_configuration_is_what_decap_expects(forge: Forge, check: Path, browser: Browser) -> None:
    """The program leaves out Decap's own check (see .ci/admin/unchecked.js): here it is."""
    names = ["organizations/schools/a.yaml", "organizations/b.yaml", "networks/vk.yaml", "accounts/x/y/c.yaml"]
    page = browser.new_page()
    # What Decap makes ids with is there on secure pages only.
    page.route("https://check.example/", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("https://check.example/")
    page.add_script_tag(path=check)
    judge = "config => { try { decap.validateConfig(config) } catch (error) { return error.toString() } return '' }"
    assert page.evaluate(judge, configuration(forge, "data/", names, "https://reestr.example/")) == ""
    assert "backend" in page.evaluate(judge, {"collections": []}), "it finds what is wrong"
    page.close()
