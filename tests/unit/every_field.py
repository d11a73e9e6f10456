"""What the program makes of every field of every schema: is its change told, is it in the open data, on a page.

`python -m tests.unit.every_field` prints what is not, for whatever package and schemas Python finds.
"""

from __future__ import annotations

import datetime
import html
import itertools
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reestr import wording
from reestr.history.diff.compare import compare
from reestr.history.diff.lookup import RegistryLookup
from reestr.history.narrative import change_text
from reestr.history.timeline.model import Change
from reestr.judging.run import Assessment
from reestr.publishing.open_data.documents import act_file, record_files, requirement_file
from reestr.publishing.open_data.other_fields import other_records_file
from reestr.publishing.site.pages import act, method, organization, requirement, tasks
from reestr.publishing.view import Page, Site, View
from reestr.records import schemas
from reestr.records.kinds import KINDS
from reestr.records.loading import assemble
from reestr.records.loading.organization_records import activity
from reestr.records.record import Record
from reestr.records.redaction import EDITIONS, Edition, for_edition
from reestr.records.schemas import Field
from reestr.records.validation import schema
from reestr.registry.origin import Origin

Data = Mapping[str, Any]
Path = tuple[str | int, ...]

AS_OF = datetime.date(2026, 11, 20)
IDS = {
    "registry": "",
    "act": "",
    "requirement": "posts",
    "network": "vk",
    "organization": "school-1",
    "account": "school-1-vk",
    "activity": "school-1-vk/2026",
    "plan": "school-1/2026-12",
    "assignment": "post",
    "notice": "told",
    "fake": "prizes",
}
# Where the first example of a field does not go with those of the others.
_INSTEAD: Mapping[tuple[str, str], Any] = {
    ("organization", "/successor"): "school-2",
    ("account", "/organization"): "school-1",
    ("account", "/network"): "vk",
    ("account", "/replaced_by"): "school-1-vk-2",
    ("notice", "/organization"): "school-1",
    ("fake", "/pretends_to_be"): "school-1",
    ("fake", "/network"): "vk",
    ("assignment", "/addressees/*/account"): "school-1-vk",
    ("requirement", "/check"): "two-posts-a-week",
    ("act", "/publications/*/clause"): "1.6-2",
    ("act", "/blocks/*/id"): "1.6-2",
    ("act", "/blocks/*/kind"): "paragraph",
    ("act", "/blocks/*/parent"): "1.6",
    ("act", "/blocks/*/notes/*/see"): ["1.6-2"],
}
# The keys of a map, with what their values say.
_KEYS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("requirement", "/parameters"): {
        "posts_per_week": {"value": 2, "norms": None, "judged_by": None},
        "counts_gospabliki": {"value": True, "norms": None, "judged_by": None},
        "weeks_judged": {"value": None},
    },
    ("activity", "/weeks"): {"2026-W40": {}},
    ("requirement", "/reasons"): {"met": "Всё есть."},
    ("requirement", "/tasks"): {"first": "Завести."},
}
# Which fields of a record go together: changes (None = left out) that make it valid, the first that has a field counts.
_TOGETHER: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "requirement": ({"/unchecked": None}, {"/rule": None}),
    "network": (
        {"/forms/*/refuse": None},
        {
            "/forms/*/page": None,
            "/forms/*/numeric_id": None,
            "/forms/*/inn": None,
            "/forms/*/path": "^/id[0-9]+$",
        },
    ),
    "organization": (
        {"/has_site": None, "/closed_on": None, "/successor": None, "/status": "active"},
        {"/has_site": None, "/status": "closed"},
        {"/site": None, "/closed_on": None, "/successor": None, "/status": "active"},
        {"/has_site": None, "/status": "closed", "/exemptions/*/ground": "agreement", "/exemptions/*/clause": None},
    ),
    "account": (
        {"/closed_on": None, "/replaced_by": None, "/status": "active"},
        {"/status": "closed"},
    ),
    "plan": ({"/absent_on": None}, {"/prepared_on": None, "/prepared_by": None, "/entries": None}),
    "assignment": (
        {"/answer": None, "/addressees/*/organization": None, "/addressees/*/result/not_done_on": None},
        {
            "/kind": "information-request",
            "/answer": None,
            "/addressees/*/account": None,
            "/addressees/*/result/not_done_on": None,
        },
        {"/kind": "centre-request", "/addressees": None},
        {
            "/answer": None,
            "/addressees/*/organization": None,
            "/addressees/*/result/done_on": None,
            "/addressees/*/result/done_at": None,
            "/addressees/*/result/url": None,
            "/addressees/*/result/document": None,
        },
    ),
}
# Fields that say the same where they are not there.
_DEFAULTS = {("organization", "/status"): "active", ("account", "/status"): "active"}
_OTHER_VALUES = (
    "school-2", "7707083893", "1027700132195", "other@primersk.example", "+7 900 000-00-01", "https://primersk.example/x",
    "https://vk.com/other", "99999999", "2.2", "999", "p.9", "Europe/Moscow", "/other",
    "ok.ru", "^/(?:group)([0-9]{1,12})$", "https://vk.com/wall-{numeric_id}_{post}_2",
)  # fmt: skip


def sample(kind: str, fields: Sequence[Field]) -> dict[str, Any]:
    """A value with every field, made of the schema's examples."""
    return {
        field.name: _INSTEAD.get((kind, field.pointer), _sample(kind, field))
        for field in fields
        if field.name != "draft"
    }


def _sample(kind: str, field: Field) -> Any:
    if field.form == "group":
        return sample(kind, field.fields)
    if field.form == "groups":
        return [sample(kind, field.inside)]
    if field.form == "map":
        known = _KEYS[kind, field.pointer]
        inside = sample(kind, field.inside)
        entries = {key: inside | value if isinstance(value, dict) else value for key, value in known.items()}
        return {
            key: {name: value for name, value in entry.items() if value is not None}
            if isinstance(entry, dict)
            else entry
            for key, entry in entries.items()
        }
    return field.examples[0]


def record(kind: str, pointer: str = "") -> dict[str, Any]:
    """A valid record with the field at a pointer and as many others as go together with it."""
    for together in _TOGETHER.get(kind, ({},)):
        data = _together(kind, together)
        if schema.fits(kind, data) and (not pointer or _at(data, _path(data, pointer)) is not None):
            return data
    raise ValueError(f"no valid record of {kind} has {pointer}")


def _together(kind: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    data = sample(kind, schemas.top_fields(kind))
    if kind == "act":
        data["blocks"] = [*data["blocks"], {"id": "1.6", "part": "order", "kind": "clause", "text": "1.6. Порядок."}]
    for pointer, value in changes.items():
        data = _with(data, _path(data, pointer), value)
    return data


def _path(data: Any, pointer: str) -> Path:
    """The first place in a record that a pointer of the schema speaks of."""
    path: list[str | int] = []
    steps = pointer.split("/")[1:]
    for step, following in itertools.zip_longest(steps, steps[1:]):
        key: str | int = step if step != "*" else 0 if isinstance(data, list) else _entry(data, following)
        path.append(key)
        data = data[int(key)] if isinstance(data, list) else data.get(key, {})
    return tuple(path)


def _entry(entries: Mapping[str, Any], name: str | None) -> str:
    """The first entry of a map that has a field; the first of all where none has it."""
    return next((key for key, entry in entries.items() if name in entry), next(iter(entries), ""))


def _with(data: Any, path: Path, value: Any) -> Any:
    """The data with another value at a path; without it where the value is None."""
    step, rest = path[0], path[1:]
    if isinstance(data, list):
        return [_with(item, rest, value) if place == step else item for place, item in enumerate(data)]
    if rest:
        return {**data, step: _with(data.get(step, {}), rest, value)}
    return {key: item for key, item in data.items() if key != step} | ({} if value is None else {step: value})


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[int(step)] if isinstance(data, list) else data.get(step)
        if data is None:
            return None
    return data


def states(kind: str, field: Field) -> Iterator[tuple[Data, Data]]:
    """Pairs of valid records that differ in one field alone: another value, a value where there was none, and back."""
    whole = record(kind, field.pointer)
    path = _path(whole, field.pointer)
    others = (_with(whole, path, other) for other in _others(field, _at(whole, path)))
    other = next((item for item in others if item != whole and schema.fits(kind, item)), None)
    if other is None:
        # It never changes alone: the status with its date, a ground with its clause.
        bases = (_together(kind, together) for together in _TOGETHER.get(kind, ()))
        valid = (item for item in bases if schema.fits(kind, item) and _at(item, path) is not None)
        other = next((item for item in valid if _at(item, path) != _at(whole, path)), None)
    if other is not None:
        yield whole, other
    without = _with(whole, path, None)
    if schema.fits(kind, without) and _DEFAULTS.get((kind, field.pointer)) != _at(whole, path):
        yield without, whole
        yield whole, without


def _others(field: Field, value: Any) -> Iterator[Any]:
    yield from field.examples
    yield from field.labels
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield value + 1
        yield value - 1
    elif field.form == "date":
        yield (datetime.date.fromisoformat(value) + datetime.timedelta(days=1)).isoformat()
    elif isinstance(value, str):
        yield f"{value} иначе"
        yield from _OTHER_VALUES
    elif isinstance(value, list):
        yield value[:-1]
        for other in _others(field.item, value[0]) if field.item is not None else ():
            yield [other]
    elif isinstance(value, Mapping) and field.form == "map" and field.item is not None and field.item.is_plain:
        for key, text in value.items():
            yield {**value, key: f"{text} Иначе."}
    elif isinstance(value, Mapping) and field.form == "group":
        for part in field.fields:
            for other in _others(part, value.get(part.name)):
                yield {**value, part.name: other}


def built(kind: str, data: Data, edition: Edition) -> Any:
    """The record of the model as an edition may hold it; None where it may not."""
    shown = for_edition(kind, data, edition)
    origin = Origin(kind, IDS[kind], f"data/{kind}.yaml", {}, shown or {})
    return None if shown is None else KINDS[kind].build(shown, origin)


def changes(kind: str, before: Data, after: Data, edition: Edition) -> tuple[Change, ...]:
    """What is told of the two states of a record."""
    key = (kind, IDS[kind])
    accounts = {IDS["account"]: built("account", record("account"), edition)}
    accounts["school-1-vk-2"] = built("account", {**record("account"), "url": "https://vk.com/next"}, edition)
    lookup = RegistryLookup({}, accounts, {})
    old, new = built(kind, before, edition), built(kind, after, edition)
    return compare({key: old} if old else {}, {key: new} if new else {}, lookup).changes


def view(records: Mapping[str, Data], edition: Edition) -> View:
    """A view of a city with one record of each kind, and with what else they may refer to."""
    more = {
        ("network", "ok"): {**records["network"], "name": "Одноклассники"},
        ("organization", "school-2"): {**record("organization"), "name": "Школа № 2", "short_name": "Школа № 2"},
        ("account", "school-1-vk-2"): {**record("account"), "url": "https://vk.com/next"},
    }
    held: dict[str, dict[str, Record]] = {}
    origins: dict[str, dict[str, Origin]] = {}
    for (kind, name), data in {**more, **{(kind, IDS[kind]): data for kind, data in records.items()}}.items():
        # The example has lists with one item each: the other records are read by those that all cities had.
        read = {key: value for key, value in data.items() if (kind, key) != ("registry", "lists")}
        held.setdefault(kind, {})[name] = Record(kind, name, f"data/{kind}.yaml", read)
        origins.setdefault(kind, {})[name] = Origin(kind, name, f"data/{kind}.yaml", {})
    counts = for_edition("activity", records["activity"], edition)
    years = {} if counts is None else {IDS["account"]: [activity(counts, origins["activity"][IDS["activity"]])]}
    registry = assemble.registry(held, origins, years, edition, lambda kind, data, lists: ())
    shown = for_edition("registry", records["registry"], edition) or {}
    city = replace(registry.city, origin=replace(registry.city.origin, fields=shown))
    registry = replace(registry, city=city)
    # Without findings: a verdict that turns is no place where a field is shown.
    return View(registry, Assessment(AS_OF, ()), edition, AS_OF, Site("Реестр"))


def page(of: View, kind: str) -> Page | None:
    """The page that shows the record of a kind; None where the edition has none."""
    registry = of.registry
    if kind == "requirement":
        found = registry.requirements.get(IDS[kind])
        return None if found is None else requirement.build(of, found)
    builders = {"act": act.build, "registry": method.build, "network": method.build, "assignment": tasks.build}
    if kind in builders:
        return builders[kind](of)
    return organization.organization(of, registry.organizations[IDS["organization"]])


def open_data(of: View, kind: str) -> str:
    """The file of the open data that holds the record of a kind."""
    files = {"act": act_file, "requirement": requirement_file}.get(kind, other_records_file)
    name = ""
    if kind in ("organization", "account", "activity", "fake"):
        files, name = record_files, f"organizations/{IDS['organization']}.json"
    return next(file.content.decode() for file in files(of) if file.path.endswith(name))


def text_in(words: str) -> str:
    """Words as they stand in a page's text."""
    return re.sub(r"\s+", " ", words.replace("\N{NO-BREAK SPACE}", " ")).strip()


def text_of(shown: Page | None) -> str:
    """What a reader sees of a page, with what its links lead to."""
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", shown.body if shown else "", flags=re.DOTALL)
    body = re.sub(r"<[^>]* (?:href|id)=\"([^\"]*)\"[^>]*>", r" \1 ", body)
    return text_in(html.unescape(re.sub(r"<[^>]+>", " ", body)))


def fields(kind: str) -> Iterator[Field]:
    """The fields in question: all but `draft`, for a draft is not published, and what only holds others."""
    yield from (field for field in schemas.fields(kind) if field.name != "draft" and not field.inside)


def untold(edition: Edition) -> Iterator[str]:
    """Fields of whose change nothing is told though the edition has them, or something though it has not."""
    for kind in KINDS:
        for field in fields(kind):
            pairs = list(states(kind, field))
            if not pairs:
                yield f"{kind}{field.pointer}: no valid record has it"
            for before, after in pairs:
                shows = for_edition(kind, before, edition) != for_edition(kind, after, edition)
                told = changes(kind, before, after, edition)
                if bool(told) != shows:
                    yield f"{kind}{field.pointer}: {'not told' if shows else 'told'}"
                for change in told:
                    change_text(change)


def unpublished(edition: Edition) -> Iterator[str]:
    """Fields that are not in the open data, or not on a page, though the edition has them."""
    whole = {kind: record(kind) for kind in KINDS}
    for kind in KINDS:
        for field in fields(kind):
            for before, after in list(states(kind, field))[:1]:
                shows = for_edition(kind, before, edition) != for_edition(kind, after, edition)
                old, new = (view({**whole, kind: data}, edition) for data in (before, after))
                if (open_data(old, kind) != open_data(new, kind)) != shows:
                    yield f"{kind}{field.pointer}: {'not in' if shows else 'in'} the open data"
                texts = text_of(page(old, kind)), text_of(page(new, kind))
                if (texts[0] != texts[1]) != shows:
                    yield f"{kind}{field.pointer}: {'not on' if shows else 'on'} the page"
                value = _at(after, _path(after, field.pointer))
                if shows and isinstance(value, str) and field.form in ("text", "long-text", "date"):
                    words = {schemas.in_words(field, value), wording.date_in_words(value)}
                    if not any(text_in(one) in texts[1] for one in words):
                        yield f"{kind}{field.pointer}: its value is not on the page"


def main() -> int:
    """Print all of it for both editions."""
    found = [f"{edition}: {fault}" for edition in EDITIONS for fault in (*untold(edition), *unpublished(edition))]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
