"""A person's name leaves the records and every object of the history; addresses and ids of feeds stay."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from reestr.history.forgetting.rewriting import CannotForgetError, check, find, forget
from reestr.history.forgetting.spellings import Spellings
from reestr.history.git import FIRST_ID, open_repository

from tests.unit.pattern_growth import growth
from tests.unit.project import reestr, tree
from tests.unit.repository import Repository, repository

NAME = "Ковалёва Елена Фёдоровна"
WORDS = ("Ковалёв", "Ковалев", "Елена Ф", "Фёдоровн")
URN = re.compile(rb"<id>(urn:uuid:[0-9a-f-]+)</id>")
ANCHOR = re.compile(rb'id="(commit-[0-9a-f]{40})"')


# What is found


@pytest.mark.parametrize(
    "text",
    [
        f"name: {NAME}\n",
        f'name: "{NAME.upper()}"',
        "Ковалева Елена Федоровна",
        "Ковалёва\u00a0Елена\n      Фёдоровна",
        "елена фёдоровна ковалёва,",
        unicodedata.normalize("NFD", f"({NAME})"),
        NAME.encode("ascii", "backslashreplace").decode(),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    spellings = Spellings((NAME,), "имя удалено")
    cleaned = spellings.cleaned_bytes(text.encode()).decode()
    assert cleaned != text and "имя удалено" in cleaned
    assert not any(word.lower() in unicodedata.normalize("NFC", cleaned).lower() for word in WORDS)
    assert spellings.cleaned(cleaned) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Ковалёва Елена Фёдоровнапопова",
        "Староковалёва Елена Фёдоровна",
        "Ковалёва Елена Петровна",
        "Ковалёва Елена",
        "Елена Фёдоровна",
        "Ковалёвой Елене Фёдоровне",
    ],
)
def test_what_may_be_another_person_stays_and_is_told(text: str) -> None:
    spellings = Spellings((NAME,), "имя удалено")
    assert spellings.cleaned(text) == text
    resembling = list(spellings.resembling(text.encode()))
    assert resembling == ([text] if re.search(r"\bКовалёв", text) else [])


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    spellings = Spellings((NAME,), "имя удалено")
    content = b"\xff\xfe\x00" + NAME.encode() + b"\xc3\x28\r\n"
    assert spellings.cleaned_bytes(content) == b"\xff\xfe\x00" + "имя удалено".encode() + b"\xc3\x28\r\n"
    assert spellings.cleaned_bytes(bytes(range(256))) == bytes(range(256))


def test_the_patterns_of_a_name_are_linear() -> None:
    spellings = Spellings((NAME, "Анна Анна Анна", "a.b-c@example.org", "* (x)+ [й]"), "имя удалено")
    patterns = (*spellings._patterns, *spellings._stems)
    assert len(patterns) == 6
    assert [wrong for pattern in patterns if (wrong := growth(pattern, searched=True))] == []


def test_texts_that_differed_still_differ() -> None:
    spellings = Spellings((NAME, "Петрова Е. Ф."), "имя удалено")
    assert spellings.cleaned(f"{NAME}; Петрова Е. Ф.") == "имя удалено; имя удалено 2"
    assert spellings.is_placeholder("имя удалено 2") and not spellings.is_placeholder("имя")


# A whole city


def packed(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return stream.getvalue()


def person(city: Repository, consent: bool, name: str = NAME) -> str:
    text = (city.data / "organizations" / "library-1.yaml").read_text(encoding="utf-8")
    said = f"    name: {name}\n"
    if consent:
        said += '    consent: {document: Согласие на публикацию, date: "2024-02-05"}\n'
    before, role, after = text.partition("  - role: заведующая\n")
    after = re.sub(r"(?m)\A(?: {4}(?:name|consent): .*\n)+", "", after)
    return before + role + said + after


@pytest.fixture
def city(tmp_path: Path) -> Repository:
    """A city whose past has the name everywhere it can be, with a removed and a renamed organization."""
    made = repository(tmp_path / "city")
    library = made.data / "organizations" / "library-1.yaml"
    name = "organizations/library-1.yaml"
    text = library.read_text(encoding="utf-8")
    gone = text.replace("7901000070", "7901000087").replace("1027900000040", "1027900000051")
    gone = re.sub(r"(?m)^accounts_page:\n(?:  .*\n)+", "", gone).replace("Библиотека № 1", "Библиотека № 2")
    made.commit({"organizations/library-2.yaml": gone}, "2026-01-12T10:00:00+10:00")
    made.commit({name: person(made, consent=False)}, "2026-01-19T10:00:00+10:00")
    made.commit({name: person(made, consent=True)}, "2026-01-26T10:00:00+10:00", by=NAME)
    (made.folder / "letter.docx").write_bytes(packed(NAME))
    (made.folder / "notes.txt").write_text(f"Звонила {NAME.upper()}.\nКовалёвой Е. Ф. передать.\n", encoding="utf-8")
    made.commit({"organizations/library-2.yaml": None}, "2026-02-02T10:00:00+10:00")
    made.git("tag", "--annotate", "v1", "--message", f"Приняла {NAME}")
    made.git("switch", "--quiet", "--create", "letters")
    (made.folder / f"письмо {NAME}.txt").write_text("Письмо\n", encoding="utf-8")
    made.commit({}, "2026-02-03T10:00:00+10:00")
    made.git("switch", "--quiet", "main")
    made.git("merge", "--quiet", "--no-ff", "-m", f"Принять письма, {NAME}", "letters", at="2026-02-04T10:00:00+10:00")
    reviewed = person(made, consent=True).replace('reviewed_on: "2026-03-01"', 'reviewed_on: "2026-03-02"')
    made.commit({name: reviewed}, "2026-03-02T10:00:00+10:00")
    # Reached by no branch: only Git's own notebook knows it.
    made.commit({name: reviewed + f"# {NAME}\n"}, "2026-03-03T10:00:00+10:00")
    made.git("reset", "--quiet", "--hard", "HEAD~1")
    return made


def built(city: Repository, name: str) -> dict[str, bytes]:
    target = city.folder.parent / name
    done = reestr("build", "--output", str(target), "--as-of", "2026-03-16", folder=city.folder)
    assert done.returncode == 0, done.stderr
    return tree(target)


def said_in_objects(city: Repository) -> list[str]:
    """The objects of the repository, and the files beside them, that hold a word of the name."""
    found = []
    for line in city.git("cat-file", "--batch-all-objects", "--batch-check").splitlines():
        identifier, kind, _ = line.split()
        text = city.git("-c", "core.quotepath=off", "cat-file", "-p", identifier) if kind != "blob" else ""
        if kind == "blob":
            content = open_repository(city.data).contents([identifier])[identifier]
            if content.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    content = b"".join(map(archive.read, archive.namelist()))
            text = content.decode("utf-8", "replace")
        found += [f"{kind} {identifier}: {word}" for word in (NAME, NAME.upper()) if word in text]
    git_folder = city.folder / ".git"
    texts = (path for path in git_folder.rglob("*") if path.is_file() and "objects" not in path.parts)
    return found + [str(path) for path in texts if NAME.encode() in path.read_bytes()]


@pytest.mark.process
def test_a_name_leaves_every_object_and_what_was_published_stays_where_it_was(city: Repository) -> None:
    before, commits = built(city, "before"), city.git("rev-list", "--all").split()
    assert any(NAME.encode() in content for content in before.values())
    assert len(said_in_objects(city)) > 8
    first = city.git("rev-list", "--max-parents=0", "main")

    command = ("forget", "library-1", "--person", "1", "--also", "Ковалёвой Е. Ф.")
    looked = reestr(*command, "--dry-run", folder=city.folder)
    assert looked.returncode == 0, looked.stderr
    assert "Ничего не изменено" in looked.stdout and "letter.docx" in looked.stdout
    assert city.git("rev-list", "--all").split() == commits
    assert reestr(*command, folder=city.folder).returncode == 2

    done = reestr(*command, "--yes", folder=city.folder)
    assert done.returncode == 0, done.stderr + done.stdout
    assert said_in_objects(city) == []
    assert city.git("status", "--porcelain") == "M data/organizations/library-1.yaml"
    record = (city.data / "organizations" / "library-1.yaml").read_text(encoding="utf-8")
    assert "name: " not in record.partition("responsible:")[2].partition("accounts_page:")[0]
    assert "consent" not in record and "role: заведующая" in record
    assert city.git("rev-list", "--max-parents=0", "main") == first
    assert len(city.git("rev-list", "--all").split()) == len(commits)
    assert city.git("for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/letters", "refs/heads/main", "refs/tags/v1",
    ]  # fmt: skip

    city.commit({}, "2026-03-09T10:00:00+10:00")
    assert reestr("validate", folder=city.folder).returncode == 0
    after = built(city, "after")
    assert set(before) <= set(after)
    for word in (NAME, "Ковалёва"):
        assert [name for name, content in after.items() if word.encode() in content] == []
    feeds = [name for name in before if name.endswith(".atom")]
    assert len(feeds) == 3
    for name in feeds:
        old, new = URN.findall(before[name]), URN.findall(after[name])
        # The commit after the rewriting is the only thing that is new.
        assert len(old) > 1
        assert [identifier for identifier in new if identifier in old] == old, name
        assert len(new) - len(old) in (0, 1)
    anchors = ANCHOR.findall(before["changes/index.html"])
    assert len(anchors) > 4 and set(anchors) <= set(ANCHOR.findall(after["changes/index.html"]))

    backup = city.folder.with_name("city-before-forget.bundle")
    city.git("clone", "--quiet", str(backup), str(city.folder.parent / "restored"))
    assert set(Repository(city.folder.parent / "restored").git("rev-list", "--all").split()) >= set(commits[1:])


@pytest.mark.process
def test_a_second_name_keeps_the_ids_that_came_before_the_first(city: Repository) -> None:
    ids = {commit.lasting for commit in first_ids(city)}
    forget(city.folder, Spellings((NAME,), "имя удалено"))
    assert {commit.lasting for commit in first_ids(city)} == ids
    city.commit({"organizations/library-1.yaml": person(city, False, "Седых Иван Ильич")}, "2026-03-04T10:00:00+10:00")
    ids |= {city.git("rev-parse", "HEAD")}
    forget(city.folder, Spellings(("Седых Иван Ильич", "заведующая"), "имя удалено"))
    now = first_ids(city)
    assert {commit.lasting for commit in now} == ids
    assert len({commit.id for commit in now}) == len(ids)


class _Known:
    """A commit of the main line with what it is known by."""

    def __init__(self, identifier: str, first: str | None) -> None:
        self.id, self.lasting = identifier, first or identifier


def first_ids(city: Repository) -> list[_Known]:
    opened = open_repository(city.data)
    return [_Known(raw.id, raw.first_id) for raw in opened.first_parents(opened.commit()[0])]


@pytest.mark.process
def test_a_bare_clone_is_rewritten_by_the_name_itself(city: Repository, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    city.git("clone", "--quiet", "--bare", str(city.folder), str(bare))
    spellings = Spellings((NAME,), "имя удалено")
    assert find(bare, spellings).objects > 5
    done = reestr("forget", "--name", NAME, "--repository", str(bare), "--yes", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert find(bare, spellings).objects == 0
    assert FIRST_ID in city.git("-C", str(bare), "log", "-1", "--format=%B", "main")
    again = reestr("forget", "--name", NAME, "--repository", str(bare), "--yes", folder=tmp_path)
    assert again.returncode == 0 and "менять нечего" in again.stdout


@pytest.mark.process
@pytest.mark.parametrize("state", ["dirty", "untracked", "shallow", "detached", "stash", "notes", "worktree"])
def test_a_repository_that_would_keep_or_lose_something_is_refused(
    city: Repository, tmp_path: Path, state: str
) -> None:
    folder, key = city.folder, state
    if state == "dirty":
        city.write({"organizations/library-1.yaml": person(city, False)})
    elif state == "untracked":
        (city.folder / "draft.txt").write_text(NAME, encoding="utf-8")
        key = "dirty"
    elif state == "shallow":
        folder = tmp_path / "shallow"
        city.git("clone", "--quiet", "--depth=1", f"file://{city.folder}", str(folder))
    elif state == "detached":
        city.git("switch", "--quiet", "--detach")
    elif state == "stash":
        city.write({"organizations/library-1.yaml": person(city, False)})
        city.git("stash", "--quiet")
        key = "refs"
    elif state == "notes":
        city.git("notes", "add", "--message", "x")
        key = "refs"
    else:
        city.git("worktree", "add", "--quiet", str(tmp_path / "other"), "letters")
        key = "worktrees"
    with pytest.raises(CannotForgetError) as refused:
        check(folder)
    assert refused.value.key == key
    done = reestr("forget", "--name", NAME, "--yes", "--data", str(folder / "data"), folder=folder)
    assert done.returncode == 1 and done.stderr.strip()


@pytest.mark.process
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("library-1",),
        ("library-1", "--person", "2"),
        ("library-1", "--person", "0"),
        ("library-9", "--person", "1"),
        ("library-1", "--person", "1", "--name", NAME),
        ("--name", "Ли"),
        ("library-1", "--person", "1", "--also", "1"),
    ],
)
def test_a_wrong_call_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    city = repository(tmp_path / "city")
    done = reestr("forget", *arguments, "--yes", folder=city.folder)
    assert done.returncode == 2 and done.stderr.strip()
