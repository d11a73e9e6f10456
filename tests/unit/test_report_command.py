"""`reestr report`: complete documents or none, their commit, the same bytes for the same commit and day."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from reestr import wording
from reestr.records.loading import record_sources
from reestr.records.loading.record_sources import snapshot

from tests import tools
from tests.unit.project import copy_of_base, copy_of_primersk, reestr, tree
from tests.unit.repository import Repository, repository
from tests.unit.test_reproducible import ONE, OTHER

pytestmark = pytest.mark.process

DAY = ("--as-of", "2026-11-16")
FOREIGN = "чужое"


@pytest.fixture
def city(tmp_path: Path) -> Repository:
    return repository(tmp_path / "city")


def manifest(folder: Path) -> dict[str, object]:
    value: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return value


def records_of(folder: Path) -> dict[str, object]:
    value = manifest(folder)["records"]
    assert isinstance(value, dict)
    return value


def centre(city: Repository, *arguments: str, output: str = "out") -> Path:
    done = reestr("report", "centre", "--output", output, *arguments, folder=city.folder)
    assert (done.returncode, done.stderr) == (0, "")
    return city.folder / output


def primersk_repository(folder: Path) -> Repository:
    made = Repository(copy_of_primersk(folder))
    made.git("init", "--quiet")
    made.commit({}, "2026-11-15T23:00:00+05:00")
    return made


def test_the_folder_can_be_checked_with_usual_tools(city: Repository) -> None:
    folder = centre(city, *DAY)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["SHA256SUMS", "manifest.json", "pismo-2026-11-16.docx", "reestr-2026-11-16.csv", "reestr-2026-11-16.xlsx"]
    )
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False, env={"LC_ALL": "C"}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == 4
    listed = manifest(folder)["files"]
    assert isinstance(listed, list)
    for item in listed:
        assert hashlib.sha256((folder / item["name"]).read_bytes()).hexdigest() == item["sha256"]


def test_the_hash_of_the_records_is_what_the_shell_says(city: Repository) -> None:
    city.write({".hidden.yaml": "left: behind", ".git-like/x.yaml": "left: behind"})
    command = wording.text("papers.origin.hash-command", folder="data")
    done = subprocess.run(["bash", "-c", command], cwd=city.folder, capture_output=True, text=True, check=True)
    own = snapshot(record_sources.FolderFiles(city.data, "data/")).fingerprint()
    assert done.stdout.split()[0] == own == records_of(centre(city, *DAY))["sha256"]


def test_the_hash_follows_names_and_bytes(city: Repository) -> None:
    def fingerprint() -> str:
        return snapshot(record_sources.FolderFiles(city.data, "data/")).fingerprint()

    before = fingerprint()
    (city.data / "organizations" / "library-1.yaml").touch()
    assert fingerprint() == before
    city.write({"organizations/library-1.yaml": (city.data / "organizations" / "library-1.yaml").read_text() + "\n"})
    changed = fingerprint()
    assert changed != before
    (city.data / "organizations" / "library-1.yaml").rename(city.data / "organizations" / "library-2.yaml")
    assert fingerprint() not in (before, changed)


def test_the_commit_is_named_and_a_clean_folder_is_clean(city: Repository) -> None:
    records = records_of(centre(city, *DAY))
    assert records["commit"] == city.git("rev-parse", "HEAD")
    assert records["committed_at"] == "2026-01-05T10:00:00+10:00"
    assert records["uncommitted_files"] == 0
    assert records["folder"] == "data"


def test_uncommitted_changes_are_counted_and_told(city: Repository) -> None:
    name = "organizations/library-1.yaml"
    city.write({name: (city.data / name).read_text(encoding="utf-8") + "# changed\n", ".swp": "", "x~": ""})
    (city.folder / "README.md").write_text("not a record", encoding="utf-8")
    done = reestr("report", "centre", *DAY, folder=city.folder)
    assert done.returncode == 0
    assert "незафиксированными изменениями (1" in done.stdout.replace("\n  ", " ").replace("\n", " ")
    assert records_of(city.folder / "build" / "centre-2026-11-16")["uncommitted_files"] == 1


def test_a_record_that_git_is_told_to_ignore_is_uncommitted_too(city: Repository) -> None:
    (city.folder / ".gitignore").write_text("copy.yaml\n", encoding="utf-8")
    city.commit({}, "2026-01-06T10:00:00+10:00")
    city.write({"organizations/copy.yaml": "name: Копия\nlegal_form: municipal-budgetary-institution\ndraft: true\n"})
    assert records_of(centre(city, *DAY))["uncommitted_files"] == 1


def test_outside_of_git_the_papers_say_so(tmp_path: Path) -> None:
    copy_of_base(tmp_path)
    done = reestr("report", "centre", *DAY, "--output", "out", folder=tmp_path)
    assert done.returncode == 0
    assert "вне Git" in done.stdout
    assert records_of(tmp_path / "out")["commit"] is None
    assert records_of(tmp_path / "out")["uncommitted_files"] is None


def test_a_folder_that_its_repository_does_not_know_is_outside_of_git(tmp_path: Path) -> None:
    outer = Repository(tmp_path)
    outer.git("init", "--quiet")
    (tmp_path / ".gitignore").write_text("inner/\n", encoding="utf-8")
    outer.git("add", "--all")
    outer.git("commit", "--quiet", "--message", "begin")
    inner = tmp_path / "inner"
    inner.mkdir()
    copy_of_base(inner)
    assert reestr("report", "centre", *DAY, "--output", "out", folder=inner).returncode == 0
    assert records_of(inner / "out")["commit"] is None


def test_a_past_state_is_made_of_the_records_as_they_were(city: Repository) -> None:
    first = centre(city, output="first")
    before = records_of(first)
    name = "organizations/library-1.yaml"
    text = (city.data / name).read_text(encoding="utf-8")
    frozen = (city.data / "registry.yaml").read_text(encoding="utf-8")
    unfrozen = "".join(line for line in frozen.splitlines(keepends=True) if not line.startswith("frozen_on"))
    renamed = text.replace("Библиотека", "Читальня")
    city.commit({name: renamed, "registry.yaml": unfrozen}, "2026-02-01T23:30:00+00:00")
    past = centre(city, *DAY, "--commit", "HEAD~1", output="past")
    now = centre(city, *DAY, output="now")
    assert records_of(past) == before
    assert records_of(now)["sha256"] != before["sha256"]
    assert "Читальня" not in (past / "reestr-2026-11-16.csv").read_text(encoding="utf-8")
    assert "Читальня" in (now / "reestr-2026-11-16.csv").read_text(encoding="utf-8")
    # Without a date it is the day of the commit in the city: it is February 2 there.
    dated = manifest(centre(city, "--commit", "HEAD", output="dated"))
    assert dated["as_of"] == "2026-02-02"
    # A working folder in disorder has nothing to do with it.
    city.write({name: "name: [\n"})
    assert records_of(centre(city, *DAY, "--commit", "HEAD~1", output="again")) == before
    assert tree(city.folder / "again") == tree(past)


def test_the_command_in_the_manifest_makes_the_folder_again(city: Repository) -> None:
    folder = centre(city, *DAY)
    program, *arguments = str(manifest(folder)["command"]).split()
    assert program == "reestr"
    done = reestr(*arguments, "--output", "again", folder=city.folder)
    assert done.returncode == 0
    assert tree(city.folder / "again") == tree(folder)


@pytest.mark.parametrize("revision", ["nothing-of-the-kind", "-x", "HEAD~99", ""])
def test_an_unknown_commit_is_refused(city: Repository, revision: str) -> None:
    done = reestr("report", "state", f"--commit={revision}", folder=city.folder)
    assert done.returncode == 2
    assert "в истории нет коммита" in done.stderr
    assert not (city.folder / "build").exists()


def test_a_commit_without_history_or_records_is_refused(tmp_path: Path, city: Repository) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    copy_of_base(plain)
    done = reestr("report", "state", "--commit", "HEAD", folder=plain)
    assert (done.returncode, "нужна история Git" in done.stderr) == (2, True)
    (city.folder / "empty").mkdir()
    done = reestr("report", "state", "--commit", "HEAD", "--data", "empty", folder=city.folder)
    assert (done.returncode, "нет папки «empty»" in done.stderr) == (2, True)


def test_the_same_commit_and_day_give_the_same_bytes_anywhere(tmp_path: Path) -> None:
    one = primersk_repository(tmp_path / "first")
    other = tmp_path / "другое место" / "clone"
    shutil.copytree(one.folder, other)
    for arguments in (["report", "centre"], ["report", "state"], ["report", "state", "--edition", "internal"]):
        name = "-".join(argument.strip("-") for argument in arguments)
        first = reestr(*arguments, "--output", name, folder=one.folder, environment=ONE)
        second = reestr(
            *arguments,
            "--data",
            str(other / "data"),
            "--output",
            str(tmp_path / name),
            folder=tmp_path,
            environment=OTHER,
        )
        assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
        if arguments[1] == "centre":
            assert tree(one.folder / name) == tree(tmp_path / name)
        else:
            assert (one.folder / name).read_bytes() == (tmp_path / name).read_bytes()


def test_wrong_data_are_told_and_nothing_is_written(city: Repository) -> None:
    city.write({"organizations/broken.yaml": "name: Школа\nname: Другая\n"})
    for arguments in (["centre"], ["state"], ["state", "--format", "pdf"]):
        done = reestr("report", *arguments, folder=city.folder)
        assert done.returncode == 1
        assert "data/organizations/broken.yaml:2:1" in done.stderr
        assert "2 │ name: Другая" in done.stderr
        assert "ничего не записано" in done.stderr
        assert done.stdout == ""
    assert not (city.folder / "build").exists()


def test_a_folder_as_it_was_made_is_replaced_and_another_never(city: Repository) -> None:
    folder = centre(city, *DAY)
    letter = folder / "pismo-2026-11-16.docx"
    centre(city, *DAY)
    letter.write_bytes(letter.read_bytes() + b"number and signature")
    touched = tree(folder)
    done = reestr("report", "centre", *DAY, "--output", "out", folder=city.folder)
    assert done.returncode == 2
    assert "pismo-2026-11-16.docx" in done.stderr
    assert tree(folder) == touched
    foreign = city.folder / "foreign"
    foreign.mkdir()
    (foreign / "письмо.txt").write_text(FOREIGN, encoding="utf-8")
    done = reestr("report", "centre", *DAY, "--output", "foreign", folder=city.folder)
    assert (done.returncode, "письмо.txt" in done.stderr) == (2, True)
    assert (foreign / "письмо.txt").read_text(encoding="utf-8") == FOREIGN


def test_a_file_of_ours_is_replaced_and_another_never(city: Repository) -> None:
    arguments = ("report", "state", "--output", "state.html")
    assert reestr(*arguments, *DAY, folder=city.folder).returncode == 0
    assert reestr(*arguments, "--as-of", "2026-11-17", folder=city.folder).returncode == 0
    file = city.folder / "state.html"
    assert "17 ноября 2026" in file.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    file.write_text(FOREIGN, encoding="utf-8")
    done = reestr(*arguments, *DAY, folder=city.folder)
    assert (done.returncode, "сделал не reestr" in done.stderr) == (2, True)
    assert file.read_text(encoding="utf-8") == FOREIGN
    done = reestr("report", "state", "--output", "docs", folder=city.folder)
    assert done.returncode == 2
    assert not list(city.folder.glob(".*building*"))


@pytest.mark.parametrize("output", ["data", "data/out", "."])
def test_papers_are_not_put_among_the_records(city: Repository, output: str) -> None:
    before = tree(city.data)
    for command in ("centre", "state"):
        done = reestr("report", command, *DAY, "--output", output, folder=city.folder)
        assert done.returncode == 2
        assert "пересекается" in done.stderr
    assert tree(city.data) == before


def test_the_terminal_is_told_what_was_made_and_what_to_do(city: Repository) -> None:
    for command in ("centre", "state"):
        done = reestr("report", command, *DAY, folder=city.folder, environment={"COLUMNS": "80"})
        assert max(map(len, done.stdout.splitlines())) <= 80
        assert "Что дальше:" in done.stdout
        assert f"build/{command}-2026-11-16" in done.stdout
        assert "\x1b" not in done.stdout
        coloured = reestr("report", command, *DAY, folder=city.folder, environment={"FORCE_COLOR": "1"})
        assert "\x1b[1m" in coloured.stdout


def test_there_is_no_internal_folder_for_the_centre(city: Repository) -> None:
    done = reestr("report", "centre", "--edition", "internal", folder=city.folder)
    assert done.returncode == 2
    assert "--edition" in done.stderr


def _without_weasyprint(folder: Path, failure: str) -> dict[str, str]:
    package = folder / "weasyprint"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"raise {failure}\n", encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))}


@pytest.mark.parametrize(
    ("failure", "advice"),
    [
        ('ModuleNotFoundError("No module named weasyprint")', "pip install weasyprint"),
        ('OSError("cannot load library libpangoft2-1.0-0")', "apt install libpango-1.0-0 libpangoft2-1.0-0"),
    ],
)
def test_where_no_pdf_can_be_made_it_is_told_what_to_install(
    city: Repository, tmp_path: Path, failure: str, advice: str
) -> None:
    environment = _without_weasyprint(tmp_path / "modules", failure)
    done = reestr("report", "state", *DAY, "--format", "pdf", folder=city.folder, environment=environment)
    assert done.returncode == 2
    assert advice in done.stderr
    assert not (city.folder / "build").exists()


def test_a_pdf_is_tagged_titled_and_the_same_whatever_the_fonts_of_the_machine(
    city: Repository, tmp_path: Path
) -> None:
    try:
        import weasyprint  # noqa: F401
    except OSError:
        tools.missing("Pango")
    arguments = ("report", "state", *DAY, "--output")
    first = reestr(*arguments, "one.pdf", folder=city.folder, environment=ONE)
    # A machine without any font, and with other settings for how letters are drawn.
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    bare = {**OTHER, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    second = reestr(*arguments, str(tmp_path / "two.pdf"), folder=city.folder, environment=bare)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    content = (city.folder / "one.pdf").read_bytes()
    assert content == (tmp_path / "two.pdf").read_bytes()
    assert content.startswith(b"%PDF-1.7")
    # Made anew in its place: it is known for ours.
    assert reestr(*arguments, "one.pdf", folder=city.folder).returncode == 0
    if shutil.which("pdfinfo") is not None:
        told = subprocess.run(
            ["pdfinfo", str(city.folder / "one.pdf")], capture_output=True, text=True, check=True
        ).stdout
        assert "A4" in told
        assert "Tagged:          yes" in told
        assert "Title:" in told
        assert "Author" not in told


def test_a_link_in_a_commit_is_no_record(city: Repository) -> None:
    (city.data / "accounts" / "elsewhere.yaml").symlink_to("library-1-vk.yaml")
    city.commit({}, "2026-02-02T10:00:00+10:00")
    done = reestr("report", "state", "--commit", "HEAD", *DAY, folder=city.folder)
    assert done.returncode == 1
    assert "accounts/elsewhere.yaml" in done.stderr
