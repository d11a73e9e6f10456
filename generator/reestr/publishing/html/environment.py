"""The Jinja environment of the pages: always escapes, refuses undefined values, compiles templates once."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.finding import RANK, Outcome
from reestr.publishing.figures.shares import share
from reestr.publishing.html import links
from reestr.publishing.html.addresses import address_text
from reestr.publishing.html.compiled import template_cache
from reestr.publishing.html.escaping import EscapingEnvironment
from reestr.publishing.html.signs import hidden_sign, pictured_sign, sign, sign_line
from reestr.publishing.site.widgets.evidence import evidence_list
from reestr.publishing.site.widgets.other_fields import other_fields, sums_of_years
from reestr.records import schemas
from reestr.registry.addresses import without_scheme
from reestr.wording import finding_text


def render(template: str, page_path: str, **values: object) -> str:
    """Return the HTML body of a page from the template `templates/<template>.html.j2`.

    `page_path` is the page's folder below the site's root (`organizations/school-1/`, "" for home). The template
    receives `link` (see `links.Links`) and `root` besides `values`. Raises jinja2.UndefinedError for a missing value.
    """
    root = "../" * page_path.count("/")
    return _template(template).render(values, link=_links(root), root=root)


def interface(key: str, /, **values: object) -> str:
    """Return a text of the interface: `interface.<key>` of the catalogue."""
    return wording.text(f"interface.{key}", **values)


@cache
def environment() -> Environment:
    """Return the environment itself, to be overlaid for templates in other folders."""
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
    made.tests["outbound"] = links.is_outbound
    made.globals.update(
        word=interface,
        table_words=json.dumps(wording.section("interface")["table"], ensure_ascii=False),
        outcomes=tuple(Outcome),
        evidence_list=evidence_list,
        other_fields=other_fields,
        sums_of_years=sums_of_years,
        subject_title=links.subject_title,
    )
    return made


@cache
def _template(name: str) -> Template:
    return environment().get_template(f"{name}.html.j2")


@cache
def _links(root: str) -> links.Links:
    return links.Links(root)


def badge(outcome: Outcome) -> Markup:
    """Return an outcome as its sign and word, like the macro of the same name."""
    made: Markup = _template("_macros").module.badge(outcome)  # type: ignore[attr-defined]  # macros are no attributes to mypy
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


@cache
def label(value: str | None, kind: str, field: str) -> object:
    """Return the Russian label of a value that a schema enumerates."""
    return unknown() if value is None else schemas.label(kind, field, value)


def _counted(count: int, one: str, few: str, many: str) -> str:
    return f"{_number(count)}\N{NO-BREAK SPACE}{wording.plural(count, one, few, many)}"


def _number(value: int) -> str:
    """Return a whole number; from 10,000 on, thousands are separated."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}") if abs(value) >= 10_000 else str(value)


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
    "label": label,
    "counted": _counted,
    "plural": wording.plural,
    "number": _number,
    "share": share,
    "outcome_label": finding_text.outcome_text,
    "outcome_symbol": lambda outcome: finding_text.outcome_text(outcome, "symbol"),
    "outcome_sign": lambda outcome: hidden_sign(finding_text.outcome_text(outcome, "symbol")),
    "sign": sign,
    "hidden_sign": hidden_sign,
    "pictured_sign": pictured_sign,
    "sign_line": sign_line,
    "outcome_meaning": lambda outcome: finding_text.outcome_text(outcome, "meaning"),
    "outcome_rank": RANK.__getitem__,
    "outcome_class": lambda outcome: f"is-{outcome}",
    "reason": finding_text.reason,
    "without_scheme": without_scheme,
    "address": address_text,
    "lines": _lines,
}
