"""The data folder at one moment of its history: its records, what was known of each, and the form of the files."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reestr.records.editing.writing import record

from examples.primersk.compose import composition, lost
from examples.primersk.compose.composition import Composed
from examples.primersk.compose.past import as_it_was

Key = tuple[str, str]
"""Kind and last id of a record."""

_ROUGH_HEAD = "# Заполнено по анкете организации\n"


@dataclass(frozen=True, slots=True)
class Material:
    """Every record the registry ever had, each in its last state."""

    records: Mapping[Key, Composed]
    rules: Mapping[str, bytes]
    folders: Mapping[str, str]
    written: dict[str, bytes] = field(default_factory=dict)

    def owner(self, key: Key) -> Key | None:
        """Return the record that owns this one."""
        kind, name = key
        if kind == "account":
            return "organization", self.records[key].data["organization"]
        if kind == "activity":
            return "account", name.partition("/")[0]
        if kind == "plan":
            return "organization", name.partition("/")[0]
        if kind == "fake":
            return "organization", self.records[key].data["pretends_to_be"]
        return None

    def organization(self, key: Key) -> str | None:
        """Return the organization that a record is about; None for the city's own records."""
        if key[0] == "organization":
            return key[1]
        owner = self.owner(key)
        return None if owner is None else self.organization(owner)


def material(real: Path) -> Material:
    """Return everything there ever was; `real` as for `compose`."""
    everything = [*composition.all_records(real), *lost.lost_records()]
    rules = composition.copied(real)
    rules[f"requirements/{lost.SECOND_READING}.yaml"] = lost.second_reading(rules["requirements/extras.yaml"])
    folders = {**composition.folders_of_organizations(), **lost.FOLDERS}
    return Material({(item.kind, item.id): item for item in everything}, rules, folders)


@dataclass(slots=True)
class State:
    """The content of the folder: the day up to which each record is known, the rules' files, and earlier ids.

    `called` maps last ids to the ids of that time. Until they are `sorted`, organizations and accounts lie in one
    folder; while `rough`, the records of organizations are as they were typed in.
    """

    known: dict[Key, str] = field(default_factory=dict)
    rules: dict[str, bytes] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    sorted: bool = False
    rough: bool = True

    def copy(self) -> State:
        """Return an independent copy."""
        return copy.deepcopy(self)

    def files(self, all_of: Material) -> dict[str, bytes]:
        """Return the files of the folder: name -> bytes."""
        files = dict(self.rules)
        held: dict[Key, Mapping[str, Any]] = {}
        for key, day in self.known.items():
            was = as_it_was(*key, all_of.records[key].data, day)
            if was is not None:
                held[key] = was
        for key, data in held.items():
            kind, name = key
            of_now = _renamed(_without_strangers(kind, data, held), self.called)
            item = Composed(kind, _renamed_id(name, self.called), of_now)
            files[self._file_name(all_of, key, item)] = self._text(all_of, item)
        return files

    def _file_name(self, all_of: Material, key: Key, item: Composed) -> str:
        if item.kind not in ("organization", "account"):
            return composition.file_name(item, {})
        folder = all_of.folders[all_of.organization(key) or ""]
        return f"{item.kind}s/{folder}/{item.id}.yaml" if self.sorted else f"{item.kind}s/{item.id}.yaml"

    def _text(self, all_of: Material, item: Composed) -> bytes:
        rough = self.rough and item.kind == "organization"
        memory = f"{rough}{item.kind}{item.data}"
        if memory not in all_of.written:
            text = record(item.kind, item.data)
            all_of.written[memory] = _roughly(text) if rough else text
        return all_of.written[memory]


Action = Callable[[State, Material, str], None]
"""A change of the folder on a day."""


def begin(state: State, all_of: Material, day: str) -> None:
    """Add the registry's settings, the act and the rules."""
    state.known[("registry", "")] = state.known[("act", "")] = day
    state.rules.update(all_of.rules)


def enter(*organizations: str) -> Action:
    """Add organizations, with the pages that they have by then."""

    def action(state: State, all_of: Material, day: str) -> None:
        for key in all_of.records:
            if key[0] in ("organization", "account") and all_of.organization(key) in organizations:
                state.known[key] = day

    return action


def update(kind: str, organizations: Collection[str] | None = None) -> Action:
    """Update all records of a kind to the present knowledge, new ones included; only those of `organizations`, if
    given.
    """

    def action(state: State, all_of: Material, day: str) -> None:
        gone = {(item.kind, item.id) for item in lost.lost_records()}
        for key in all_of.records:
            owner = all_of.owner(key)
            fits = organizations is None or all_of.organization(key) in organizations
            there = key in state.known or (key not in gone and (owner is None or owner in state.known))
            # An organization is entered explicitly, never by an update of the others.
            if key[0] == kind and fits and there and (kind != "organization" or key in state.known):
                state.known[key] = day

    return action


def remove(*organizations: str) -> Action:
    """Remove organizations with all their records."""

    def action(state: State, all_of: Material, day: str) -> None:
        for key in [key for key in state.known if all_of.organization(key) in organizations]:
            del state.known[key]

    return action


def remove_account(account: str) -> Action:
    """Remove a page."""

    def action(state: State, all_of: Material, day: str) -> None:
        del state.known[("account", account)]

    return action


def add_account(account: str) -> Action:
    """Add a page."""

    def action(state: State, all_of: Material, day: str) -> None:
        state.known[("account", account)] = day

    return action


def call(**names: str) -> Action:
    """Give records other ids: the last id (with `_` for `-`) -> the id from now on."""

    def action(state: State, all_of: Material, day: str) -> None:
        for last, name in names.items():
            identifier = last.replace("_", "-")
            if name == identifier:
                del state.called[identifier]
            else:
                state.called[identifier] = name

    return action


def call_organization(organization: str, name: str) -> Action:
    """Give an organization another id, and its two pages with it."""
    names = {f"{organization}{end}": f"{name}{end}" for end in ("", "-vk", "-ok")}
    return call(**{last.replace("-", "_"): name for last, name in names.items()})


def rule(requirement: str, old: str, new: str) -> Action:
    """Change the text of a requirement. Raises ValueError unless it contains `old` exactly once."""

    def action(state: State, all_of: Material, day: str) -> None:
        file = f"requirements/{requirement}.yaml"
        text = state.rules[file].decode("utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{requirement} does not say {old!r} once")
        state.rules[file] = text.replace(old, new).encode("utf-8")

    return action


def remove_rule(requirement: str) -> Action:
    """Remove a requirement."""

    def action(state: State, all_of: Material, day: str) -> None:
        del state.rules[f"requirements/{requirement}.yaml"]

    return action


def sort_into_folders(state: State, all_of: Material, day: str) -> None:
    """Move the records into folders by sphere."""
    state.sorted = True


def write_neatly(state: State, all_of: Material, day: str) -> None:
    """Rewrite the records of organizations in canonical form."""
    state.rough = False


def _roughly(text: bytes) -> bytes:
    """Return the same record with its fields in alphabetical order, below a comment."""
    blocks: list[str] = []
    for line in text.decode("utf-8").splitlines(keepends=True):
        if line.startswith(" ") or line == "\n":
            blocks[-1] += line
        else:
            blocks.append(line)
    return (_ROUGH_HEAD + "".join(sorted(blocks))).encode("utf-8")


def _without_strangers(kind: str, data: Mapping[str, Any], held: Mapping[Key, Any]) -> Mapping[str, Any]:
    """Return the data without references to records that the registry does not have."""
    kept = dict(data)
    for name, target in (("successor", "organization"), ("replaced_by", "account")):
        if name in kept and (target, kept[name]) not in held:
            del kept[name]
    if "lists" in kept.get("accounts_page", ()):
        page = kept["accounts_page"]
        kept["accounts_page"] = {**page, "lists": [name for name in page["lists"] if ("account", name) in held]}
    if "machine" in kept.get("accounts_page", ()):
        page, seen = kept["accounts_page"], kept["accounts_page"]["machine"]
        lists = [name for name in seen["lists"] if ("account", name) in held]
        kept["accounts_page"] = {**page, "machine": {**seen, "lists": lists}}
    if "addressees" in kept:
        kept["addressees"] = [item for item in kept["addressees"] if _is_held(item, held)]
    return kept


def _is_held(addressee: Mapping[str, Any], held: Mapping[Key, Any]) -> bool:
    return any((kind, addressee[kind]) in held for kind in ("organization", "account") if kind in addressee)


_REFERENCES = frozenset(("organization", "account", "successor", "replaced_by", "pretends_to_be"))


def _renamed(data: Mapping[str, Any], called: Mapping[str, str]) -> dict[str, Any]:
    """Return the data with the ids of the time in every reference."""
    if not called:
        return dict(data)
    renamed = {key: called.get(value, value) if key in _REFERENCES else value for key, value in data.items()}
    if "lists" in renamed.get("accounts_page", ()):
        page = renamed["accounts_page"]
        renamed["accounts_page"] = {**page, "lists": _all_renamed(page["lists"], called)}
    if "machine" in renamed.get("accounts_page", ()):
        page, seen = renamed["accounts_page"], renamed["accounts_page"]["machine"]
        lists = _all_renamed(seen["lists"], called)
        renamed["accounts_page"] = {**page, "machine": {**seen, "lists": lists}}
    if "addressees" in renamed:
        renamed["addressees"] = [_renamed(item, called) for item in renamed["addressees"]]
    return renamed


def _all_renamed(names: Iterable[str], called: Mapping[str, str]) -> list[str]:
    return [called.get(name, name) for name in names]


def _renamed_id(name: str, called: Mapping[str, str]) -> str:
    owner, slash, part = name.partition("/")
    return f"{called.get(owner, owner)}{slash}{part}"
