"""What may lie among the pages that people write, and how files come into a build."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from reestr.publishing.site import output_folder


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of pages with what may lie there: texts, pictures, a nested folder, links within the folder."""
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    (folder / "index.md").write_text("Главная", encoding="utf-8")
    (folder / "deep" / "photo.png").write_bytes(b"\x89PNG\xff\xfe")
    (folder / "same.md").symlink_to("index.md")
    (folder / "deep" / "photos").symlink_to("../beside")
    (folder / "beside").mkdir()
    return folder


def test_pages_pictures_and_links_between_them_may_be_published(docs: Path, tmp_path: Path) -> None:
    assert output_folder.stray(docs, tmp_path / "data") is None


@pytest.mark.parametrize("data", [".", "records", "deep/records"])
def test_the_records_must_not_lie_among_the_pages(docs: Path, data: str) -> None:
    assert output_folder.stray(docs, docs / data) == docs / data


def test_the_pages_may_lie_below_the_records(docs: Path) -> None:
    assert output_folder.stray(docs, docs.parent) is None


@pytest.mark.parametrize("target", ["..", "../secret.txt", "../nowhere", "/etc/hostname"])
def test_a_link_out_of_the_folder_is_not_published(docs: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    link = docs / "deep" / "link.txt"
    link.symlink_to(target if target.startswith("/") else f"../{target}")
    assert output_folder.stray(docs, tmp_path / "data") == link


@pytest.mark.parametrize("target", [".", ".."])
def test_a_link_to_a_folder_around_it_is_not_followed_without_end(docs: Path, tmp_path: Path, target: str) -> None:
    (docs / "deep" / "deeper").mkdir()
    link = docs / "deep" / "deeper" / "link"
    link.symlink_to(target)
    assert output_folder.stray(docs, tmp_path / "data") == link


@pytest.mark.parametrize("name", ["page.md", "page.MD", "page.markdown", "page.mkd"])
def test_a_page_must_be_utf_8(docs: Path, tmp_path: Path, name: str) -> None:
    page = docs / name
    page.write_bytes("Школа".encode("cp1251"))
    assert output_folder.stray(docs, tmp_path / "data") == page
    page.write_text("Школа", encoding="utf-8")
    assert output_folder.stray(docs, tmp_path / "data") is None


@pytest.mark.parametrize("name", ["line\nbreak.md", "bell\x07", "hidden\u200b"])
def test_a_name_that_cannot_be_shown_is_not_published(docs: Path, tmp_path: Path, name: str) -> None:
    (docs / name).write_text("x", encoding="utf-8")
    assert output_folder.stray(docs, tmp_path / "data") == docs / name


def test_a_pipe_is_not_published(docs: Path, tmp_path: Path) -> None:
    os.mkfifo(docs / "pipe.txt")
    assert output_folder.stray(docs, tmp_path / "data") == docs / "pipe.txt"


def test_the_first_stray_file_of_a_folder_is_named(docs: Path, tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "c.md"):
        (docs / name).write_bytes(b"\xff")
    assert output_folder.stray(docs, tmp_path / "data") == docs / "a.md"


def test_a_build_makes_the_folders_above_it(tmp_path: Path) -> None:
    target = tmp_path / "of" / "the" / "city"
    with output_folder.staged(target) as staging:
        (staging / "index.html").write_text("x", encoding="utf-8")
    assert sorted(path.name for path in target.iterdir()) == [output_folder.MARKER, "index.html"]


def test_a_file_makes_the_folders_above_it(tmp_path: Path) -> None:
    output_folder.put_file(tmp_path / "of" / "the" / "city.pdf", b"x", lambda content: False)
    assert (tmp_path / "of" / "the" / "city.pdf").read_bytes() == b"x"


def test_files_of_a_build_make_their_folders_once(tmp_path: Path) -> None:
    output_folder.write(tmp_path, "of/the/city.html", b"one")
    output_folder.write(tmp_path, "of/the/school.html", b"")
    output_folder.write(tmp_path, "of/the/city.html", b"two")
    assert (tmp_path / "of" / "the" / "city.html").read_bytes() == b"two"
    assert (tmp_path / "of" / "the" / "school.html").read_bytes() == b""


def test_a_folder_that_another_build_has_just_made_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.makedirs

    def made_twice(path: str, **options: bool) -> None:
        real(path)
        real(path, **options)

    monkeypatch.setattr(os, "makedirs", made_twice)
    output_folder.write(tmp_path, "of/city.html", b"x")
    assert (tmp_path / "of" / "city.html").read_bytes() == b"x"


def test_a_disk_that_takes_a_part_at_a_time_gets_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        def __init__(self, path: str, *arguments: object, **options: object) -> None:
            self.path = Path(path)
            self.path.write_bytes(b"")

        def __enter__(self) -> Slow:
            return self

        def __exit__(self, *error: object) -> None:
            pass

        def write(self, content: memoryview) -> int:
            with self.path.open("ab") as stream:
                return stream.write(content[:3])

    path = tmp_path / "page.html"
    monkeypatch.setitem(vars(output_folder), "open", Slow)
    output_folder.write(tmp_path, "page.html", b"twelve bytes")
    assert path.read_bytes() == b"twelve bytes"


def test_an_old_build_left_behind_is_cleared_where_folders_are_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_folder, "_exchange", lambda one, other: False)
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old" / "page.html").write_text("old", encoding="utf-8")
    for text in ("one", "two"):
        with output_folder.staged(tmp_path / "site") as staging:
            (staging / "index.html").write_text(text, encoding="utf-8")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "two"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_lock_that_its_owner_removes_at_that_moment_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fcntl.flock
    seen: list[int] = []

    def flock(descriptor: int, operation: int) -> None:
        if not seen:
            (tmp_path / ".site.lock").unlink()
        seen.append(descriptor)
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock)
    with output_folder.staged(tmp_path / "site"):
        assert (tmp_path / ".site.lock").exists()
        with pytest.raises(output_folder.BuildRunningError), output_folder.staged(tmp_path / "site"):
            pass
    assert len(seen) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_parent_in_which_nothing_may_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rights of a folder do not bind root, so the refusal is made by hand."""

    def refuse(*arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(output_folder.UnwritableParentError, match=str(tmp_path)), output_folder.staged(tmp_path / "a"):
        pass
    assert list(tmp_path.iterdir()) == []
