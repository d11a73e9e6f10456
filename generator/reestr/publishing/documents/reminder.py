"""The letter that reminds an organization: what is breached, what is missing, by when, how to answer.

It holds only what the public edition shows, whichever edition it is made of. How often the organization was reminded
comes from its record, which says so to the organization itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from reestr import wording
from reestr.judging.finding import Finding, Outcome
from reestr.judging.tasks.task import WEEK, Task
from reestr.publishing.documents.letter import Letter, docx
from reestr.publishing.view import View
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization, OrganizationAnswer
from reestr.registry.words import CityWords
from reestr.wording import answer_text, date_in_words, date_short, finding_text, task_text
from reestr.wording.mend_text import mend_title
from reestr.wording.plain_text import visible


@dataclass(frozen=True, slots=True)
class RemindedPoint:
    """One requirement of a letter: what to do, why, page by page, and how, if `title` does not say it.

    `due_on` is the first day by which something has to be done, None if no day is set; `at_once` says that it
    can be done nevertheless. `reminded` are the days of
    earlier reminders of it.
    """

    requirement: Requirement
    title: str
    reasons: tuple[str, ...]
    remedy: str
    due_on: datetime.date | None
    at_once: bool
    reminded: tuple[datetime.date, ...]


@dataclass(frozen=True, slots=True)
class ReminderLetter:
    """A letter to one organization. `email` is where to send it, None if the registry does not say.

    `number` is 1 for the first reminder of any of these requirements, 2 for the second, and so on.
    """

    organization: Organization
    email: str | None
    number: int
    breaches: tuple[RemindedPoint, ...]
    missing: tuple[RemindedPoint, ...]
    due: tuple[Task, ...]
    title: str
    opening: str
    closing: tuple[str, ...]
    head: tuple[str, ...]
    signature: tuple[str, str]
    words: CityWords

    @property
    def requirements(self) -> tuple[str, ...]:
        """Return the ids of the requirements that it reminds of."""
        found = [point.requirement.id for point in (*self.breaches, *self.missing)]
        return tuple(dict.fromkeys((*found, *(task.requirement.id for task in self.due))))


def reminder(view: View, organization: Organization) -> ReminderLetter | None:
    """Return the letter to an organization; None if nothing is breached, overdue or due within a week."""
    if organization.is_closed(view.as_of):
        return None
    findings = [
        item
        for item in view.assessment.by_organization.get(organization.id, ())
        if _is_told(view.registry.requirements[item.requirement]) and not _is_excused(organization, item, view.as_of)
    ]
    tasks = [task for task in view.tasks.by_organization.get(organization.id, ()) if _is_told(task.requirement)]
    theirs = {task.requirement.id for task in tasks}
    breaches = _points(view, organization, [item for item in findings if item.outcome is Outcome.BREACH], tasks)
    unconfirmed = [item for item in findings if item.outcome is Outcome.UNCONFIRMED and item.requirement in theirs]
    last = view.as_of + datetime.timedelta(days=WEEK - 1)
    due = tuple(task for task in tasks if task.due_on is not None and task.due_on <= last)
    if not breaches and not due:
        return None
    missing = _points(view, organization, unconfirmed, tasks)
    earlier = [len(point.reminded) for point in (*breaches, *missing)]
    earlier += [len(organization.reminders_of(task.requirement.id, view.as_of)) for task in due]
    number = max(earlier, default=0) + 1
    city = view.registry.city
    officer = city.officer
    position = officer.position if officer is not None else None
    return ReminderLetter(
        organization,
        organization.contact.email or _email_of_responsible(organization, view.as_of),
        number,
        breaches,
        missing,
        due,
        _numbered("title", number),
        _text("opening", on=date_in_words(view.as_of.isoformat()), organization=organization.name),
        tuple(_closing(view, organization)),
        (city.city_hall.name, _text("number-and-date")),
        ((position or _text("keeper"))[:1].upper() + (position or _text("keeper"))[1:], _text("blank")),
        view.registry.words,
    )


def reminders(view: View) -> Iterator[ReminderLetter]:
    """Yield the letters to all organizations that have to be reminded, in the order of the records."""
    for organization in view.registry.organizations.values():
        letter = reminder(view, organization)
        if letter is not None:
            yield letter


def letter_text(letter: ReminderLetter) -> str:
    """Return the letter as plain text, ready to be sent."""
    return "\n\n".join((letter.title, *_paragraphs(letter))) + "\n"


def letter_docx(letter: ReminderLetter, day: datetime.date) -> bytes:
    """Return the letter as DOCX, dated `day`."""
    return docx(
        Letter(letter.head, (letter.organization.name,), letter.title, _paragraphs(letter), letter.signature), day
    )


def letter_eml(letter: ReminderLetter) -> bytes:
    """Return the letter as a draft that a mail program opens to be sent; the same letter gives the same bytes."""
    message = EmailMessage()
    if letter.email:
        message["To"] = letter.email
    message["Subject"] = f"{letter.title}: {visible(letter.organization.title)}"
    # Mail programs open a message with this header as one that was not sent yet.
    message["X-Unsent"] = "1"
    message.set_content(letter_text(letter), charset="utf-8", cte="base64")
    return message.as_bytes()


def _is_told(requirement: Requirement) -> bool:
    return requirement.is_organizations_duty and requirement.is_mandatory and not requirement.internal


def _is_excused(organization: Organization, finding: Finding, day: datetime.date) -> bool:
    """Return whether the keeper has accepted that the organization disagrees with the verdict."""
    answer = _answer(organization, finding, day)
    return answer is not None and answer.kind == "disagree" and answer.is_decided(day) and answer.accepted is True


def _answer(organization: Organization, finding: Finding, day: datetime.date) -> OrganizationAnswer | None:
    account = finding.subject.id if finding.subject.kind == "account" else None
    return organization.answer(finding.requirement, account, day)


def _points(
    view: View, organization: Organization, findings: Sequence[Finding], tasks: Sequence[Task]
) -> tuple[RemindedPoint, ...]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.requirement, []).append(finding)
    points = []
    for identifier, group in grouped.items():
        # What is past cannot be done by a day: the days of such a requirement are those of other weeks.
        own = [] if any(item.verdict.past for item in group) else tasks
        days = [task.due_on for task in own if task.requirement.id == identifier and task.due_on is not None]
        requirement = view.registry.requirements[identifier]
        title, remedy = _titles(view, requirement, group)
        points.append(
            RemindedPoint(
                requirement,
                title,
                _reasons(view, organization, group),
                remedy,
                min(days, default=None),
                group[0].outcome is Outcome.BREACH and own is tasks,
                organization.reminders_of(identifier, view.as_of),
            )
        )
    return tuple(sorted(points, key=lambda point: point.requirement.order))


def _titles(view: View, requirement: Requirement, group: Sequence[Finding]) -> tuple[str, str]:
    """Return what to do, and how: nothing more where the title of a breach names just what is missing."""
    remedy = requirement.remedy or ""
    if group[0].outcome is not Outcome.BREACH:
        return requirement.title, remedy
    words = view.registry.words
    title = mend_title(group, requirement.title, words)
    is_general = title == wording.text("mending.titles.any", requirement=requirement.title, words=words)
    said = title if is_general else _text("breach", title=title, requirement=requirement.title)
    return said, remedy if is_general else ""


def _reasons(view: View, organization: Organization, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the reasons of a point; a reason of several pages is said once, after the names of their networks."""
    pages: dict[str, dict[str, None]] = {}
    for finding in findings:
        said = finding_text.reason(finding, view.registry.words)
        answer = _answer(organization, finding, view.as_of)
        if answer is not None:
            said = f"{said} {_text('answer', text=answer_text.answered(answer, view.as_of))}"
        names = pages.setdefault(said, {})
        if finding.subject.kind == "account":
            account = view.registry.accounts[finding.subject.id]
            names[view.registry.networks[account.network].name] = None
    return tuple(f"{', '.join(names)}: {said}" if names else said for said, names in pages.items())


def _paragraphs(letter: ReminderLetter) -> list[str]:
    found = [letter.opening]
    if letter.number > 1:
        found.append(_numbered("again", letter.number))
    number = 0
    for key, points in (("breaches", letter.breaches), ("missing", letter.missing)):
        if points:
            found.append(_text(key))
        for point in points:
            number += 1
            found.append(f"{number}. {_point(point, with_remedy=key == 'breaches')}")
    if letter.due:
        found.append(_text("due"))
        found += [
            _text("due-item", on=date_short(str(task.due_on)), text=_titled(task, letter.words)) for task in letter.due
        ]
    return [*found, *letter.closing]


def _point(point: RemindedPoint, *, with_remedy: bool) -> str:
    parts = [f"{point.title}.", *point.reasons]
    if point.remedy and with_remedy:
        parts.append(_text("remedy", text=point.remedy))
    if point.due_on is not None:
        parts.append(_text("by", on=date_short(point.due_on.isoformat())))
    elif point.at_once:
        parts.append(_text("at-once"))
    if point.reminded:
        parts.append(_text("reminded", days=[date_short(day.isoformat()) for day in point.reminded]))
    return " ".join(parts)


def _titled(task: Task, words: CityWords) -> str:
    pages = ", ".join(account.url.removeprefix("https://") for account in task.accounts)
    title = task_text.title(task, words)
    return f"{title} ({pages})" if pages else title


def _closing(view: View, organization: Organization) -> Iterator[str]:
    yield _text("how")
    if view.site.url:
        yield _text("page", url=f"{view.site.url}organizations/{organization.id}/")
        yield _text("weeks", url=f"{view.site.url}organizations/{organization.id}/#hand-in")
    city = view.registry.city
    contact = city.officer.contact if city.officer is not None else city.city_hall.contact
    if not contact.email and not contact.phones:
        contact = city.city_hall.contact
    known = ", ".join(part for part in (contact.email, *contact.phones) if part)
    if known:
        yield _text("contact", body=city.city_hall.short_name, contact=known)


def _email_of_responsible(organization: Organization, day: datetime.date) -> str | None:
    person = organization.current_responsible(day)
    return None if person is None else person.contact.email


def _numbered(key: str, number: int) -> str:
    """Return a text that says which reminder this is: in words up to the fifth, in figures after that."""
    own = f"{key}-{number}"
    return _text(own) if wording.has(f"reminders.{own}") else _text(f"{key}-many", number=number)


def _text(key: str, **values: object) -> str:
    return wording.text(f"reminders.{key}", **values)
