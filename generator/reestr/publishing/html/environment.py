"""The Jinja environment of pages and printed documents: escaping always on, templates compiled once and kept."""

from __future__ import annotations

import datetime
import json
import os
import re
import sys
import zlib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.finding import RANK, Outcome
from reestr.publishing.figures.shares import share
from reestr.publishing.html import links
from reestr.publishing.html.addresses import address_text
from reestr.publishing.html.answers import answers_to
from reestr.publishing.html.evidence import evidence_list
from reestr.publishing.html.other_fields import other_fields, sums_of_years
from reestr.publishing.html.signs import hidden_sign, pictured_sign, sign, sign_line
from reestr.records import schemas
from reestr.registry.addresses import without_scheme
from reestr.registry.words import IN_GENERAL, CityWords
from reestr.wording import clause_text, finding_text
from reestr.wording.basis_text import basis_text
from reestr.wording.general_words import in_city_words

_SPECIAL = re.compile("[&<>'\"]").search


def escaped(value: object) -> str:
    """Return the value as HTML text; markup is not escaped again.

    `markupsafe.escape` gives the same text but wraps each result in a Markup, which is then joined at once.
    """
    if type(value) is str:
        return escape(value) if _SPECIAL(value) else value
    return value if type(value) is Markup else escape(value)


class _Generator(CodeGenerator):
    """Compiles every output of a template to a call of `escaped`, and calls functions and macros directly.

    Compiled templates are kept for every city and every version of the filters, so the result of a filter is never
    compiled into them, not even that of a filter of constants.

    Jinja's way to call them looks for functions that want the context; ours are none. If Jinja renames a method, its
    own is used: slower, and equally safe.
    """

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:
        if forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_to_const(self, node: Any, frame: Any, finalize: Any) -> str:
        if isinstance(node, nodes.Filter) or node.find(nodes.Filter) is not None:
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Template(Template):
    """A template whose macros are imported without comparing the globals of both templates: all have the same ones.

    If Jinja renames the method, its own is used: slower, with the same result.
    """

    def _get_default_module(self, ctx: Any = None) -> Any:
        return super()._get_default_module()


class EscapingEnvironment(Environment):
    """A Jinja environment whose templates escape with `escaped`; takes the arguments of Jinja's own by name."""

    code_generator_class = _Generator
    template_class = _Template
    escaped = staticmethod(escaped)

    def __init__(self, **settings: Any) -> None:
        # The optimizer would compute filters of constants while it compiles.
        super().__init__(optimized=False, **settings)


def template_cache() -> FileSystemBytecodeCache | None:
    """Return the cache in this package's `__pycache__`; None if it is not writable.

    Jinja recompiles a template whose text has changed. The versions of Jinja and of our compiler are in the name.
    """
    folder = Path(__file__).parent / "__pycache__"
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return None
    compiler = zlib.crc32(Path(__file__).read_bytes())
    return FileSystemBytecodeCache(str(folder), f"template-{metadata.version('jinja2')}-{compiler:08x}-%s.bin")


def render(template: str, page_path: str, words: CityWords, **values: object) -> str:
    """Return the HTML body of a page from the template `templates/<template>.html.j2`.

    `page_path` is the page's folder below the site's root (`organizations/school-1/`, "" for home), `words` what the
    city's texts call its act and its city hall. The template receives `link` (see `links.Links`) and `root` besides
    `values`. Raises jinja2.UndefinedError for a missing value.
    """
    root = "../" * page_path.count("/")
    return _template(template, words).render(values, link=_links(root), root=root)


def interface(key: str, /, **values: object) -> str:
    """Return a text of the interface: `interface.<key>` of the catalogue.

    Raises TypeError for a value that is markup: in a plain text it would be escaped and shown as it is written.
    """
    if any(type(value) is Markup for value in values.values()):
        raise TypeError(f"markup in the text {key!r}")
    return wording.text(f"interface.{key}", **values)


@lru_cache(4)
def environment(words: CityWords) -> Environment:
    """Return the environment of a city's templates, to be overlaid for templates in other folders.

    Its globals are the same for pages and macros: `words` are the city's, and `word` gives a text of the interface in
    them.
    """
    made = EscapingEnvironment(
        loader=PackageLoader("reestr.publishing.site", "templates"),
        # Set directly: select_autoescape() is off for names that end in .j2.
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=template_cache(),
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters.update(_FILTERS)
    made.filters.update(
        label=partial(label, words=words),
        reason=partial(finding_text.reason, words=words),
        outcome_meaning=lambda outcome: finding_text.outcome_text(outcome, "meaning", words),
    )
    made.tests["outbound"] = links.is_outbound
    made.globals.update(
        word=partial(interface, words=words),
        words=words,
        basis=partial(basis_text, words=words),
        table_words=json.dumps(wording.section("interface")["table"], ensure_ascii=False),
        outcomes=tuple(Outcome),
        answers_to=answers_to,
        evidence_list=evidence_list,
        other_fields=partial(other_fields, words=words),
        sums_of_years=partial(sums_of_years, words=words),
        subject_title=links.subject_title,
    )
    return made


@lru_cache(1 << 8)
def _template(name: str, words: CityWords) -> Template:
    return environment(words).get_template(f"{name}.html.j2")


@cache
def _links(root: str) -> links.Links:
    return links.Links(root)


def badge(outcome: Outcome) -> Markup:
    """Return an outcome as its sign and word, like the macro of the same name."""
    # The badge says nothing of the city.
    made: Markup = _template("_macros", IN_GENERAL).module.badge(outcome)  # type: ignore[attr-defined]  # macros are no attributes to mypy
    return made


@cache
def unknown() -> Markup:
    """Return the words for an unknown fact."""
    return Markup('<span class="unknown">{}</span>').format(interface("unknown"))


@cache
def _time(day: datetime.date, short: bool) -> Markup:
    iso = day.isoformat()
    text = wording.date_short(iso) if short else wording.date_in_words(iso)
    return Markup('<time datetime="{}">{}</time>').format(iso, text)


def _date(day: datetime.date | None) -> Markup:
    """Return a date in words as a `<time>`, or the words for an unknown one."""
    return unknown() if day is None else _time(day, False)


def day(value: datetime.date | None) -> Markup:
    """Return a date in figures as a `<time>`, or the words for an unknown one."""
    return unknown() if value is None else _time(value, True)


def _month(day: datetime.date) -> str:
    """Return the month of a day in words, with its year."""
    return f"{wording.month_name(day.month)}\N{NO-BREAK SPACE}{day.year}"


def _month_short(day: datetime.date) -> str:
    """Return the first letters of the month of a day."""
    return wording.month_name(day.month)[:3]


def _known(value: object) -> object:
    """Return the value, or the words for an unknown one; zero and False are known."""
    return unknown() if value is None or value == "" or value == () else value


def _yes_no(value: bool | None) -> object:
    return unknown() if value is None else interface("yes" if value else "no")


@lru_cache(1 << 12)
def label(value: str | None, kind: str, field: str, words: CityWords = IN_GENERAL) -> object:
    """Return the Russian label of a value that a schema enumerates, in the words of the city."""
    return unknown() if value is None else in_city_words(schemas.label(kind, field, value, words.lists), words)


def _counted(count: int, one: str, few: str, many: str) -> str:
    return f"{_number(count)}\N{NO-BREAK SPACE}{wording.plural(count, one, few, many)}"


def _number(value: int) -> str:
    """Return a whole number; from 10,000 on, thousands are separated."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}") if abs(value) >= 10_000 else str(value)


def _capital(text: str) -> str:
    """Return the text with a capital letter at its beginning; the rest stays."""
    return text[:1].upper() + text[1:]


def _lines(text: str) -> Markup:
    """Return plain text with its line breaks."""
    return Markup("<br>\n").join(escape(line) for line in text.splitlines())


_FILTERS: Mapping[str, Callable[..., object]] = {
    "date": _date,
    "day": day,
    "month": _month,
    "month_short": _month_short,
    "known": _known,
    "yes_no": _yes_no,
    "counted": _counted,
    "plural": wording.plural,
    "number": _number,
    "share": share,
    "clause_name": clause_text.clause_name,
    "clause_words": clause_text.clause_words,
    "capital": _capital,
    "outcome_label": finding_text.outcome_text,
    "outcome_symbol": lambda outcome: finding_text.outcome_text(outcome, "symbol"),
    "outcome_sign": lambda outcome: hidden_sign(finding_text.outcome_text(outcome, "symbol")),
    "sign": sign,
    "hidden_sign": hidden_sign,
    "pictured_sign": pictured_sign,
    "sign_line": sign_line,
    "outcome_rank": RANK.__getitem__,
    "outcome_class": lambda outcome: f"is-{outcome}",
    "without_scheme": without_scheme,
    "address": address_text,
    "lines": _lines,
}
