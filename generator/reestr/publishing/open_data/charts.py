"""Makes the picture and the data of each chart as files, with their source and licence."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator, Sequence

from markupsafe import escape

from reestr import wording
from reestr.publishing.open_data.json_file import FOLDER
from reestr.publishing.open_data.tables import CsvFile, row
from reestr.publishing.site.pages.organization import weekly_norm
from reestr.publishing.site.widgets.chart import LineChart, line_chart
from reestr.publishing.site.widgets.trend import trend
from reestr.publishing.site.widgets.verdict_history import HEIGHT, LAYERS, SphereChart, VerdictChart, by_sphere, course
from reestr.publishing.view import File, View

_WIDTH, _PLOT, _MARGIN, _PANEL, _TOP = 800, 160, 60, 240, 70
_LINE = 100
"""Letters of the source that stand in one line of the picture."""
_STROKE = 'fill="none" vector-effect="non-scaling-stroke"'
_COLUMNS = ("chart", "day", *(outcome.value for outcome in LAYERS), "whole")


def chart_files(view: View) -> Iterator[File]:
    """Yield `charts/<name>.svg` and `.csv` of the course of all verdicts, of spheres and of each requirement; `present`
    and `active` are the shares of the last twelve months.
    """
    whole = course(view)
    if whole is not None:
        yield from _files(view, "course", "course", wording.text("interface.charts.course"), [("", whole)])
    spheres: Sequence[SphereChart] = by_sphere(view)
    if spheres:
        panels = [(item.title, item.chart) for item in spheres]
        yield from _files(view, "spheres", "spheres", wording.text("interface.charts.spheres"), panels)
    for requirement in view.registry.requirements.values():
        chart = course(view, requirement.id) if requirement.check else None
        if chart is not None:
            title = wording.text("interface.charts.of-requirement", title=requirement.title)
            yield from _files(view, f"requirement-{requirement.id}", requirement.id, title, [("", chart)])
    dated = trend(view, weekly_norm(view))
    for name, shares in (("present", dated.present), ("active", dated.active)):
        drawn = line_chart(shares)
        if drawn.last is not None:
            yield from _share_files(view, name, drawn)


def _files(
    view: View, name: str, subject: str, title: str, panels: Sequence[tuple[str, VerdictChart]]
) -> Iterator[File]:
    drawings = [_panel(label, chart, _TOP + place * _PANEL) for place, (label, chart) in enumerate(panels)]
    yield File(f"{FOLDER}charts/{name}.svg", _picture(view, title, wording.text("interface.charts.legend"), drawings))
    table = CsvFile(f"charts/{name}", _COLUMNS)
    for label, chart in panels:
        table.add(
            row((label or subject, moment.day.isoformat(), *(counts[item] for item in LAYERS), moment.whole))
            if (counts := moment.counts) is not None
            else row((label or subject, moment.day.isoformat(), *(None for _ in LAYERS), None))
            for moment in chart.moments
        )
    yield table.file()


def _share_files(view: View, name: str, chart: LineChart) -> Iterator[File]:
    title, legend = (wording.text(f"interface.charts.{name}.{part}") for part in ("title", "legend"))
    yield File(f"{FOLDER}charts/{name}.svg", _picture(view, title, legend, [_share_panel(chart)]))
    table = CsvFile(f"charts/{name}", ("chart", "day", "part", "whole"))
    table.add(row((name, share.day.isoformat(), share.part, share.whole)) for share in chart.shares)
    yield table.file()


def _picture(view: View, title: str, legend: str, drawings: Sequence[str]) -> bytes:
    licence, url = view.registry.city.licence, view.site.url
    source = wording.text(
        "interface.charts.source",
        name=view.site.name,
        url=url and f", {url}",
        licence=licence.name if licence is not None else wording.text("interface.charts.no-licence"),
    )
    lines = textwrap.wrap(source, _LINE)
    height = 74 + 16 * len(lines) + _PANEL * len(drawings)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" font-family="sans-serif" fill="#222"><title>{escape(title)}</title>'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
        f'<text x="20" y="30" font-size="18" font-weight="bold">{escape(title)}</text>'
        f'<text x="20" y="52" font-size="13">{escape(legend)}</text>'
    ]
    parts += drawings
    parts += [
        f'<text x="20" y="{height - 12 - 16 * after}" font-size="12">{escape(line)}</text>'
        for after, line in enumerate(reversed(lines))
    ]
    parts.append("</svg>\n")
    return "".join(parts).encode()


def _panel(label: str, chart: VerdictChart, top: int) -> str:
    """Return the drawing of one chart with its scale and the days it begins and ends with."""
    number = f"{chart.last.breaches} / {chart.last.whole}"
    drawing = (
        f'<path d="M0 0H{chart.width}M0 {HEIGHT}H{chart.width}" stroke="#bbb" {_STROKE}/>'
        f'<path d="{chart.band}" fill="#9aa0a6" fill-opacity=".5"/>'
        f'<path d="{chart.line}" stroke="#b3261e" stroke-width="2.5" {_STROKE}/>'
    )
    days = chart.moments[0].day, chart.moments[-1].day
    return _plot(f"{label}: {number}" if label else number, top, chart.top, (chart.width, HEIGHT), days, drawing)


def _share_panel(chart: LineChart) -> str:
    """Return the drawing of a course of shares with its scale of 0 to 100 and the months it begins and ends with."""
    drawing = (
        f'<path d="M0 0H{chart.width}M0 50H{chart.width}M0 100H{chart.width}" stroke="#bbb" {_STROKE}/>'
        f'<path d="{chart.line}" stroke="#1a5fb4" stroke-width="2.5" {_STROKE}/>'
        f'<path d="{chart.dots}" stroke="#1a5fb4" stroke-width="7" stroke-linecap="round" {_STROKE}/>'
    )
    number = f"{chart.last.part} / {chart.last.whole}" if chart.last is not None else ""
    days = chart.shares[0].day, chart.shares[-1].day
    return _plot(number, _TOP, 100, (chart.width, 100), days, drawing)


def _plot(
    shown: str,
    top: int,
    highest: int,
    size: tuple[int, int],
    days: tuple[datetime.date, datetime.date],
    drawing: str,
) -> str:
    """Return a drawing of `size` units, stretched to the plot, with its axes; `highest` is the top of the scale in per
    cent.
    """
    width = _WIDTH - _MARGIN - 20
    scale = f"scale({width / size[0]:.4f} {_PLOT / size[1]:.4f})"
    first, last = (day.strftime("%d.%m.%Y") for day in days)
    return (
        f'<g transform="translate({_MARGIN} {top + 20})" font-size="12"><text y="-6">{escape(shown)} ({last})</text>'
        f'<text x="-8" y="10" text-anchor="end">{highest} %</text><text x="-8" y="{_PLOT}" text-anchor="end">0</text>'
        f'<text y="{_PLOT + 18}">{first}</text><text x="{width}" y="{_PLOT + 18}" text-anchor="end">{last}</text>'
        f'<g transform="{scale}">{drawing}</g></g>'
    )
