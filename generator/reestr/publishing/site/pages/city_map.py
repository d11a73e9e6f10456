"""The map: where the organizations are, the state of each, and the same as a list.

The numbers of the markers are those of the list. In a city with too many organizations to read through, only the worst
few of each place are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reestr import wording
from reestr.judging.finding import RANK, Outcome, worst
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.figures.organization_outcome import worst_own_outcomes
from reestr.publishing.site.widgets.map_markers import MapMarker, layered
from reestr.publishing.site.widgets.map_viewport import GridLine, MapViewport, frame
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.organization import Coordinates, Organization
from reestr.wording.finding_text import outcome_text

PATH = "map/"

MOST = 500
"""The maximum number of organizations that are listed one by one."""
_WORST_OF_PLACE = 5
_NAMED = 3
_UNPLACED = 20


@dataclass(frozen=True, slots=True)
class Member:
    """An organization of the map, with links to its place on other maps."""

    organization: Organization
    place: Coordinates
    outcome: Outcome
    services: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MapRow:
    """A place of the list with its organizations, or with the worst few and the number of the others."""

    number: int
    outcome: Outcome
    members: tuple[Member, ...]
    counts: Mapping[Outcome, int]
    rest: int

    @property
    def total(self) -> int:
        """Return the number of organizations at the place."""
        return len(self.members) + self.rest


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in per cent of the map's size; it leads to row `first` and stands for all rows up to `last`."""

    x: str
    y: str
    outcome: Outcome
    first: int
    last: int
    several: bool
    name: str


def has_places(view: View) -> bool:
    """Return whether there is anything to show: an existing organization with coordinates."""
    return any(item.coordinates and not item.is_closed(view.as_of) for item in view.registry.organizations.values())


def build(view: View) -> Page:
    """Return the page of the map. Raises ValueError if there is nothing to show."""
    organizations = view.registry.organizations.values()
    present = sorted((item for item in organizations if not item.is_closed(view.as_of)), key=by_name)
    outcomes = worst_own_outcomes(view.registry, view.assessment)
    members = [
        Member(item, item.coordinates, outcomes[item.id], _services(item.coordinates))
        for item in present
        if item.coordinates is not None
    ]
    unplaced = [item for item in present if item.coordinates is None]
    drawn = frame([member.place for member in members])
    places, layers = layered([drawn.place(member.place) for member in members])
    crowded = len(members) > MOST
    rows = [_row(number, [members[one] for one in place], crowded) for number, place in enumerate(places, 1)]
    metres, length = drawn.bar()
    return section_page(
        view,
        "map",
        PATH,
        shape=drawn.shape.name,
        parallels=[_line(line, "north") for line in drawn.parallels()],
        meridians=[_line(line, "east") for line in drawn.meridians()],
        bar=_per_cent(length),
        bar_label=_length(metres),
        layers=[(layer, [_marker(drawn, spot, rows) for spot in layer.spots]) for layer in layers],
        rows=rows,
        counts=_counts(members),
        shown=len(members),
        present=len(present),
        crowded=crowded,
        unplaced=unplaced[:_UNPLACED],
        more_unplaced=max(0, len(unplaced) - _UNPLACED),
    )


def _row(number: int, members: list[Member], crowded: bool) -> MapRow:
    if crowded:
        members.sort(key=lambda member: (RANK[member.outcome], by_name(member.organization)))
    named = members[:_WORST_OF_PLACE] if crowded else members
    outcome = worst(member.outcome for member in members)
    return MapRow(number, outcome, tuple(named), _counts(members), len(members) - len(named))


def _marker(drawn: MapViewport, spot: MapMarker, rows: Sequence[MapRow]) -> Marker:
    own = [rows[number] for number in spot.rows]
    first, last = own[0].number, own[-1].number
    total = sum(row.total for row in own)
    outcome = worst(row.outcome for row in own)
    names = [member.organization.title for row in own for member in row.members][:_NAMED]
    name = wording.text(
        f"map.marker.{'one' if total == 1 else 'several' if total == len(names) else 'more'}",
        number=first if first == last else f"{first}–{last}",
        names=names,
        rest=total - len(names),
        outcome=outcome_text(outcome),
    )
    x, y = _per_cent(100 * spot.x), _per_cent(100 * spot.y * drawn.shape.ratio)
    return Marker(x, y, outcome, first, last, total > 1, name)


def _counts(members: Iterable[Member]) -> Mapping[Outcome, int]:
    counts = dict.fromkeys(Outcome, 0)
    for member in members:
        counts[member.outcome] += 1
    return counts


def _services(point: Coordinates) -> tuple[tuple[str, str], ...]:
    """Return links to other maps at that point; nothing of them is loaded here."""
    latitude, longitude = _plain(point.latitude), _plain(point.longitude)
    here = f"{latitude}/{longitude}"
    return (
        ("OpenStreetMap", f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{here}"),
        ("Яндекс Карты", f"https://yandex.ru/maps/?pt={longitude},{latitude}&z=17&l=map"),
    )


def _plain(degrees: float) -> str:
    """Return degrees for an address: to a tenth of a metre, without an exponent."""
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


def _per_cent(share: float) -> str:
    """Return a part of the map to a hundredth of a per cent, less than a pixel of any screen."""
    return f"{share:.2f}".rstrip("0").rstrip(".") + "%"


def _line(line: GridLine, direction: str) -> tuple[str, str]:
    """Return the position of a grid line, and its name: «74,99° с. ш.».

    The equator and the meridians of 0° and 180° lie in no hemisphere.
    """
    text = f"{abs(line.degrees):.{line.decimals}f}".replace(".", ",") + "°"
    if line.degrees != 0 and abs(line.degrees) != 180:
        text += f"\N{NO-BREAK SPACE}{_hemisphere(direction, line.degrees > 0)}"
    return _per_cent(line.at), text


@cache
def _hemisphere(direction: str, positive: bool) -> str:
    return wording.text(f"map.hemispheres.{direction}.{'positive' if positive else 'negative'}")


def _length(metres: int) -> str:
    unit, value = ("km", metres // 1000) if metres >= 1000 else ("m", metres)
    return wording.text(f"map.{unit}", value=value)
