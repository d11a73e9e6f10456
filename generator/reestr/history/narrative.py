"""Builds the sentences about a commit or about two states, independent of the medium that renders them.

Wording, grouping, order and limits are decided only here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from reestr import wording
from reestr.history.comparison import Comparison
from reestr.history.timeline.model import Change, Commit, CommitChanges, VerdictChange
from reestr.judging.finding import RANK, Outcome, Subject
from reestr.records import schemas
from reestr.registry.words import IN_GENERAL, CityWords
from reestr.wording.finding_text import outcome_text
from reestr.wording.former_lists import called
from reestr.wording.general_words import in_city_words
from reestr.wording.unseen_difference import unseen_difference

ROUTINE = frozenset(
    (
        "organization-reviewed",
        "listing-checked",
        "listing-seen",
        "account-reviewed",
        "mark-checked",
        "portal-checked",
        "observed-by-officer",
        "observed-by-organization",
        "observed-by-machine",
        "members-counted",
        "moderation-attested",
        "two-factor-attested",
        "credentials-attested",
        "weeks-counted",
        "weeks-machine-counted",
        "weeks-machine-corrected",
        "plan-added",
        "plan-changed",
        "result-done",
        "fake-seen",
    )
)
"""Keys of routine changes: their sentences follow the others."""

_COUNTED_AT_FIRST = ("organization-added", "account-added", "requirement-added")
_UNDATED = "-undated"
# The schema kind that describes a subject's fields, if it has another name.
_SCHEMAS = {"city": "registry"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A record's name inside a sentence. `organization` is the record's owner, None for the city's records."""

    subject: Subject
    organization: str | None
    title: str


Sentence = tuple[str | Outcome | Reference, ...]
"""The parts of a sentence in order: text, the outcome of a verdict, the name of a record."""


class Naming(Enum):
    """How sentences name their records.

    `ORGANIZATIONS`: a sentence about several records names each organization once, by its present title, and a sentence
    about one verdict names the organization. `RECORDS`: a sentence names each record by its title of that day.
    `ACCOUNTS`: the sentences stand under the title of their organization; only a single account is named.
    """

    ORGANIZATIONS = "organizations"
    RECORDS = "records"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a medium for one commit: sentences about changes, names in a sentence, sentences about verdicts."""

    sentences: int
    names: int
    verdicts: int


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of organizations and requirements by id, and the words of the city.

    A record without a title is named by its id.
    """

    organizations: Mapping[str, str] = field(default_factory=dict)
    requirements: Mapping[str, str] = field(default_factory=dict)
    words: CityWords = IN_GENERAL


_NO_TITLES = Titles()


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes that share one sentence. `text` fits all of them and contains no name."""

    key: str
    text: str
    changes: tuple[Change, ...]

    @property
    def is_routine(self) -> bool:
        """Return whether changes of this kind are routine."""
        return plain_key(self.key) in ROUTINE


@dataclass(frozen=True, slots=True)
class CommitNarrative:
    """The sentences about one commit.

    `left` and `verdicts_left` count the changes and verdicts beyond the limits; `unreadable` are the files that are not
    readable records.
    """

    commit: Commit
    sentences: tuple[Sentence, ...]
    left: int = 0
    verdicts: tuple[Sentence, ...] = ()
    verdicts_left: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class ChangeSection:
    """The sentences about one organization (None: about the city's own records) in a comparison of two states.

    Sentences about a record with the section's own title do not repeat the title. If there are more changes than the
    limit, the last sentence counts the rest.
    """

    organization: str | None
    title: str
    sentences: tuple[str, ...]
    verdicts: tuple[VerdictChange, ...]


def change_text(change: Change, words: CityWords = IN_GENERAL) -> str:
    """Return the text of a change as part of a sentence in the words of the city, without the name of its subject."""
    values = dict(change.values)
    fields = values.get("fields")
    if isinstance(fields, (list, tuple)):
        kind = _SCHEMAS.get(change.subject.kind, change.subject.kind)
        values["fields"] = tuple(_lower(schemas.title(kind, (str(name),))) for name in fields)
    if values.get("role") == "":
        values["role"] = wording.text("changes.no-role")
    if "to" in values:
        values["to"] = in_city_words(schemas.label("notice", "/to", str(values["to"]), words.lists), words)
    if "assigned" in values:
        values["assigned"] = called(words.lists, "assignments", str(values["assigned"]))
    said = wording.text(f"changes.{change.key}", words=words, **values)
    unseen = unseen_difference(str(values.get("before", "")), str(values.get("after", "")))
    return f"{said} ({unseen})" if unseen else said


def plain_key(key: str) -> str:
    """Return the key of a change without the mark for an unknown day."""
    return key.removesuffix(_UNDATED)


def plain(sentence: Sentence) -> str:
    """Return a sentence as plain text."""
    return "".join(map(_plain, sentence))


def grouped(changes: Iterable[Change], words: CityWords = IN_GENERAL) -> list[ChangeGroup]:
    """Return the changes in groups of equal text: routine groups last, otherwise in the given order.

    Groups of one key become one group if the catalogue has a text for many (`past.many`).
    """
    by_key: dict[str, list[Change]] = {}
    for change in changes:
        by_key.setdefault(plain_key(change.key), []).append(change)
    groups: list[ChangeGroup] = []
    for key, alike in by_key.items():
        if len(alike) > 1 and wording.has(f"past.many.{key}"):
            groups.append(
                ChangeGroup(key, wording.text(f"past.many.{key}", count=len(alike), words=words), tuple(alike))
            )
        else:
            by_text: dict[tuple[str, str], list[Change]] = {}
            for change in alike:
                by_text.setdefault((change.key, change_text(change, words)), []).append(change)
            groups += [ChangeGroup(*same, tuple(found)) for same, found in by_text.items()]
    return sorted(groups, key=lambda group: group.is_routine)


def group_sentence(group: ChangeGroup, naming: Naming, names: int = 0, titles: Titles = _NO_TITLES) -> Sentence:
    """Return the sentence about a group, with at most `names` names."""
    first = group.changes[0]
    if len(group.changes) == 1 and (naming is not Naming.ACCOUNTS or first.subject.kind == "account"):
        return _sentence("past.one", title=_reference(first), text=group.text)
    if naming is Naming.ACCOUNTS:
        return (group.text,)
    by_name: dict[str | Reference, Reference] = {}
    for change in group.changes:
        reference = _reference(change)
        if naming is Naming.ORGANIZATIONS and change.organization is not None:
            reference = organization_reference(change.organization, titles)
        by_name.setdefault(reference.title if naming is Naming.RECORDS else reference, reference)
    references = list(by_name.values())
    shown: Sentence = tuple(part for reference in references[:names] for part in (", ", reference))[1:]
    if len(references) > names:
        shown = _sentence("past.and-more", names=shown, count=len(references) - names)
    return _sentence("past.named", text=group.text, names=shown)


def commit_narrative(changes: CommitChanges, naming: Naming, limits: Limits, titles: Titles) -> CommitNarrative:
    """Return the sentences about a commit. Among verdict sentences, those about the most verdicts come first."""
    groups = grouped(changes.changes, titles.words)
    verdicts = sorted(verdict_groups(changes.verdicts), key=len, reverse=True)
    return CommitNarrative(
        changes.commit,
        tuple(group_sentence(group, naming, limits.names, titles) for group in groups[: limits.sentences]),
        sum(len(group.changes) for group in groups[limits.sentences :]),
        tuple(verdict_sentence(group, naming, titles) for group in verdicts[: limits.verdicts]),
        sum(map(len, verdicts[limits.verdicts :])),
        len(changes.unreadable),
    )


def first_narrative(changes: CommitChanges) -> CommitNarrative:
    """Return the first commit of a registry in one sentence: the number of records it added."""
    parts = [wording.text(f"past.began.{key}", count=count) for key, count in first_counts(changes).items()]
    text = wording.text("past.began.sentence", parts=parts or (wording.text("past.began.nothing"),))
    return CommitNarrative(changes.commit, ((text,),))


def first_counts(changes: CommitChanges) -> Mapping[str, int]:
    """Return the numbers of records the first commit added, by the key of their changes, without zeros."""
    counts = Counter(plain_key(change.key) for change in changes.changes)
    return {key: counts[key] for key in _COUNTED_AT_FIRST if counts[key]}


def verdict_groups(verdicts: Iterable[VerdictChange]) -> list[tuple[VerdictChange, ...]]:
    """Group the verdicts of one requirement with the same old and new outcome, in the given order."""
    groups: dict[tuple[str, Outcome, Outcome], list[VerdictChange]] = {}
    for verdict in verdicts:
        groups.setdefault((verdict.requirement, verdict.before, verdict.after), []).append(verdict)
    return [tuple(group) for group in groups.values()]


def verdicts_worst_first(comparison: Comparison) -> list[tuple[VerdictChange, ...]]:
    """Return the groups of a comparison's verdicts: those that became worse first, then by outcome, the worst first."""

    def order(group: Sequence[VerdictChange]) -> tuple[bool, int, int, str]:
        verdict = group[0]
        return not verdict.is_worse, RANK[verdict.after], RANK[verdict.before], verdict.requirement

    return sorted(verdict_groups(comparison.verdicts), key=order)


def sections(comparison: Comparison, limit: int) -> Iterator[ChangeSection]:
    """Yield the sections of a comparison: the city's first, then the organizations' by id.

    A section has one sentence for each change, at most `limit`.
    """
    changes: dict[str | None, list[Change]] = {}
    for change in comparison.changes:
        changes.setdefault(change.organization, []).append(change)
    verdicts: dict[str | None, list[VerdictChange]] = {}
    for verdict in comparison.verdicts:
        verdicts.setdefault(verdict.organization, []).append(verdict)
    for organization in sorted({*changes, *verdicts}, key=lambda item: (item is not None, item or "")):
        title = wording.text("comparison.city") if organization is None else comparison.title(organization)
        own = changes.get(organization, ())
        sentences = [_text_under(title, change, comparison.words) for change in own[:limit]]
        if len(own) > limit:
            sentences.append(wording.text("comparison.more", number=len(own) - limit))
        yield ChangeSection(organization, title, tuple(sentences), tuple(verdicts.get(organization, ())))


def _text_under(title: str, change: Change, words: CityWords) -> str:
    text = change_text(change, words)
    return text if change.title == title else f"{change.title}: {text}"


def verdict_sentence(group: Sequence[VerdictChange], naming: Naming, titles: Titles) -> Sentence:
    """Return the sentence about the verdicts of one requirement with the same old and new outcome."""
    verdict = group[0]
    title = titles.requirements.get(verdict.requirement)
    requirement: str | Reference = verdict.requirement
    if title is not None:
        requirement = Reference(Subject("requirement", verdict.requirement), None, title)
    values = {"requirement": requirement, "before": verdict.before, "after": verdict.after}
    if naming is Naming.ORGANIZATIONS and len(group) == 1:
        return _sentence(
            "past.verdict.one", organization=organization_reference(verdict.organization, titles), **values
        )
    if naming is Naming.ORGANIZATIONS:
        return _sentence("past.verdict.many", count=len(group), **values)
    key = "verdict" if naming is Naming.RECORDS and len(group) > 1 else "verdict-own"
    return _sentence(f"past.feed.{key}", count=len(group), **values)


def _reference(change: Change) -> Reference:
    return Reference(change.subject, change.organization, change.title)


def organization_reference(identifier: str, titles: Titles) -> Reference:
    """Return an organization by its present title."""
    title = titles.organizations.get(identifier, identifier)
    return Reference(Subject("organization", identifier), identifier, title)


def _sentence(key: str, /, **values: object) -> Sentence:
    """Return the sentence of a catalogue key; its values are parts, sentences or numbers."""
    parts: list[str | Outcome | Reference] = []
    for part in wording.parts(key, **values):
        if isinstance(part, tuple):
            parts += part
        else:
            parts.append(part if isinstance(part, (str, Reference)) else str(part))
    return tuple(parts)


def _plain(part: str | Outcome | Reference) -> str:
    if isinstance(part, Reference):
        return part.title
    return outcome_text(part) if isinstance(part, Outcome) else part


def _lower(title: str) -> str:
    """Return a title as it stands inside a sentence; abbreviations («ИНН») keep their capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
