"""`reestr form` and `reestr issue-forms`: makes records from filled issue forms, and makes the forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from reestr import wording
from reestr.cli.load_and_report import load_records
from reestr.cli.options import WRONG_DATA, data_option
from reestr.cli.reports.diagnostics_ci import markdown_text
from reestr.cli.russian import RussianCommand
from reestr.intake.forms.filled import LONGEST, FilledForm, filled, identifier, record_data
from reestr.intake.forms.issues import ASKED, label, plain, templates
from reestr.publishing.site import output_folder
from reestr.records import editing, schemas
from reestr.records.files_on_disk import FileWrite, write_all
from reestr.records.json_pointer import steps_of
from reestr.records.kinds import KINDS
from reestr.records.loading import record_sources
from reestr.records.loading.load import Loaded, load_files
from reestr.records.validation import completeness
from reestr.records.validation.placement import id_meant, is_id, joined_id, organization_id
from reestr.wording.plain_text import visible


def _text(key: str, **values: object) -> str:
    return wording.text(f"forms.filled.{key}", **values)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The result of a form: the file it makes (relative to the data folder), or the reason why it makes none.

    `entered` says that the file is there already, with this content: somebody edited the form after the merge.
    """

    name: str = ""
    content: bytes = b""
    reasons: tuple[str, ...] = ()
    entered: bool = False


@click.command("form", cls=RussianCommand, help=_text("about"), epilog=_text("epilog"))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE", help=_text("file"))
@data_option
@click.option("--answer", type=click.Path(path_type=Path), metavar="FILE", help=_text("answer-file"))
def form(file: Path, data: Path, answer: Path | None) -> int:
    """Write the record that a filled form describes, or report everything that is wrong with it."""
    if answer is not None:
        _refuse_sources(answer, data, file)
    found = filled(_read(file))
    if found is None:
        click.echo(_text("not-a-form"))
        return 0
    outcome = _judged(found, data, load_records(data))
    if answer is not None:
        _put_answer(answer, _answer(outcome))
    if outcome.reasons:
        for reason in outcome.reasons:
            click.echo(visible(reason), err=True)
        return WRONG_DATA
    if outcome.entered:
        click.echo(_text("entered", file=record_sources.prefix_of(data) + outcome.name))
        return 0
    write_all([FileWrite(data.absolute() / outcome.name, None, outcome.content)])
    click.echo(_text("written", file=record_sources.prefix_of(data) + outcome.name))
    return 0


@click.command("issue-forms", cls=RussianCommand, help=_text("forms-about"), epilog=_text("forms-epilog"))
@data_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(".github/ISSUE_TEMPLATE"),
    metavar="DIR",
    show_default=True,
    help=_text("forms-output"),
)
def issue_forms(data: Path, output: Path) -> int:
    """Write all forms, or none."""
    made = templates(_networks(load_records(data)))
    paths = {output.absolute() / name: content for name, content in made.items()}
    write_all(
        [FileWrite(path, path.read_bytes() if path.exists() else None, content) for path, content in paths.items()]
    )
    for name in made:
        click.echo(_text("written", file=output / name))
    return 0


def _refuse_sources(answer: Path, data: Path, file: Path) -> None:
    """Raise UsageError if the answer's file would lie among the records or replace the form."""
    place, records = answer.resolve(), data.resolve()
    if place in (records, file.resolve()) or place in records.parents or records in place.parents:
        raise click.UsageError(wording.text("cli.build.target-in-sources", folder=answer, source=data))


def _put_answer(answer: Path, text: str) -> None:
    """Write the answer over an earlier one or over the empty file that a workflow has made, and over no other file."""
    try:
        output_folder.put_file(answer, text.encode(), _is_answer)
    except output_folder.ForeignTargetError:
        raise click.UsageError(_text("answer-foreign", file=answer)) from None


def _is_answer(content: bytes) -> bool:
    beginnings = (_text("thanks"), _text("sorry"), _text("thanks-again"))
    return not content or content.decode("utf-8", "replace").startswith(beginnings)


def _read(file: Path) -> str:
    """Return the text of an issue, cut after the maximum length of an issue."""
    try:
        with file.open("rb") as stream:
            return stream.read(4 * LONGEST + 1).decode("utf-8", "replace")
    except OSError:
        raise click.UsageError(_text("no-file", file=file)) from None


def _networks(loaded: Loaded) -> dict[str, str]:
    """Return the networks of a registry, id -> name; without faulty ones."""
    known = {} if loaded.registry is None else loaded.registry.networks
    return {identifier: network.name for identifier, network in sorted(known.items())}


def _judged(found: FilledForm, data: Path, before: Loaded) -> _Outcome:
    if before.registry is None:
        return _Outcome(reasons=(_text("registry-wrong"),))
    content = record_data(found, _networks(before))
    name = identifier(found) or _own_id(found.kind, content)
    wrong_id = _wrong_id(found.kind, name, before)
    reasons = [*(_text("twice", field=field) for field in found.twice), *wrong_id]
    reasons += _wrong_answers(found.kind, content)
    lacking = completeness.missing(found.kind, content)
    if lacking:
        reasons.append(_text("lacks", fields=lacking))
    if reasons and reasons != wrong_id:
        return _Outcome(reasons=tuple(reasons))
    file = f"{KINDS[found.kind].folder}/{name}.yaml"
    try:
        text = editing.record(found.kind, content)
    except (KeyError, ValueError) as problem:
        raise AssertionError("the form asks for what the schema does not have") from problem
    if wrong_id:
        there = data / file
        entered = is_id(name) and there.is_file() and there.read_bytes() == text
        return _Outcome(file, text, entered=True) if entered else _Outcome(reasons=tuple(wrong_id))
    on_disk = record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data))
    after = load_files(record_sources.OverlaidFiles(on_disk, {file: text}))
    known = {(item.code, item.location) for item in before.diagnostics}
    new = [item for item in after.diagnostics if (item.code, item.location) not in known]
    if after.registry is None or new:
        return _Outcome(reasons=tuple(f"{item.message} {item.help}" for item in new))
    return _Outcome(file, text)


def _own_id(kind: str, content: Mapping[str, Any]) -> str:
    """Return the id of an account made of its organization and network, if none was given."""
    parts = (content.get("organization"), content.get("network"))
    return joined_id([str(part) for part in parts]) or "" if kind == "account" and all(parts) else ""


def _wrong_id(kind: str, name: str, before: Loaded) -> list[str]:
    assert before.registry is not None
    if not name:
        return [_text("no-id")]
    if not is_id(name):
        example = organization_id(name) if kind == "organization" else id_meant(name)
        return [_text("bad-id", example=example or "school-1")]
    known = before.registry.organizations if kind == "organization" else before.registry.accounts
    if name in known:
        return [_text("exists", id=name, file=known[name].origin.file)]
    return []


def _wrong_answers(kind: str, content: Mapping[str, Any]) -> list[str]:
    """Return every answer that does not fit its field in the schema; of a list, item by item."""
    reasons = []
    for pointer in ASKED[kind]:
        way: list[str | int] = list(steps_of(pointer))
        value: Any = content
        for step in way:
            value = value.get(step) if isinstance(value, Mapping) else None
        item = schemas.field(kind, pointer).item
        given: list[tuple[list[str | int], Any]] = [(way, value)]
        if item is not None:
            given = [([*way, place], each) for place, each in enumerate(value or ())]
        wrong = (completeness.misfit(kind, place, text) for place, text in given if isinstance(text, str))
        found = dict.fromkeys(plain(reason) if item is None else plain(item.error) for reason in wrong if reason)
        reasons += [_text("answer", field=label(kind, pointer), reason=reason) for reason in found]
    return reasons


def _answer(outcome: _Outcome) -> str:
    """Return the answer to the person who filled in the form; text of the form stays text and mentions nobody."""
    if outcome.entered:
        return f"{_text('thanks-again')}\n"
    if not outcome.reasons:
        return f"{_text('thanks')} {_text('next')}\n"
    reasons = [f"- {markdown_text(_quiet(reason))}" for reason in outcome.reasons]
    return "\n".join([f"{_text('sorry')}:", "", *reasons, "", _text("how"), ""])


def _quiet(text: str) -> str:
    """Return a text in which a forge finds no mention (`@name`) and no link (`#1`)."""
    return text.replace("@", "@\N{WORD JOINER}").replace("#", "#\N{WORD JOINER}")


COMMANDS: tuple[click.Command, ...] = (form, issue_forms)
"""The commands of this module."""
