"""All files of a new city's repository: its own facts, a starting point, and instructions."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reestr import wording
from reestr.intake.new_city import forges, starting_point, workflows
from reestr.intake.new_city.registry_file import registry_file
from reestr.intake.new_city.starting_point import SAMPLES
from reestr.records import reader, schemas
from reestr.records.editing import order_of, rewrite, snippets
from reestr.records.editing.writing import entry
from reestr.records.validation import completeness, schema
from reestr.records.validation.listed_names import lists_if_valid
from reestr.records.validation.own_arguments import with_installed_arguments
from reestr.registry.lists import UNKNOWN

_FILES = Path(__file__).parent / "files"
_WRITTEN: Mapping[str, str] = {
    "README.md": "README.md",
    "mkdocs.yml": "mkdocs.yml",
    "site/pages/about.md": "about.md",
    ".editorconfig": "editorconfig",
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".vscode/extensions.json": "vscode_extensions.json",
    ".vscode/settings.json": "vscode_settings.json",
}
"""Files of the repository and their templates in this package; `@{name}` is filled in."""

_SAMPLES: tuple[str, ...] = ("organization", "account")
"""The kinds of records that a new city needs first: one sample of each, kept outside of the records."""

SCHEMAS = ".reestr/schemas/"
"""The folder of the schemas by which an editor knows the fields of a record."""

_EMPTY_FOLDERS: tuple[str, ...] = ("data/accounts", "data/organizations", "site/overrides")
_PLACE = re.compile(r"@\{(\w+)\}")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~])")


def repository(
    facts: Mapping[str, str], requirements: str, forge: str = "github", sample: str = SAMPLES[0]
) -> dict[str, bytes]:
    """Return name -> content of every file, in the order of the names.

    `facts` are those of `registry_file.FIELDS`, `requirements` is what pip must install, `forge` is one of `FORGES`,
    `sample` one of `SAMPLES`.
    """
    own = program_files(facts, requirements, forge, sample)
    act = _content_and_data(starting_point.act(sample))[1]
    registry = registry_file(facts, categories(sample), lists_of_sample(sample), act)
    files = {"data/registry.yaml": registry, **own, **schema_files(registry)}
    return {name: files[name] for name in sorted(files)}


def program_files(
    facts: Mapping[str, str], requirements: str, forge: str, sample: str = SAMPLES[0]
) -> dict[str, bytes]:
    """Return name -> content of what comes from the program and may be edited: not of `registry.yaml` and schemas.

    Of `facts` the short name of the city and its time zone are needed.
    """
    return dict(_from_program(facts, requirements, forge, sample))


def schema_files(registry: bytes) -> dict[str, bytes]:
    """Return name -> content of the schemas, which no city edits: they come anew with every version.

    An editor knows the lists of the city by them, as `registry.yaml` has them.
    """
    document, _ = reader.read(registry, "registry.yaml")
    lists = UNKNOWN if document is None else lists_if_valid(document.data)
    files = {}
    for path in sorted(schemas.folder().glob("*.schema.json")):
        kind = path.name.removesuffix(".schema.json")
        content = schemas.schema(kind, lists)
        if kind == "requirement":
            content = with_installed_arguments(content)
        files[SCHEMAS + path.name] = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def _from_program(facts: Mapping[str, str], requirements: str, forge: str, sample: str) -> Iterator[tuple[str, bytes]]:
    yield "data/act.yaml", _act(starting_point.act(sample))
    for name, text in starting_point.further_acts(sample).items():
        yield f"data/acts/{name}", _act(text)
    for name, text in starting_point.requirements(sample).items():
        yield f"data/requirements/{name}", _commented("requirement", text, sample)
    for name, text in starting_point.networks(sample).items():
        yield f"data/networks/{name}", _commented("network", text, sample)
    for kind in _SAMPLES:
        yield f"samples/{kind}.yaml", _sample(kind)
    yield from forges.forge_files(forge, facts["time_zone"], sample)
    for name, file in _WRITTEN.items():
        text = (_FILES / file).read_text(encoding="utf-8")
        yield name, _filled(forges.readme(text, forge) if name == "README.md" else text, facts)
    yield ".vscode/reestr.code-snippets", snippets.snippets().encode()
    yield "requirements.txt", requirements.encode()
    for folder in _EMPTY_FOLDERS:
        # Git does not keep empty folders.
        yield f"{folder}/.gitkeep", b""


def sample_of(sample: str = SAMPLES[0]) -> Mapping[str, str]:
    """Return what messages say of the act that a new city begins with: `act`, its citation, and its `issuer`."""
    return _named(_content_and_data(starting_point.act(sample))[1])


def sample_given(files: Mapping[str, bytes]) -> str:
    """Return with which of `SAMPLES` a city began, by what the program gave it."""
    given = files.get("data/act.yaml", b"")
    for sample in SAMPLES[1:]:
        if f"\nid: {_content_and_data(starting_point.act(sample))[1]['id']}\n".encode() in given:
            return sample
    return SAMPLES[0]


@cache
def categories(sample: str) -> tuple[Mapping[str, Any], ...]:
    """Return the categories of pages that the act of a sample has norms for; () if it has none."""
    settings = starting_point.settings(sample)
    if settings is None:
        return ()
    document, problems = reader.read(settings.encode(), "registry.yaml")
    if document is None or problems:
        raise ValueError("the settings of a sample cannot be read")
    return tuple(document.data.get("categories", ()))  # type: ignore[arg-type]  # the schema has seen it


@cache
def lists_of_sample(sample: str) -> Mapping[str, Any] | None:
    """Return the section `lists` of a sample; None for the first one, whose lists all cities had before."""
    settings = starting_point.settings(sample)
    if settings is None:
        return None
    document, _ = reader.read(settings.encode(), "registry.yaml")
    return None if document is None else document.data.get("lists")  # type: ignore[return-value]  # the schema has seen it


def _named(data: Mapping[str, Any]) -> Mapping[str, str]:
    day = wording.date_short(data["date"])
    return {"act": f"{data['document']} от {day} № {data['number']}", "issuer": data["issuer"]}


def _act(text: str) -> bytes:
    """Return an act marked as a sample, without the header comment about this repository."""
    content, data = _content_and_data(text)
    marked = rewrite(content, {**data, "sample": True}, order_of("act"))
    return _comment("act", _named(data)) + b"\n" + marked


@cache
def _content_and_data(text: str) -> tuple[bytes, Mapping[str, Any]]:
    content = text[text.index("\nid:") + 1 :].encode()
    document, problems = reader.read(content, "act.yaml")
    if document is None or problems:
        raise ValueError("the act of a sample cannot be read")
    return content, document.data


def _commented(key: str, text: str, sample: str) -> bytes:
    return _comment(key, sample_of(sample)) + text.encode()


def _comment(key: str, said: Mapping[str, str]) -> bytes:
    lines = wording.text(f"init.taken.{key}", **said).split("\n")
    return "".join(f"{'# ' + line if line else '#'}\n" for line in lines).encode()


def _sample(kind: str) -> bytes:
    """Return the schema's own example, which always passes the check, with the Russian name above each field."""
    lines = wording.text(f"init.samples.{kind}").split("\n")
    text = "".join(f"# {line}\n" for line in lines)
    example = schemas.schema(kind)["examples"][0]
    for name, value in example.items():
        title = schemas.title(kind, [name])
        rest = {key: other for key, other in example.items() if key != name}
        if schema.fits(kind, rest) and not completeness.missing(kind, rest):
            title = wording.text("init.samples.may-go", title=title)
        text += f"\n# {title}\n" + "\n".join(entry(name, value, 0)) + "\n"
    return text.encode()


def _filled(text: str, facts: Mapping[str, str]) -> bytes:
    values = places(facts)
    return _PLACE.sub(lambda place: values[place[1]], text).encode()


def places(facts: Mapping[str, str]) -> Mapping[str, str]:
    """Return what `@{name}` in the files stands for. Of `facts` the short name and the time zone are needed."""
    city = facts["municipality.short_name"]
    return {
        "city": _MARKDOWN.sub(r"\\\1", html.escape(city, quote=False)),
        "site_name": json.dumps(wording.text("init.site-name", city=city), ensure_ascii=False),
        "time_zone": facts["time_zone"],
        "midnight": workflows.soon_after_midnight(facts["time_zone"]),
    }
