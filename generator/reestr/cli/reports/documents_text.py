"""Renders the terminal output about a new document: its place, the main figures, the next step."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reestr import wording
from reestr.judging.finding import Outcome
from reestr.publishing.documents.centre import CentreFolder
from reestr.publishing.documents.figures import Figure, city_figures
from reestr.publishing.documents.manifest import Provenance, reservation
from reestr.publishing.view import View
from reestr.wording.plain_text import painted, visible, wrapped


def centre(folder: CentreFolder, view: View, provenance: Provenance, place: Path, width: int, colour: bool) -> str:
    """Return the report on the folder for the regional centre, with its files."""
    names = [file.path for file in folder.files]
    longest = max(map(len, names)) + 2
    described = [f"  {name:{longest}}{_about(name, folder)}" for name in names]
    return _said(
        (
            *_heading("centre", place, width, colour),
            *described,
            "",
            *_figures(view, folder.figures.telling, width),
            *_warnings(view, provenance, width, colour),
            "",
            *wrapped(_word("centre.next", folder=place), width),
        )
    )


def state(view: View, provenance: Provenance, place: Path, width: int, colour: bool) -> str:
    """Return the report on the dated state report."""
    return _said(
        (
            *_heading("state", place, width, colour),
            "",
            *_figures(view, city_figures(view).telling, width),
            *_warnings(view, provenance, width, colour),
            "",
            *wrapped(_word(f"state.next-{view.edition}"), width),
        )
    )


def _about(name: str, folder: CentreFolder) -> str:
    kind = name.rpartition(".")[2] if "." in name else "sums"
    return _word(f"centre.files.{kind}", rows=folder.rows)


def _heading(what: str, place: Path, width: int, colour: bool) -> list[str]:
    # Paths are not wrapped, so that they can be copied.
    text = _word(f"{what}.done", place=visible(str(place)))
    return [painted(text, colour, bold=True)]


def _figures(view: View, figures: Iterable[Figure], width: int) -> list[str]:
    lines = [_word("day", day=view.as_of.isoformat())]
    for figure in figures:
        of = _word("whole", whole=figure.whole) if figure.whole is not None else ""
        lines += wrapped(f"  {visible(figure.title)}: {figure.value}{of}", width, later="    ")
    counts = view.assessment.summary
    lines += wrapped(
        "  "
        + _word(
            "verdicts",
            breaches=counts[Outcome.BREACH],
            unconfirmed=counts[Outcome.UNCONFIRMED],
            all=len(view.assessment.findings),
        ),
        width,
        later="    ",
    )
    return lines


def _warnings(view: View, provenance: Provenance, width: int, colour: bool) -> list[str]:
    act, city = view.registry.act, view.registry.city
    texts = [
        reservation(provenance),
        wording.text("papers.fictional", place=city.municipality.words) if city.fictional else "",
        wording.text("papers.sample", act=act.citation) if act.sample else "",
    ]
    lines = []
    for text in filter(None, texts):
        warning = wrapped(_word("warning", text=text), width, later="  ")
        lines += ["", *(painted(line, colour, "yellow") for line in warning)]
    return lines


def _said(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _word(key: str, /, **values: object) -> str:
    return wording.text(f"cli.report.{key}", **values)
