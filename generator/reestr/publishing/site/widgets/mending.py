"""What an organization has to mend: a block for each breached requirement, for all its pages at once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.finding import Finding
from reestr.publishing.html.environment import render
from reestr.publishing.html.evidence import evidence_list
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets.verdicts import anchor, basis, reasons
from reestr.publishing.view import View
from reestr.registry.addresses import without_scheme
from reestr.registry.city import Act, City, Requirement
from reestr.registry.organization import Organization
from reestr.registry.origin import Origin
from reestr.registry.words import CityWords
from reestr.wording import task_text
from reestr.wording.mend_text import mend_title

_TASKS = 2
"""The number of dated tasks that a block names."""

_UNFIT = re.compile(r"[\x00-\x20\"#%&+<>?\\^`{|}]")
"""What must be written otherwise in the address of a letter; browsers encode letters beyond ASCII themselves."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What the act says of a breach, and its clauses that say it."""

    said: str
    clauses: tuple[str, ...]


def mending(
    view: View,
    organization: Organization,
    breaches: Mapping[str, Sequence[Finding]],
    path: str,
    anchored: set[str],
) -> Markup:
    """Return the blocks in the order of the requirements; "" if nothing is breached.

    The requirements whose anchors they carry are added to `anchored`.
    """
    link = Links("../" * path.count("/"))
    return Markup("").join(
        _block(view, organization, view.registry.requirements[identifier], findings, link, anchored)
        for identifier, findings in breaches.items()
    )


def _block(
    view: View,
    organization: Organization,
    requirement: Requirement,
    findings: Sequence[Finding],
    link: Links,
    anchored: set[str],
) -> Markup:
    words = view.registry.words
    evidence = evidence_list([place for item in findings for place in item.verdict.evidence], link, view.site)
    return Markup(
        f'<article class="verdict mend"{anchor(requirement.id, anchored)}>'
        f"<h3>{escape(mend_title(findings, requirement.title, words))}</h3>\n"
        f'<div class="said">{reasons(view, findings)}</div>\n<dl class="short-facts">'
        f"{_why(requirement, view.registry.act, words, link.root)}"
        f"<div><dt>{_text('by', words)}</dt><dd>{escape(_by(view, organization, requirement))}</dd></div>"
        f"<div><dt>{_text('clears', words)}</dt><dd>{escape(clears(findings, words))}</dd></div></dl>\n"
        f"<p>{_button(view, organization, requirement, findings, link)}</p>"
        f"{basis(evidence)}</article>\n"
    )


def _why(requirement: Requirement, act: Act, words: CityWords, root: str) -> str:
    known = _whys_of(act.origin)
    if requirement.id not in known:
        said = render("_verdict_head", root, words, requirement=requirement, act=act, how=_text("how", words))
        known[requirement.id] = f"<div><dt>{_text('why', words)}</dt><dd>{said}</dd></div>"
    return known[requirement.id]


@lru_cache(maxsize=4)
def _whys_of(act: Origin) -> dict[str, str]:
    """Return what is said of the requirements of one registry, cached by its act: loading it again makes new ones."""
    return {}


def _by(view: View, organization: Organization, requirement: Requirement) -> str:
    """Return by when a requirement has to be met again: what is due first, or that no day is set."""
    words = view.registry.words
    tasks = [
        task
        for task in view.tasks.by_organization.get(organization.id, ())
        if task.requirement.id == requirement.id and task.due_on is not None
    ]
    lines = []
    for task in tasks[:_TASKS]:
        assert task.due_on is not None
        key = "overdue-task" if task.due_on < view.as_of else "by-task"
        title = task_text.title(task, words)
        lines.append(wording.text(f"mending.{key}", on=task.due_on.isoformat(), text=title[:1].lower() + title[1:]))
    return "; ".join(lines) + "." if lines else wording.text("mending.at-once", words=words) + "."


def clears(findings: Sequence[Finding], words: CityWords) -> str:
    """Return when the breaches of one requirement are no longer shown: the day if it can be computed."""
    past = [item.verdict for item in findings if item.verdict.past]
    if not past:
        return _text("clears-when", words)
    days: list[datetime.date] = [item.clears_on for item in past if item.clears_on is not None]
    if len(days) < len(past):
        return _text("clears-never", words)
    return wording.text("mending.clears-on", on=max(days).isoformat())


def consequences(act: Act, words: CityWords) -> Consequences:
    """Return what the act says of those who do not mend what is breached."""
    if act.consequences is None:
        return Consequences(_text("otherwise.unknown", words), ())
    key = "said" if act.consequences else "nothing"
    return Consequences(_text(f"otherwise.{key}", words), act.consequences)


def keeper_email(city: City) -> str | None:
    """Return the address that organizations write to: the officer's, else city hall's; None if neither is known."""
    emails = (city.officer.contact.email if city.officer else None, city.city_hall.contact.email)
    return next((item for item in emails if item), None)


def letter(email: str, subject: str, body: Sequence[str]) -> str:
    """Return the address that opens a letter with these lines in the reader's mail program."""
    text = "\n".join(body)
    return f"mailto:{in_address(email)}?subject={in_address(subject)}&body={in_address(text)}"


def _button(
    view: View, organization: Organization, requirement: Requirement, findings: Sequence[Finding], link: Links
) -> str:
    words = view.registry.words
    email = keeper_email(view.registry.city)
    if email is None:
        return f'<a class="button" href="{link.to("contribute/")}">{_text("letter.nobody", words)}</a>'
    accounts = [item.subject.id for item in findings if item.subject.kind == "account"]
    pages = tuple(without_scheme(view.registry.accounts[item].url) for item in accounts)
    body = [_text("letter.choice", words), wording.text("mending.letter.requirement", requirement=requirement.title)]
    if pages:
        body.append(wording.text("mending.letter.page", pages=pages))
    body.append(f"{view.site.url}organizations/{organization.id}/")
    subject = wording.text("mending.letter.subject", organization=organization.title, requirement=requirement.title)
    return f'<a class="button" href="{escape(letter(email, subject, body))}">{_text("letter.button", words)}</a>'


def in_address(text: str) -> str:
    """Return a text as it may stand in the address of a letter."""
    return _UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", text)


@lru_cache(1 << 6)
def _text(key: str, words: CityWords) -> str:
    return wording.text(f"mending.{key}", words=words)
