"""An organization's answer to a verdict in words, with the decision on it."""

from __future__ import annotations

import datetime

from reestr import wording
from reestr.registry.organization import OrganizationAnswer


def answered(answer: OrganizationAnswer, day: datetime.date) -> str:
    """Return what the organization answered, and what was decided on it by a day, as one or two sentences."""
    parts = [_text(f"kinds.{answer.kind}", until=_day(answer.until), on=_day(answer.on))]
    document = answer.document
    if document is not None and document.number and document.date is not None:
        parts.append(_text("document", number=document.number, on=_day(document.date)))
    if answer.text:
        parts.append(_words(answer.text))
    said = "".join(parts) + "."
    if answer.kind == "will-fix" and answer.until is not None and answer.until < day:
        said += " " + _text("late")
    if not answer.is_decided(day):
        return f"{said} {_text('undecided')}"
    decision = _text("accepted" if answer.accepted else "refused", on=_day(answer.decided_on))
    return f"{said} {decision}{_words(answer.decision) if answer.decision else ''}."


def _words(text: str) -> str:
    """Return somebody's words as the end of a sentence, which gets its full stop later."""
    return _text("words", text=text.rstrip(". "))


def _day(day: datetime.date | None) -> str:
    return "" if day is None else wording.date_short(day.isoformat())


def _text(key: str, **values: object) -> str:
    return wording.text(f"answers.{key}", **values)
