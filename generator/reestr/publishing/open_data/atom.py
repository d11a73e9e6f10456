"""Feeds of changes (Atom, RFC 4287): one of the whole registry, one of each organization; for readers of feeds.

An id is for ever (RFC 4287, 4.2.6): it is made of a commit and of what the feed is about, never of the site's address,
of a place in a list or of a text. The author is city hall: no person, and nothing of what a commit says of people.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence

from markupsafe import escape

from reestr import wording
from reestr.history.commit_text import began, told
from reestr.history.past import OwnStep, beginning
from reestr.history.timeline.model import Change, Commit, VerdictChange
from reestr.publishing.feed_paths import CHANGES, has_feeds, of_organization
from reestr.publishing.view import File, View

ENTRIES = 50
"""Entries of a feed: the last ones."""

_NAMES = 10
_TEXTS = 30
# Made once for all registries; with it the same commit and subject give the same id everywhere.
_NAMESPACE = uuid.UUID("6a1d6a06-1f2c-5c0e-8d43-0c3a5a1b9e57")
# What XML 1.0 cannot say, not even escaped.
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_files(view: View) -> Iterator[File]:
    """`feeds/changes.atom`, and `feeds/organizations/<id>.atom` for every organization with changes.

    An organization that has another id now is found under its earlier ones, too: readers of feeds follow no link.
    """
    if not has_feeds(view.timeline):
        return
    feed = _Feed(view)
    yield File(CHANGES, feed.of_registry())
    for organization in view.registry.organizations.values():
        content = feed.of_organization(organization.id, organization.title)
        yield File(of_organization(organization.id), content)
        for identifier in view.past.before.get(("organization", organization.id), ()):
            yield File(of_organization(identifier), content)
    for stone in view.past.gone("organization"):
        yield File(of_organization(stone.id), feed.of_organization(stone.id, stone.title))


class _Feed:
    """What all feeds of a view share."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._author = view.registry.city.city_hall.name

    def of_registry(self) -> bytes:
        view = self._view
        steps = [step for step in view.timeline.steps if step.changes or step.verdicts]
        first = beginning(view.timeline)
        entries = [
            self._entry(
                step.commit,
                "",
                [began(step)] if step is first else _texts(step.changes, named=True),
                [] if step is first else _verdicts(view, step.verdicts, named=True),
                "changes/",
            )
            for step in reversed(steps[-ENTRIES:])
        ]
        title = wording.text("past.feed.title", site=view.site.name)
        updated = (steps or view.timeline.steps)[-1].commit
        return self._feed(title, CHANGES, _identifier("feed", self._registry()), "changes/", updated, entries)

    def of_organization(self, identifier: str, title: str) -> bytes:
        view = self._view
        page = f"organizations/{identifier}/"
        # Under the id it had first, as long as no other record has that: a feed whose record is renamed stays the same.
        first = view.past.before.get(("organization", identifier), (identifier,))[0]
        subject = f"organization/{first}"
        steps: Sequence[OwnStep] = view.past.of_organization.get(identifier, ())
        entries = [
            self._entry(
                step.commit,
                subject,
                _texts(step.changes, named=False),
                _verdicts(view, step.verdicts, named=False),
                f"{page}#history",
            )
            for step in steps[:ENTRIES]
        ]
        updated = steps[0].commit if steps else view.timeline.steps[0].commit
        shown = wording.text("past.feed.of-organization", organization=title)
        feed = _identifier("feed", self._registry(), subject)
        return self._feed(shown, of_organization(identifier), feed, page, updated, entries)

    def _registry(self) -> str:
        """Which registry it is: the municipality's number in the country and the act it lives by."""
        registry = self._view.registry
        return f"{registry.city.municipality.oktmo}/{registry.act.id}"

    def _feed(
        self, title: str, path: str, identifier: str, page: str, updated: Commit, entries: Sequence[str]
    ) -> bytes:
        site = self._view.site.url
        # Relative ones would be read by few: without an address of its own the site gives none.
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

    def _entry(
        self,
        commit: Commit,
        subject: str,
        texts: Sequence[str],
        verdicts: Sequence[str],
        page: str,
    ) -> str:
        site = self._view.site.url
        link = f'<link rel="alternate" type="text/html" href="{_text(site + page)}"/>\n' if site else ""
        title = texts[0] if len(texts) == 1 else wording.text("past.feed.entry", on=commit.day.isoformat())
        content = _list(texts)
        if verdicts:
            content += f"<p>{escape(wording.text('past.feed.verdicts'))}</p>{_list(verdicts)}"
        return (
            f"<entry>\n<id>{_identifier('change', commit.id, subject)}</id>\n<title>{_text(title)}</title>\n"
            f"<updated>{commit.at.isoformat()}</updated>\n{link}"
            f'<content type="html">{_text(content)}</content>\n</entry>\n'
        )


def _identifier(*parts: str) -> str:
    return uuid.uuid5(_NAMESPACE, "\n".join(parts)).urn


def _texts(changes: Sequence[Change], *, named: bool) -> list[str]:
    """What changed, one text for what is alike; `named` says of whom."""
    texts = []
    groups = told(changes)
    for group in groups[:_TEXTS]:
        names = list(dict.fromkeys(change.title for change in group.changes))
        if len(group.changes) == 1 and (named or group.changes[0].subject.kind == "account"):
            texts.append(wording.text("past.one", title=names[0], text=group.text))
        elif not named or not names:
            texts.append(group.text)
        else:
            shown = ", ".join(names[:_NAMES])
            if len(names) > _NAMES:
                shown = wording.text("past.and-more", names=shown, count=len(names) - _NAMES)
            texts.append(wording.text("past.named", text=group.text, names=shown))
    if len(groups) > _TEXTS:
        texts.append(wording.text("past.left", count=sum(len(group.changes) for group in groups[_TEXTS:])))
    return texts


def _verdicts(view: View, verdicts: Sequence[VerdictChange], *, named: bool) -> list[str]:
    alike: dict[tuple[str, str, str], int] = {}
    for verdict in verdicts:
        rule = view.registry.requirements.get(verdict.requirement)
        turned = (
            rule.title if rule is not None else verdict.requirement,
            _outcome(verdict.before),
            _outcome(verdict.after),
        )
        alike[turned] = alike.get(turned, 0) + 1
    found = []
    for (rule_title, before, after), count in sorted(alike.items(), key=lambda item: -item[1])[:_TEXTS]:
        key = "past.feed.verdict" if count > 1 and named else "past.feed.verdict-own"
        found.append(wording.text(key, requirement=rule_title, before=before, after=after, count=count))
    return found


def _outcome(outcome: str | None) -> str:
    return wording.text("past.verdict.none" if outcome is None else f"interface.outcomes.{outcome}.label")


def _list(texts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""


def _text(text: str) -> str:
    """A text inside an element or an attribute in double quotes."""
    return str(escape(_UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", str(text))))
