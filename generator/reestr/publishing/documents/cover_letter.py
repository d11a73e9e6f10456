"""The cover letter to the regional centre: what is sent, the main figures, the enclosures."""

from __future__ import annotations

from collections.abc import Sequence

from reestr import wording
from reestr.judging.finding import Outcome
from reestr.publishing.documents.figures import CityFigures, Figure
from reestr.publishing.documents.letter import Letter, docx
from reestr.publishing.documents.manifest import Provenance, reservation
from reestr.publishing.view import View
from reestr.registry.city import City

_WIDTHS = (10.5, 2.5, 3.5)
"""Widths of the table's columns in centimetres."""


def cover_letter(view: View, figures: CityFigures, provenance: Provenance, enclosures: Sequence[str]) -> bytes:
    """Return the letter as DOCX. Its number and date are blanks, as is everything that the registry does not know."""
    return docx(_letter(view, figures, provenance, enclosures), view.as_of)


def _letter(view: View, figures: CityFigures, provenance: Provenance, enclosures: Sequence[str]) -> Letter:
    city = view.registry.city
    return Letter(
        head=(*_sender(city), _word("number-and-date")),
        to=(city.regional_centre.name if city.regional_centre else _word("no-centre"),),
        title=_word("title", on=view.as_of.isoformat()),
        paragraphs=tuple(_paragraphs(view, provenance)),
        signature=_signature(city),
        rows=(
            (_word("heads.figure"), _word("heads.value"), _word("heads.whole")),
            *map(_row, figures.telling),
        ),
        widths=_WIDTHS,
        enclosures=(
            _word("enclosures"),
            *(f"{number}. {text}" for number, text in enumerate(enclosures, start=1)),
        ),
    )


def _sender(city: City) -> Sequence[str]:
    hall = city.city_hall
    contacts = (hall.address, *hall.contact.phones, hall.contact.email, hall.site)
    return [hall.name, *(line for line in (", ".join(filter(None, contacts)),) if line)]


def _paragraphs(view: View, provenance: Provenance) -> Sequence[str]:
    city, counts = view.registry.city, view.assessment.summary
    texts = [_word("fictional", place=city.municipality.words)] if city.fictional else []
    act = view.registry.act
    sends = "sends-sample" if act.sample else "sends"
    texts.append(_word(sends, city=city.municipality.name, on=view.as_of.isoformat(), act=act.citation))
    texts.append(
        _word(
            "verdicts",
            verdicts=len(view.assessment.findings),
            breaches=counts[Outcome.BREACH],
            unconfirmed=counts[Outcome.UNCONFIRMED],
        )
    )
    commit = provenance.commit
    if commit is not None:
        short = wording.text("papers.origin.commit-short", id=commit.short, day=commit.day.isoformat())
        texts.append(_word("origin", commit=short))
    return [*texts, *filter(None, (reservation(provenance),)), _word("figures")]


def _row(figure: Figure) -> tuple[str, str, str]:
    if figure.whole is None:
        return figure.title, str(figure.value), ""
    share = "" if figure.share is None else _word("share", share=figure.share)
    return figure.title, str(figure.value), _word("whole", whole=figure.whole) + share


def _signature(city: City) -> tuple[str, str]:
    officer = city.officer
    position = (officer.position if officer else None) or _word("no-position")
    name = (officer.name if officer else None) or _word("no-name")
    return position[:1].upper() + position[1:], name


def _word(key: str, /, **values: object) -> str:
    return wording.text(f"papers.letter.{key}", **values)
