"""A build replaces the target in one step or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from reestr.publishing.site import output_folder


def _build(target: Path, text: str) -> None:
    with output_folder.staged(target) as staging:
        (staging / "index.html").write_text(text, encoding="utf-8")


def test_a_build_appears_whole_and_replaces_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "site"
    _build(target, "one")
    (target / "stale.html").write_text("gone with the next build", encoding="utf-8")
    _build(target, "two")
    assert (target / "index.html").read_text(encoding="utf-8") == "two"
    assert not (target / "stale.html").exists()
    assert sorted(path.name for path in target.parent.iterdir()) == ["site"]


def test_a_failed_build_leaves_the_earlier_one_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "site"
    _build(target, "one")
    with pytest.raises(RuntimeError, match="half way"), output_folder.staged(target) as staging:
        (staging / "index.html").write_text("half", encoding="utf-8")
        raise RuntimeError("half way")
    assert (target / "index.html").read_text(encoding="utf-8") == "one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_failed_first_build_leaves_no_target(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), output_folder.staged(tmp_path / "site"):
        raise RuntimeError
    assert not (tmp_path / "site").exists()


def test_what_a_killed_build_left_behind_is_cleared(tmp_path: Path) -> None:
    leftover = tmp_path / ".site.building"
    leftover.mkdir()
    (leftover / "half.html").write_text("half", encoding="utf-8")
    _build(tmp_path / "site", "whole")
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [output_folder.MARKER, "index.html"]


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_a_target_that_reestr_did_not_make_is_refused_and_kept(tmp_path: Path, kind: str) -> None:
    target, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("precious", encoding="utf-8")
    if kind == "folder":
        home.rename(target)
    elif kind == "file":
        target.write_text("precious", encoding="utf-8")
    else:
        target.symlink_to(home)
    with pytest.raises(output_folder.ForeignTargetError), output_folder.staged(target):
        pytest.fail("a foreign target must be refused before anything is built")
    assert target.exists()
    assert not (tmp_path / ".site.building").exists()


def test_an_empty_folder_is_a_fair_target(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    _build(tmp_path / "site", "one")
    assert (tmp_path / "site" / "index.html").exists()


def test_two_builds_into_one_target_never_meet(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with output_folder.staged(target) as staging:
        (staging / "index.html").write_text("first", encoding="utf-8")
        with pytest.raises(output_folder.BuildRunningError), output_folder.staged(target):
            pytest.fail("the second build must not begin")
    assert (target / "index.html").read_text(encoding="utf-8") == "first"


def test_without_an_atomic_exchange_the_folders_are_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output_folder, "_exchange", lambda one, other: False)
    _build(tmp_path / "site", "one")
    _build(tmp_path / "site", "two")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "two"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_second_build_is_exchanged_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = []
    real = output_folder._exchange

    def spied(one: Path, other: Path) -> bool:
        results.append(real(one, other))
        return results[-1]

    monkeypatch.setattr(output_folder, "_exchange", spied)
    _build(tmp_path / "site", "one")
    assert results == []
    _build(tmp_path / "site", "two")
    assert results == [True]


def test_an_exchange_that_the_system_does_not_have_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda *arguments, **named: object())
    assert output_folder._exchange(tmp_path, tmp_path) is False


@pytest.mark.parametrize("there", ["an earlier build", "nothing in it"])
def test_a_link_to_a_folder_of_ours_is_no_target(tmp_path: Path, there: str) -> None:
    if there == "an earlier build":
        _build(tmp_path / "real", "one")
    else:
        (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    with pytest.raises(output_folder.ForeignTargetError), output_folder.staged(tmp_path / "site"):
        pytest.fail("a link must be refused before anything is built")
    assert (tmp_path / "site").is_symlink()


@pytest.mark.parametrize("kind", ["link", "link into nothing", "folder", "foreign"])
def test_a_file_takes_the_place_of_none_but_an_earlier_one(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "paper"
    if kind.startswith("link"):
        if kind == "link":
            (tmp_path / "real").write_bytes(b"ours")
        target.symlink_to(tmp_path / "real")
    elif kind == "folder":
        target.mkdir()
    else:
        target.write_bytes(b"foreign")
    with pytest.raises(output_folder.ForeignTargetError):
        output_folder.put_file(target, b"new", lambda content: content == b"ours")
    assert kind != "foreign" or target.read_bytes() == b"foreign"
    assert kind != "link" or (tmp_path / "real").read_bytes() == b"ours"


def test_a_file_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "paper"
    output_folder.put_file(target, b"ours", lambda content: False)
    output_folder.put_file(target, b"new", lambda content: content == b"ours")
    assert target.read_bytes() == b"new"
    assert [path.name for path in target.parent.iterdir()] == ["paper"]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o027])
@pytest.mark.parametrize("public", [True, False])
def test_a_build_can_be_served_whatever_the_umask_is(tmp_path: Path, mask: int, public: bool) -> None:
    before = os.umask(mask)
    try:
        (tmp_path / "site" / "deep").mkdir(parents=True)
        (tmp_path / "site" / "deep" / "index.html").write_text("x", encoding="utf-8")
        output_folder.set_modes(tmp_path / "site", for_everybody=public)
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "site", *(tmp_path / "site").rglob("*"))]
    assert modes == ([0o755, 0o755, 0o644] if public else [mode & ~mask & ~0o022 for mode in (0o777, 0o777, 0o666)])
