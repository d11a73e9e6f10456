"""The changes of a commit as lines of HTML: names lead to what they name, long lists are cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from reestr import wording
from reestr.history.commit_text import Told, told
from reestr.history.timeline.model import Change, VerdictChange
from reestr.judging.finding import Outcome
from reestr.publishing.html.environment import badge
from reestr.publishing.html.links import Links
from reestr.publishing.view import View

NAMES = 5
"""Names told of a group; the rest are counted."""

LINES = 12
"""Lines told of one commit; the rest are counted."""

_ORGANIZATIONS = "organization"
_VERDICTS = 4


def lines_of(view: View, changes: Sequence[Change], path: str) -> tuple[list[Markup], int]:
    """The first lines of what a commit changed, and how many changes are not told in them."""
    link = Links("../" * path.count("/"))
    groups = told(changes)
    left = sum(len(group.changes) for group in groups[LINES:])
    return [_line(view, group, link) for group in groups[:LINES]], left


def verdict_lines(view: View, verdicts: Sequence[VerdictChange], path: str) -> tuple[list[Markup], int]:
    """What it did to the verdicts, by requirement and outcome, most of them first; how many are not told."""
    link = Links("../" * path.count("/"))
    alike: dict[tuple[str, Outcome | None, Outcome | None], list[VerdictChange]] = {}
    for verdict in verdicts:
        alike.setdefault((verdict.requirement, verdict.before, verdict.after), []).append(verdict)
    groups = sorted(alike.values(), key=lambda items: -len(items))
    return [_verdict(view, items, link) for items in groups[:_VERDICTS]], sum(map(len, groups[_VERDICTS:]))


def name_of(view: View, change: Change, link: Links) -> Markup:
    """Whom a change is about, as a link where there is a page: an account by its organization's page."""
    kind, identifier = change.subject.kind, change.subject.id
    if kind == "requirement":
        known = identifier in view.registry.requirements or (kind, identifier) in view.past.tombstones
        return _named(link.requirement(identifier) if known else "", change.title)
    if kind == "act":
        return _named(link.to("decree/"), change.title)
    if change.organization is None:
        return escape(change.title)
    address = organization_address(view, change.organization, link)
    if kind == "account":
        identifier = view.past.id_now(kind, identifier)
        here = identifier in view.registry.accounts or (kind, identifier) in view.past.tombstones
        return _named(f"{address}#account-{identifier}" if address and here else address, change.title)
    return _named(address, change.title)


def organization_address(view: View, identifier: str, link: Links) -> str:
    """The page of an organization under the id it has now, "" where it has none."""
    identifier = view.past.id_now(_ORGANIZATIONS, identifier)
    known = identifier in view.registry.organizations or (_ORGANIZATIONS, identifier) in view.past.tombstones
    return link.organization(identifier) if known else ""


def organization_title(view: View, identifier: str) -> str:
    """What an organization is called now, or was last."""
    identifier = view.past.id_now(_ORGANIZATIONS, identifier)
    organization = view.registry.organizations.get(identifier)
    if organization is not None:
        return organization.title
    stone = view.past.tombstones.get((_ORGANIZATIONS, identifier))
    return stone.title if stone is not None else identifier


def _line(view: View, group: Told, link: Links) -> Markup:
    if len(group.changes) == 1:
        change = group.changes[0]
        parts = {"title": name_of(view, change, link), "text": escape(group.text)}
        return Markup(wording.text("past.one", **parts))
    names = list(_distinct(view, group.changes, link))
    shown = Markup(", ").join(names[:NAMES])
    if len(names) > NAMES:
        shown = Markup(wording.text("past.and-more", names=shown, count=len(names) - NAMES))
    # A line that begins with our own words, not with an address or a name.
    text = group.text[:1].upper() + group.text[1:]
    return Markup(wording.text("past.named", text=escape(text), names=shown))


def _distinct(view: View, changes: Sequence[Change], link: Links) -> Iterator[Markup]:
    """The names of many, each organization once however many of its accounts are among them."""
    seen: set[str] = set()
    for change in changes:
        owner = change.organization
        if owner is None:
            yield name_of(view, change, link)
        elif owner not in seen:
            seen.add(owner)
            yield _named(organization_address(view, owner, link), organization_title(view, owner))


def _verdict(view: View, alike: Sequence[VerdictChange], link: Links) -> Markup:
    first = alike[0]
    rule = view.registry.requirements.get(first.requirement)
    values = {
        "requirement": _named(link.requirement(rule.id) if rule else "", rule.title if rule else first.requirement),
        "before": _outcome(first.before),
        "after": _outcome(first.after),
    }
    if len(alike) > 1:
        return Markup(wording.text("past.verdict.many", count=len(alike), **values))
    organization = _named(
        organization_address(view, first.organization, link), organization_title(view, first.organization)
    )
    return Markup(wording.text("past.verdict.one", organization=organization, **values))


def _outcome(outcome: Outcome | None) -> Markup:
    return badge(outcome) if outcome is not None else escape(wording.text("past.verdict.none"))


def _named(address: str, title: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, title) if address else escape(title)
