"""The past read from real repositories: its content, dates and omissions."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from reestr.history.narrative import change_text
from reestr.history.past import read_past
from reestr.history.timeline.model import Gap, Timeline
from reestr.history.timeline.read_history import timeline
from reestr.judging.finding import Outcome
from reestr.records.redaction import Edition

from tests.unit.project import reestr
from tests.unit.repository import Repository, repository

pytestmark = pytest.mark.process

AS_OF = datetime.date(2026, 3, 16)
ZONE = "Asia/Vladivostok"

LIBRARY = "organizations/library-1.yaml"
PAGE = "accounts/library-1-vk.yaml"


@pytest.fixture
def city(tmp_path: Path) -> Repository:
    return repository(tmp_path / "city")


def read(
    city: Repository, edition: Edition = "public", as_of: datetime.date = AS_OF, cache: Path | None = None
) -> Timeline:
    return timeline(city.data, edition, ZONE, as_of, cache)


def text(city: Repository, name: str) -> str:
    return (city.data / name).read_text(encoding="utf-8")


def texts(past: Timeline) -> list[list[str]]:
    """The texts of each commit but the first, which brings everything."""
    return [[f"{change.title}: {change_text(change)}" for change in item.changes] for item in past.commits[1:]]


def keys(past: Timeline) -> list[list[str]]:
    return [[change.key for change in item.changes] for item in past.commits[1:]]


def test_a_commit_is_told_in_registry_terms(city: Repository) -> None:
    city.commit(
        {
            LIBRARY: text(city, LIBRARY).replace("Библиотека № 1\n", "Библиотека имени Примера\n"),
            PAGE: text(city, PAGE).replace("status: active", 'status: closed\nclosed_on: "2026-02-02"'),
        },
        "2026-02-02T10:00:00+10:00",
    )
    past = read(city)
    assert texts(past) == [
        [
            "Библиотека имени Примера: теперь называется «Библиотека имени Примера», раньше — «Библиотека № 1»",
            "vk.com/primersk.library1: страница закрыта 02.02.2026",
        ]
    ]
    (change,) = past.commits[1].verdicts
    assert (change.requirement, change.organization) == ("accounts-exist", "library-1")
    assert (change.before, change.after) == (Outcome.MET, Outcome.BREACH)
    assert past.changed["organization/library-1"].day == datetime.date(2026, 2, 2)
    assert past.changed["account/library-1-ok"].day == datetime.date(2026, 1, 5)


def test_moving_and_formatting_change_nothing(city: Repository) -> None:
    before = text(city, PAGE)
    rewritten = "# a comment\n" + "\n".join(reversed(before.strip().split("\n"))).replace('"2024-02-10"', "2024-02-10")
    city.commit({PAGE: None, "accounts/culture/library-1-vk.yaml": rewritten + "\n"}, "2026-02-02T10:00:00+10:00")
    past = read(city)
    assert len(past.commits) == 1
    assert past.changed["account/library-1-vk"].day == datetime.date(2026, 1, 5)


def test_a_changed_id_is_the_same_record(city: Repository) -> None:
    files: dict[str, str | None] = {LIBRARY: None, "organizations/library-one.yaml": text(city, LIBRARY)}
    for name in ("accounts/library-1-vk.yaml", "accounts/library-1-ok.yaml"):
        files[name] = text(city, name).replace("organization: library-1", "organization: library-one")
    plan = "plans/library-1/2026-03.yaml"
    files |= {plan: None, "plans/library-one/2026-03.yaml": text(city, plan)}
    city.commit(files, "2026-02-02T10:00:00+10:00")
    past = read(city)
    assert keys(past) == [["organization-id-changed"]]
    assert [(item.old, item.new) for item in past.renames] == [("library-1", "library-one")]
    assert past.removed_records == ()
    # And once more: the first name leads to the last.
    city.commit(
        {
            "organizations/library-one.yaml": None,
            "organizations/library.yaml": text(city, "organizations/library-one.yaml"),
        },
        "2026-02-03T10:00:00+10:00",
    )
    past = read(city)
    assert [(item.old, item.new) for item in past.renames] == [("library-1", "library-one"), ("library-one", "library")]
    known, both = {("organization", "library")}, [("organization", "library-1"), ("organization", "library-one")]
    assert read_past(past, known).redirects == dict.fromkeys(both, "library")
    # An old name that another record bears now leads nowhere else.
    other = text(city, "organizations/library.yaml").replace("№ 1", "№ 2").replace("7901000070", "7707083893")
    other = other.replace("1027900000040", "1037739010891")
    city.commit({LIBRARY: other}, "2026-02-04T10:00:00+10:00")
    assert read_past(read(city), {*known, both[0]}).redirects == {both[1]: "library"}


def test_what_is_removed_is_remembered_until_it_comes_back(city: Repository) -> None:
    first = text(city, PAGE)
    city.commit({PAGE: None}, "2026-02-02T10:00:00+10:00")
    (gone,) = read(city).removed_records
    assert (gone.kind, gone.id, gone.organization) == ("account", "library-1-vk", "library-1")
    assert gone.addresses == ("https://vk.com/primersk.library1",)
    assert gone.added.day == datetime.date(2026, 1, 5)
    assert gone.removed.day == datetime.date(2026, 2, 2)
    city.git("revert", "--no-edit", "HEAD", at="2026-02-03T10:00:00+10:00")
    assert text(city, PAGE) == first
    past = read(city)
    assert past.removed_records == ()
    assert keys(past) == [["account-removed"], ["account-added"]]


def test_a_merge_is_one_step(city: Repository) -> None:
    city.git("switch", "--quiet", "--create", "branch")
    page = text(city, PAGE)
    city.commit({PAGE: page + 'name: "Библиотека"\n'}, "2026-02-02T10:00:00+10:00", by="Secretary")
    city.commit({PAGE: page + 'name: "Библиотека № 1"\n'}, "2026-02-03T10:00:00+10:00", by="Secretary")
    city.git("switch", "--quiet", "main")
    city.commit({LIBRARY: text(city, LIBRARY) + "# later\n"}, "2026-02-04T10:00:00+10:00")
    city.git("merge", "--quiet", "--no-ff", "--no-edit", "branch", at="2026-02-05T10:00:00+10:00")
    past = read(city)
    assert keys(past) == [["account-corrected"]]
    assert past.commits[1].commit.day == datetime.date(2026, 2, 5)


def test_days_are_those_of_the_registry(city: Repository) -> None:
    page = text(city, PAGE)
    # Late in the evening in Moscow is the next day in Vladivostok.
    city.commit({PAGE: page + 'name: "Раз"\n'}, "2026-02-02T23:30:00+03:00")
    assert read(city).commits[1].commit.day == datetime.date(2026, 2, 3)
    # A clock that went wrong: what came later did not happen earlier.
    city.commit({PAGE: page + 'name: "Два"\n'}, "2026-01-20T10:00:00+10:00")
    assert read(city).commits[2].commit.day == datetime.date(2026, 2, 3)
    assert len(read(city, as_of=datetime.date(2026, 2, 2)).commits) == 1


def test_a_draft_is_no_record_yet(city: Repository) -> None:
    page = text(city, PAGE)
    city.commit({PAGE: None}, "2026-02-02T10:00:00+10:00")
    city.commit({PAGE: page + "draft: true\n"}, "2026-02-03T10:00:00+10:00")
    past = read(city)
    assert [change.after for change in past.commits[2].verdicts] == [Outcome.UNCONFIRMED]
    assert past.commits[2].changes == ()
    city.commit({PAGE: page}, "2026-02-04T10:00:00+10:00")
    assert keys(read(city))[-1] == ["account-added"]


def test_what_cannot_be_read_stays_as_it_was_known(city: Repository) -> None:
    page = text(city, PAGE)
    city.commit({PAGE: "organization: [\n"}, "2026-02-02T10:00:00+10:00")
    past = read(city)
    assert past.commits[1].unreadable == (PAGE,)
    assert past.commits[1].changes == ()
    assert past.removed_records == ()
    assert Gap.UNREADABLE in past.gaps
    assert past.weeks[0].counts is not None
    # Nobody knows what the verdicts of those weeks would have been.
    assert past.weeks[-1].counts is None
    city.commit({PAGE: page}, "2026-03-03T10:00:00+10:00")
    past = read(city)
    assert past.weeks[-1].counts is not None
    assert [item.changes for item in past.commits[1:]] == [()]


def test_every_week_is_there(city: Repository) -> None:
    past = read(city)
    assert [item.week for item in past.weeks] == [f"2026-W{number:02d}" for number in range(2, 12)]
    assert all(item.counts == past.weeks[0].counts for item in past.weeks)
    assert past.weeks[0].counts is not None
    assert past.weeks[0].counts["accounts-exist"] == {Outcome.MET: 1, Outcome.EXEMPT: 1}


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_going_on_gives_the_same_as_beginning_anew(city: Repository, tmp_path: Path, edition: Edition) -> None:
    page, library = text(city, PAGE), text(city, LIBRARY)
    cache = tmp_path / "cache"
    edits: list[tuple[dict[str, str | None], str]] = [
        ({PAGE: page + 'name: "Раз"\n'}, "2026-01-08T10:00:00+10:00"),
        ({PAGE: None}, "2026-01-20T10:00:00+10:00"),
        ({PAGE: page}, "2026-02-10T10:00:00+10:00"),
        ({LIBRARY: library.replace("№ 1", "№ 7")}, "2026-02-10T12:00:00+10:00"),
        # Made in a week that was judged before the commit came.
        ({LIBRARY: library.replace("№ 1", "№ 8")}, "2026-02-12T12:00:00+10:00"),
        ({PAGE: "]["}, "2026-03-01T12:00:00+10:00"),
        ({PAGE: page, "notes.txt": "no record\n"}, "2026-03-10T12:00:00+10:00"),
    ]
    for files, at in edits:
        city.commit(files, at)
        day = datetime.datetime.fromisoformat(at).date() + datetime.timedelta(days=5)
        assert read(city, edition, day, cache) == read(city, edition, day)
        assert read(city, edition, day, cache) == read(city, edition, day)
    assert read(city, edition, AS_OF, cache) == read(city, edition, AS_OF)
    # The folder of the cache never gets into Git.
    assert (cache / ".gitignore").read_text() == "*\n"


def test_a_rewritten_history_is_read_anew(city: Repository, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    city.commit({PAGE: None}, "2026-02-02T10:00:00+10:00")
    assert read(city, cache=cache).removed_records
    # Forced out of the history altogether, as a record that must never have been published would be.
    city.git("reset", "--quiet", "--hard", "HEAD~1")
    city.commit({LIBRARY: text(city, LIBRARY).replace("№ 1", "№ 9")}, "2026-02-03T10:00:00+10:00")
    past = read(city, cache=cache)
    assert past == read(city)
    assert past.removed_records == ()


@pytest.mark.parametrize("spoilt", ["", "{", "[]", "{}", "null", '{"conditions": {}, "content": {}}'])
def test_a_spoilt_memory_is_as_good_as_none(city: Repository, tmp_path: Path, spoilt: str) -> None:
    cache = tmp_path / "cache"
    expected = read(city, cache=cache)
    for name in ("past", "state"):
        (cache / f"{name}-public.json").write_text(spoilt, encoding="utf-8")
        assert read(city, cache=cache) == expected


def test_a_memory_with_holes_is_as_good_as_none(city: Repository, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    expected = read(city, cache=cache)
    file = cache / "past-public.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    for name in kept["content"]:
        content = {key: value for key, value in kept["content"].items() if key != name}
        file.write_text(json.dumps({**kept, "content": content}), encoding="utf-8")
        assert read(city, cache=cache) == expected


def test_a_memory_that_cannot_be_kept_costs_nothing_else(city: Repository, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    assert read(city, cache=file / "cache") == read(city)


def test_without_a_repository_the_gap_is_told(city: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(city.folder / ".git")
    assert read(city) == Timeline(gaps=(Gap.NO_REPOSITORY,))
    city.git("init", "--quiet")
    assert read(city) == Timeline(gaps=(Gap.NO_COMMITS,))
    (city.folder / ".gitignore").write_text("/data/\n", encoding="utf-8")
    city.git("add", ".gitignore")
    city.git("commit", "--quiet", "--message", "Nothing of the data")
    past = read(city)
    assert past.gaps == (Gap.UNTRACKED,)
    assert (past.commits, past.weeks) == ((), ())
    monkeypatch.setenv("PATH", "")
    assert read(city) == Timeline(gaps=(Gap.NO_GIT,))


def test_a_broken_repository_has_no_past(city: Repository) -> None:
    for name in ("objects", "refs"):
        assert (city.folder / ".git" / name).is_dir()
    tree = city.git("rev-parse", "HEAD^{tree}")
    (city.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    assert read(city) == Timeline(gaps=(Gap.BROKEN,))
    done = reestr("changes", "HEAD..HEAD", folder=city.folder)
    assert done.returncode == 2
    assert "git fsck" in done.stderr


def test_a_shallow_clone_claims_nothing_of_what_it_lacks(city: Repository, tmp_path: Path) -> None:
    city.commit({PAGE: text(city, PAGE) + 'name: "Раз"\n'}, "2026-02-02T10:00:00+10:00")
    city.commit({PAGE: None}, "2026-02-20T10:00:00+10:00")
    clone = Repository(tmp_path / "clone")
    address = city.folder.as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=2", address, clone.folder], check=True)
    past = read(clone)
    assert past.gaps == (Gap.SHALLOW,)
    # Its first commit seems to bring every record; they were there before.
    assert [[change.key for change in item.changes] for item in past.commits] == [["account-removed"]]
    assert "organization/library-1" not in past.changed
    assert past.weeks[0].week == "2026-W06"
    clone.git("fetch", "--quiet", "--unshallow")
    assert read(clone) == read(city)


def test_a_detached_head_is_the_same_past(city: Repository) -> None:
    before = read(city)
    city.git("switch", "--quiet", "--detach")
    assert read(city) == before
    assert before.gaps == ()


def test_uncommitted_edits_are_told(city: Repository) -> None:
    city.write({PAGE: text(city, PAGE) + "# edited\n", "accounts/новая страница.yaml": "draft: true\n"})
    past = read(city)
    assert past.uncommitted == (PAGE, "accounts/новая страница.yaml")
    assert past.gaps == (Gap.DIRTY,)
    assert len(past.commits) == 1


def test_links_and_submodules_are_no_records(city: Repository) -> None:
    (city.data / "accounts" / "elsewhere.yaml").symlink_to("library-1-vk.yaml")
    city.commit({}, "2026-02-02T10:00:00+10:00")
    past = read(city)
    assert past.commits[1].unreadable == ("accounts/elsewhere.yaml",)


def test_nothing_of_the_commit_itself_gets_out(city: Repository) -> None:
    city.commit({PAGE: None}, "2026-02-02T10:00:00+10:00", by="Somebody")
    for edition in ("public", "internal"):
        everything = repr(read(city, edition))
        assert "Somebody" not in everything
        assert "A secret of the message" not in everything


def test_a_record_that_became_internal_is_not_told_of(city: Repository) -> None:
    requirement = "requirements/officer-appointed.yaml"
    public = text(city, requirement)
    assert "edition: public" in public
    city.commit({requirement: public.replace("title: ", "title: Прежде — ", 1)}, "2026-01-20T10:00:00+10:00")
    internal = text(city, requirement).replace("edition: public", "edition: internal")
    city.commit({requirement: internal}, "2026-02-02T10:00:00+10:00")
    assert "officer-appointed" not in repr(read(city, "public"))
    assert "officer-appointed" in repr(read(city, "internal"))
