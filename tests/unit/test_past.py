"""A timeline as seen from the present records: redirected ids, removed records, owners of changes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from reestr.history.past import Past, first_commit, last_ids, read_past
from reestr.history.timeline.model import CommitChanges, Gap, RemovedRecord, Rename, Timeline

from tests.unit.past_factory import commit, of_account, of_commit, of_organization, removed_record, rename

ONE, TWO, THREE, FOUR = (commit(day) for day in ("2026-01-12", "2026-02-09", "2026-03-16", "2026-04-13"))


def past(
    *known: str,
    renames: tuple[Rename, ...] = (),
    removed: tuple[RemovedRecord, ...] = (),
    commits: tuple[CommitChanges, ...] = (),
) -> Past:
    timeline = Timeline(commits=commits, renames=renames, removed_records=removed)
    return read_past(timeline, {("organization", name) for name in known})


def redirects(of: Past) -> dict[str, str]:
    return {old: new for (_, old), new in of.redirects.items()}


def test_an_earlier_id_leads_to_the_last_one_over_every_step() -> None:
    found = past("c", renames=(rename("a", "b", ONE), rename("b", "c", TWO)))
    assert redirects(found) == {"a": "c", "b": "c"}
    assert found.earlier_ids[("organization", "c")] == ("a", "b")


def test_an_id_that_a_record_bears_leads_nowhere() -> None:
    assert redirects(past("b", "a", renames=(rename("a", "b", ONE),))) == {}
    # The second bearer of an id was renamed in its turn: the last word counts.
    twice = past("b", "c", renames=(rename("a", "b", ONE), rename("a", "c", TWO)))
    assert redirects(twice) == {"a": "c"}


def test_a_record_that_took_its_first_id_back_does_not_lead_in_a_circle() -> None:
    assert redirects(past("a", renames=(rename("a", "b", ONE), rename("b", "a", TWO)))) == {"b": "a"}


def test_an_earlier_id_of_what_is_gone_leads_to_what_is_left_of_it() -> None:
    found = past(renames=(rename("a", "b", ONE),), removed=(removed_record("organization", "b", TWO),))
    assert redirects(found) == {"a": "b"}
    assert [record.id for record in found.removed_of("organization")] == ["b"]


def test_an_id_that_leads_to_nothing_is_no_id() -> None:
    assert redirects(past("other", renames=(rename("a", "b", ONE),))) == {}


def test_nothing_is_gone_while_a_record_bears_the_id() -> None:
    assert past("a", removed=(removed_record("organization", "a", ONE),)).removed_of("organization") == ()


def test_of_two_fates_of_one_id_the_later_counts() -> None:
    record = removed_record("organization", "a", TWO)
    renamed_later = past("b", renames=(rename("a", "b", THREE),), removed=(record,))
    assert (redirects(renamed_later), renamed_later.removed_of("organization")) == ({"a": "b"}, ())
    removed_later = past("b", renames=(rename("a", "b", ONE),), removed=(record,))
    assert (redirects(removed_later), removed_later.removed_of("organization")) == ({}, (record,))


def test_a_removed_account_stays_with_its_organization_whatever_that_is_called_now() -> None:
    record = removed_record("account", "a-vk", ONE, "a")
    assert past("b", renames=(rename("a", "b", TWO),), removed=(record,)).removed_accounts == {"b": (record,)}


def test_the_steps_of_an_organization_go_back_beyond_its_earlier_ids() -> None:
    commits = (
        of_commit(ONE, of_organization("organization-added", "a"), of_account("account-added-undated", "a-vk")),
        of_commit(TWO, of_organization("organization-id-changed", "b", old="a", new="b")),
        of_commit(THREE, of_organization("organization-id-changed", "c", old="b", new="c")),
    )
    renames = (rename("a", "b", TWO), rename("a-vk", "c-vk", TWO, "account"), rename("b", "c", THREE))
    own = past("c", commits=commits, renames=renames).of_organization
    assert list(own) == ["c"]
    assert [item.commit for item in own["c"]] == [THREE, TWO, ONE]
    assert [change.subject.id for change in own["c"][-1].changes] == ["c", "c-vk"]


def test_what_the_first_bearer_of_an_id_did_is_not_the_second_ones() -> None:
    """A page is renamed so that the one that takes its place may have its id."""
    commits = (
        of_commit(ONE, of_account("account-closed-undated", "a-vk")),
        of_commit(TWO, of_account("account-id-changed", "a-old", old="a-vk", new="a-old")),
        of_commit(THREE, of_account("account-added-undated", "a-vk")),
    )
    own = past("a", commits=commits, renames=(rename("a-vk", "a-old", TWO, "account"),)).of_organization["a"]
    assert [change.subject.id for item in own for change in item.changes] == ["a-vk", "a-old", "a-old"]


def test_the_beginning_is_known_unless_the_clone_is_shallow() -> None:
    commits = (
        of_commit(ONE, of_organization("organization-added")),
        of_commit(TWO, of_organization("organization-corrected")),
    )
    assert first_commit(Timeline(commits=commits)) is commits[0]
    assert first_commit(Timeline(commits=commits, gaps=(Gap.SHALLOW,))) is None
    assert first_commit(Timeline()) is None


def every_step_of_every_renaming(renames: Sequence[Rename]) -> dict[tuple[str, str], str]:
    """The definition: each renaming moves all ids that lead to the old one; an id that is taken leads nowhere."""
    found: dict[tuple[str, str], str] = {}
    for item in renames:
        for (kind, old), new in found.items():
            if kind == item.kind and new == item.old:
                found[(kind, old)] = item.new
        found.pop((item.kind, item.new), None)
        found[(item.kind, item.old)] = item.new
    return found


_KINDS, _IDS = st.sampled_from(("organization", "account")), st.sampled_from("abcde")
_RENAMES = st.builds(lambda kind, old, new: rename(old, new, ONE, kind), _KINDS, _IDS, _IDS)


@given(st.lists(_RENAMES, max_size=30))
def test_ids_lead_where_all_renamings_lead_one_by_one(renames: list[Rename]) -> None:
    assert list(last_ids(renames).items()) == list(every_step_of_every_renaming(renames).items())
