"""Feeds of changes (Atom, RFC 4287): one of the whole registry, one of each organization.

An id is for ever (RFC 4287, 4.2.6): it is made of what the entry tells, namely the records, the keys of their changes
and the day, and of what the feed is about; never of a commit, which may be written anew, of the site's address or of a
text. Of entries that tell the same of one day, the later ones are numbered. The author is city hall: a feed says
nothing of the people that a commit names.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from markupsafe import escape

from reestr import wording
from reestr.history.narrative import CommitNarrative, Limits, Naming, commit_narrative, first_narrative, plain
from reestr.history.past import first_commit
from reestr.history.timeline.model import Change, Commit, CommitChanges
from reestr.publishing.feed_paths import CHANGES, has_feeds, of_organization
from reestr.publishing.view import File, View
from reestr.registry.organization import Organization

ENTRIES = 50
"""The maximum number of entries of a feed; the newest are kept."""

_LIMITS = Limits(sentences=30, names=10, verdicts=30)
# The same for all registries, so that a commit and subject give the same id everywhere.
_NAMESPACE = uuid.UUID("6a1d6a06-1f2c-5c0e-8d43-0c3a5a1b9e57")
# Characters that XML 1.0 cannot contain, not even escaped.
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_files(view: View) -> Iterator[File]:
    """Yield `feeds/changes.atom`, and `feeds/organizations/<id>.atom` for every organization with changes.

    A renamed organization's feed exists under its earlier ids too, since feed readers follow no link.
    """
    yield from city_feeds(view)
    files = organization_feed(view)
    for organization in view.registry.organizations.values():
        yield from files(organization)


def organization_feed(view: View) -> Callable[[Organization], Iterator[File]]:
    """Return the function that yields the feed of one organization, under its earlier ids too; nothing without a
    history.
    """
    known, feed = has_feeds(view.timeline), _Feed(view)

    def files(organization: Organization) -> Iterator[File]:
        if known:
            content = feed.of_organization(organization.id, organization.title)
            for identifier in (organization.id, *view.past.earlier_ids.get(("organization", organization.id), ())):
                yield File(of_organization(identifier), content)

    return files


def city_feeds(view: View) -> Iterator[File]:
    """Yield the feed of all changes and those of removed organizations."""
    if not has_feeds(view.timeline):
        return
    feed = _Feed(view)
    yield File(CHANGES, feed.of_registry())
    for record in view.past.removed_of("organization"):
        yield File(of_organization(record.id), feed.of_organization(record.id, record.title))


class _Feed:
    """What all feeds of a view share."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._author = view.registry.city.city_hall.name
        # Of each commit and organization, by its present id.
        self._told: dict[tuple[str, str], set[str]] = {}
        for item in view.timeline.commits:
            by_organization: dict[str, list[Change]] = {}
            for change in item.changes:
                if change.organization is not None:
                    now = view.past.id_now("organization", change.organization)
                    by_organization.setdefault(now, []).append(change)
            self._told.update(((item.commit.id, now), _told(changes)) for now, changes in by_organization.items())

    def of_registry(self) -> bytes:
        view = self._view
        commits = [item for item in view.timeline.commits if item.changes or item.verdicts]
        first = first_commit(view.timeline)
        told = {(item.commit.id, ""): _told(item.changes) for item in commits}
        ids = _ids(commits, "", told, "")
        entries = [
            self._entry(
                first_narrative(item)
                if item is first
                else commit_narrative(item, Naming.RECORDS, _LIMITS, view.titles),
                ids[item.commit.id],
                "changes/",
            )
            for item in reversed(commits[-ENTRIES:])
        ]
        title = wording.text("past.feed.title", site=view.site.name)
        updated = (commits or view.timeline.commits)[-1].commit
        return self._feed(title, CHANGES, _identifier("feed", self._registry()), "changes/", updated, entries)

    def of_organization(self, identifier: str, title: str) -> bytes:
        view = self._view
        page = f"organizations/{identifier}/"
        # Under its first id, unless another record has that id now: a renamed record's feed keeps its identity.
        first = view.past.earlier_ids.get(("organization", identifier), (identifier,))[0]
        subject = f"organization/{first}"
        commits = view.past.of_organization.get(identifier, ())
        ids = _ids(reversed(commits), subject, self._told, identifier)
        entries = [
            self._entry(
                commit_narrative(item, Naming.ACCOUNTS, _LIMITS, view.titles), ids[item.commit.id], f"{page}#history"
            )
            for item in commits[:ENTRIES]
        ]
        updated = commits[0].commit if commits else view.timeline.commits[0].commit
        shown = wording.text("past.feed.of-organization", organization=title)
        feed = _identifier("feed", self._registry(), subject)
        return self._feed(shown, of_organization(identifier), feed, page, updated, entries)

    def _registry(self) -> str:
        """Return the registry's identity: the municipality's number in the country and its act."""
        registry = self._view.registry
        return f"{registry.city.municipality.oktmo}/{registry.act.id}"

    def _feed(
        self, title: str, path: str, identifier: str, page: str, updated: Commit, entries: Sequence[str]
    ) -> bytes:
        site = self._view.site.url
        # Few readers support relative addresses: without an address of its own the site gives none.
        links = (
            f'<link rel="self" type="application/atom+xml" href="{_text(site + path)}"/>\n'
            f'<link rel="alternate" type="text/html" href="{_text(site + page)}"/>\n'
            if site
            else ""
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru">\n'
            f"<id>{identifier}</id>\n<title>{_text(title)}</title>\n"
            f"<subtitle>{_text(wording.text('past.feed.subtitle'))}</subtitle>\n"
            f"<updated>{updated.at.isoformat()}</updated>\n{links}"
            f"<author><name>{_text(self._author)}</name></author>\n{''.join(entries)}</feed>\n"
        ).encode()

    def _entry(self, narrative: CommitNarrative, identifier: str, page: str) -> str:
        site, commit = self._view.site.url, narrative.commit
        link = f'<link rel="alternate" type="text/html" href="{_text(site + page)}"/>\n' if site else ""
        texts = [plain(sentence) for sentence in narrative.sentences]
        if narrative.left:
            texts.append(wording.text("past.left", count=narrative.left))
        title = texts[0] if len(texts) == 1 else wording.text("past.feed.entry", on=commit.day.isoformat())
        content = _list(texts)
        if narrative.verdicts:
            verdicts = _list([plain(sentence) for sentence in narrative.verdicts])
            content += f"<p>{escape(wording.text('past.feed.verdicts'))}</p>{verdicts}"
        return (
            f"<entry>\n<id>{identifier}</id>\n<title>{_text(title)}</title>\n"
            f"<updated>{commit.at.isoformat()}</updated>\n{link}"
            f'<content type="html">{_text(content)}</content>\n</entry>\n'
        )


def _told(changes: Iterable[Change]) -> set[str]:
    """Return what changes tell, by the ids that records had at the time, which never change."""
    return {f"{change.subject.kind}/{change.subject.id} {change.key}" for change in changes}


def _ids(
    commits: Iterable[CommitChanges], subject: str, told_of: Mapping[tuple[str, str], set[str]], of: str
) -> dict[str, str]:
    """Return the id of the entry of each commit, by the commit's id; `commits` are those of one feed, oldest first.

    `told_of` says what a commit tells of what the feed is about, `of`; without changes the turned verdicts count.
    """
    seen = Counter[str]()
    ids = {}
    for item in commits:
        told = told_of.get((item.commit.id, of)) or {
            f"{turn.requirement}/{turn.organization} {turn.after}" for turn in item.verdicts
        }
        parts = (item.commit.day.isoformat(), *sorted(told))
        key = "\n".join(parts)
        seen[key] += 1
        ids[item.commit.id] = _identifier("entry", subject, *parts, str(seen[key]))
    return ids


def _identifier(*parts: str) -> str:
    return uuid.uuid5(_NAMESPACE, "\n".join(parts)).urn


def _list(texts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""


def _text(text: str) -> str:
    """Return a text inside an element or a double-quoted attribute."""
    return str(escape(_UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", str(text))))
