"""The questions of `reestr new`: field by field from the schema, each answer checked at once."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import agreed, is_yes, read_line
from reestr.intake.new_record.values import Judge, UnfitValueError, parsed
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing import value_at, with_parents
from reestr.records.json_pointer import FieldPath
from reestr.records.validation.completeness import deciding_fields, for_answer, missing_fields
from reestr.wording.plain_text import visible

_FEW = 12


@dataclass(slots=True)
class Conversation:
    """Questions about one record. `data` are the answers so far, `put_off` the fields left for later."""

    judge: Judge
    data: dict[str, Any]
    put_off: set[str]

    @property
    def kind(self) -> str:
        """Return the kind of record."""
        return self.judge.kind

    def ask_all(self) -> None:
        """Ask for the required fields, then for those that decide on further fields, then for these, then for optional
        ones.
        """
        always = [item.name for item in self._fields() if self._is_due_always(item)]
        for name in always:
            self._ask_due(name)
        for name in deciding_fields(self.kind):
            if name not in self.data and name not in always:
                self._ask((name,), optional=True)
        while (due := self._next_due()) is not None:
            self._ask_due(due)
        self._offer_more()

    def ask_again(self, path: FieldPath, problem: str) -> bool:
        """Ask again for a field whose answer conflicts with other records; return False if it cannot be asked for."""
        name = path[0] if path else ""
        if not isinstance(name, str) or name not in schemas.key_order(self.kind, ()):
            return False
        complain(problem)
        self.data.pop(name, None)
        self._ask((name,), optional=name not in self.required)
        return True

    @property
    def required(self) -> tuple[str, ...]:
        """Return the fields that even a draft must have."""
        return tuple(schemas.schema(self.kind).get("required", ()))

    def _fields(self) -> Sequence[schemas.Field]:
        return schemas.top_fields(self.kind, self.judge.lists)

    def _is_due_always(self, field: schemas.Field) -> bool:
        return field.required or (field.required_when_complete and not field.condition)

    def _next_due(self) -> str | None:
        lacking = {path[0] for path in missing_fields(self.kind, self.data, self.judge.lists)} - self.put_off
        return next((item.name for item in self._fields() if item.name in lacking), None)

    def _ask_due(self, name: str) -> None:
        """Ask until there is an answer or, for fields that a draft may lack, until it is put off."""
        while self.data.get(name) in (None, [], {}):
            self._ask((name,), optional=False)
            if self.data.get(name) not in (None, [], {}):
                return
            if name in self.required:
                complain(wording.text("terminal.new.required"))
            elif is_yes(read_line(wording.text("terminal.new.put-off"))):
                self.put_off.add(name)
                return

    def _offer_more(self) -> None:
        """Show the optional fields on one screen, to be chosen by number."""
        free = [item for item in self._fields() if item.name not in self.data and item.name != "draft"]
        free = [item for item in free if not item.by_machine]
        free = [item for item in free if item.name not in self.put_off]
        if not free:
            return
        click.echo("\n" + wording.text("terminal.new.more"))
        for number, item in enumerate(free, start=1):
            mark = wording.text("terminal.new.internal") if item.internal else ""
            click.echo(f"  {number:>2}  {item.title}{mark}")
        for word in read_line(wording.text("terminal.new.numbers")).replace(",", " ").split():
            if word.isascii() and word.isdigit() and 0 < int(word) <= len(free):
                self._ask((free[int(word) - 1].name,), optional=True)

    def _ask(self, path: FieldPath, *, optional: bool) -> None:
        """Ask for the value at a path, of any form, and store it."""
        field = schemas.field_of(self.kind, path, self.judge.lists)
        if field.form == "group":
            self._introduce(path, field)
            self._ask_group(path, field)
        elif field.form in ("list", "groups"):
            self._ask_list(path, field)
        else:
            self._introduce(path, field)
            self._ask_plain(path, optional=optional)

    def _ask_group(self, path: FieldPath, field: schemas.Field) -> None:
        for part in field.inside:
            if part.by_machine:
                continue
            self._ask((*path, part.name), optional=not part.required)

    def _ask_list(self, path: FieldPath, field: schemas.Field) -> None:
        self._introduce(path, field)
        while True:
            place = len(value_at(self.data, path) or ())
            if field.form == "groups":
                key = "one-more" if place else "one"
                if not is_yes(read_line(wording.text(f"terminal.new.{key}"))):
                    return
                self._ask_group((*path, place), field)
            elif not self._ask_plain((*path, place), optional=True):
                return

    def _introduce(self, path: FieldPath, field: schemas.Field) -> None:
        """Print the field in words before asking for it."""
        colour = terminal.has_colour(sys.stdout)
        title = schemas.title(self.kind, path, self.judge.lists)
        click.echo()
        click.secho(title, bold=colour or None, color=colour)
        text = for_answer(field.description)
        examples = [item for item in field.examples if isinstance(item, str)]
        if examples and field.form != "choice":
            text = f"{text} {wording.text('terminal.new.example', value=examples[0])}"
        if text.strip():
            click.echo(click.wrap_text(text, terminal.width(), "  ", "  "))
        for number, (value, label) in enumerate(self._choices(path).items(), start=1):
            click.echo(f"  {number:>2}  {visible(label)}" + (f" ({value})" if label != value else ""))

    def _choices(self, path: FieldPath) -> Mapping[str, str]:
        """Return the answers that can be given by number: the field's values, or the records it may refer to if they
        are few.
        """
        field = schemas.field_of(self.kind, path, self.judge.lists)
        own = field.labels if field.form == "choice" else {}
        target = self.judge.target(path)
        known = self.judge.known.get(target or "", {})
        return own or (known if len(known) <= _FEW else {})

    def _ask_plain(self, path: FieldPath, *, optional: bool) -> bool:
        """Ask for one value until it fits, and return whether there was one."""
        key = "optional" if optional else "answer"
        while True:
            text = read_line(wording.text(f"terminal.new.{key}")).strip()
            if not text:
                return False
            try:
                value = parsed(self.kind, path, self._chosen(path, text), self.judge.lists)
            except UnfitValueError as problem:
                complain(str(problem))
                continue
            value = self._judged(path, value)
            if value is not None:
                self.data = with_parents(self.data, path, value)
                return True

    def _judged(self, path: FieldPath, value: Any) -> Any:
        """Return the value as it is stored, None if it does not fit."""
        problem = self.judge.problem(with_parents(self.data, path, value), path)
        if problem is None:
            return value
        if isinstance(problem, Diagnostic) and problem.fix is not None and problem.fix.action == "set":
            offered = problem.fix.value
            if self.judge.problem(with_parents(self.data, path, offered), path) is None:
                question = wording.text("terminal.new.so", given=visible(str(value)), meant=visible(str(offered)))
                return offered if agreed(question) else None
        complain(problem if isinstance(problem, str) else for_answer(f"{problem.message} {problem.help}"))
        return None

    def _chosen(self, path: FieldPath, text: str) -> str:
        """Return the id of the record named by its number or by a part of its name."""
        target = self.judge.target(path)
        known = self.judge.known.get(target or "", {})
        if target is None or text in known:
            return text
        numbered = dict(enumerate(self._choices(path), start=1))
        if text.isascii() and text.isdigit() and int(text) in numbered:
            return numbered[int(text)]
        named = [name for name, title in known.items() if text.lower() in title.lower()]
        if len(named) == 1:
            question = wording.text("terminal.new.so", given=visible(text), meant=f"{known[named[0]]} ({named[0]})")
            return named[0] if agreed(question) else text
        return text


def complain(problem: str) -> None:
    """Print what is wrong with an answer, before it is asked for again."""
    colour = terminal.has_colour(sys.stdout)
    line = wording.text("handover.ask.again", problem=visible(problem))
    click.secho(click.wrap_text(line, terminal.width(), "  ", "    "), fg="red" if colour else None, color=colour)
