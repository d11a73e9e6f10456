"""Badges for the sites of organizations: a small picture of an account or an organization as the registry knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from markupsafe import escape

from reestr import wording
from reestr.history.timeline.model import RemovedRecord
from reestr.publishing.view import File, View
from reestr.registry.account import Account
from reestr.registry.addresses import without_scheme
from reestr.registry.organization import Organization
from reestr.wording.plain_text import cut

_CLASSES = (
    (28, " !,./:;I[]\\ft·ijl|'()-`r{}\N{NO-BREAK SPACE}"),
    (46, 'гкзтJcsvxyzсух"*эь'),
    (72, "ABCDEGHKNOPQRSUVXYwАБВДЕЗИЙКЛНОПРСТУХЦЧЭЯмю№&ЁъГЬ"),
    (88, "MWm@%ЖМФШЩЪЫЮфшщы—…"),
)
_NARROW_SCRIPTS = 0x1100


class _Widths(dict[str, int]):
    """Hundredths of the font's size by character; characters in no class are small letters and digits,
    or wide signs.
    """

    def __missing__(self, character: str) -> int:
        return 56 if ord(character) < _NARROW_SCRIPTS else 100


_of = _Widths({character: width for width, characters in _CLASSES for character in characters}).__getitem__


# Most lines of most badges are the same.
@lru_cache(maxsize=512)
def text_width(text: str, size: float) -> int:
    """Return the width of a text in a common sans-serif font, in the unit of its size, within a few per cent.

    The drawn text is stretched to this width, so that it fits in any font.
    """
    return round(sum(map(_of, text)) * size / 100)


FOLDER = "badges/"
"""The folder of the badges below the site's root: `accounts/<id>.svg`, `organizations/<id>.svg`."""

LONGEST = 44
"""Characters of a line, so that a badge fits a column of a page."""

_SIZES = (11, 15, 13)
"""Font sizes of the three lines in CSS pixels."""
_BOLD = 1.08
_TEXT_AT = 62
_MARGIN = 14

# Light and dark, each with a contrast of at least 4.5 : 1: the theme's tokens, which a picture cannot read.
_TONES: Mapping[str, tuple[str, str]] = {
    "link": ("#164f91", "#8fc1ff"),
    "gone": ("#4c5666", "#b0bac8"),
}
# The text is stretched to its estimated length, whatever font the reader has.
_LINE = f'<text x="{_TEXT_AT}" lengthAdjust="spacingAndGlyphs"'
_TICK = '<path d="m30 34 6 6 9-12" stroke="#9be3b4" stroke-width="5"/>'
_CROSS = '<path d="m33 30 10 10m0-10L33 40" stroke="#fff" stroke-width="4"/>'


def badge_files(view: View) -> Iterator[File]:
    """Yield a badge for every account and every organization of the view.

    A badge that another site shows must not disappear: renamed records have theirs under their earlier ids too, and
    removed records have a badge that says so.
    """
    files = organization_badges(view)
    for organization in view.registry.organizations.values():
        yield from files(organization)
    yield from former_badges(view)


def organization_badges(view: View) -> Callable[[Organization], Iterator[File]]:
    """Return the function that yields the badges of one organization and of its accounts."""
    place = _place(view)

    def files(organization: Organization) -> Iterator[File]:
        for account in view.registry.accounts_of(organization.id):
            yield from _under_all_ids(view, "account", account.id, _of_account(view, account, place))
        yield from _under_all_ids(view, "organization", organization.id, _of_organization(view, organization, place))

    return files


def former_badges(view: View) -> Iterator[File]:
    """Yield the badges of removed records."""
    place = _place(view)
    for kind in ("account", "organization"):
        for record in view.past.removed_of(kind):
            yield from _under_all_ids(view, kind, record.id, _of_former(record, place))


def _place(view: View) -> str:
    return wording.text("badges.registry", city=view.registry.city.municipality.short_name)


def _under_all_ids(view: View, kind: str, identifier: str, picture: bytes) -> Iterator[File]:
    for name in (identifier, *view.past.earlier_ids.get((kind, identifier), ())):
        yield File(f"{FOLDER}{kind}s/{name}.svg", picture)


def _of_account(view: View, account: Account, place: str) -> bytes:
    """Whether a page is official: that it is, that it is so no more, is not yet, or cannot be trusted now."""
    address = without_scheme(account.url)
    owner = view.registry.organizations[account.organization].title
    loss = account.loss_on(view.as_of)
    if account.is_trusted(view.as_of):
        head, kind = _word("official"), "link"
    elif loss is not None and account.is_active(view.as_of):
        head, kind = _word(loss.how), "gone"
    elif account.closed or account.pause_on(view.as_of) is not None:
        head, kind = _word("closed"), "gone"
    else:
        head, kind = _word("to-come"), "gone"
    return _drawn(f"{head}: {address}. {owner}. {place}", place, head, address, kind, kind == "link")


def _of_organization(view: View, organization: Organization, place: str) -> bytes:
    """Return an organization's badge: its number of official pages, and no verdict: a school shows it on its site."""
    closed = organization.is_closed(view.as_of)
    pages = len(view.registry.trusted_accounts(organization.id, view.as_of))
    if closed:
        said = _word("organization-closed")
    elif not pages and view.registry.is_exempt(organization, view.as_of):
        said = _word("exempt")
    else:
        said = _pages(pages)
    title = f"{organization.name}. {said}. {place}"
    return _drawn(title, place, organization.title, said, "gone" if closed else "link", not closed)


def _of_former(record: RemovedRecord, place: str) -> bytes:
    """Return the badge of a removed record, with the day until which the registry held it."""
    name = record.title
    if record.kind == "account" and record.addresses:
        name = without_scheme(record.addresses[0])
    head, until = _word(f"former-{record.kind}"), wording.text("badges.until", on=record.removed.day.isoformat())
    title = f"{head}: {name}, {until}. {place}"
    if record.kind == "account":
        return _drawn(title, place, head, name, "gone", False)
    return _drawn(title, place, name, f"{head}, {until}", "gone", False)


def _drawn(title: str, place: str, head: str, said: str, kind: str, in_order: bool) -> bytes:
    """Return the picture: three lines beside the mark, the last one in the colour of `kind`."""
    place, head, said = cut(place, LONGEST), cut(head, LONGEST), cut(said, LONGEST)
    widths = (
        text_width(place, _SIZES[0]),
        text_width(head, _SIZES[1] * _BOLD),
        text_width(said, _SIZES[2]),
    )
    width = _TEXT_AT + max(widths) + _MARGIN
    begin, middle, end = _frame(kind, in_order)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="64" viewBox="0 0 {width} 64" role="img">'
        f"<title>{escape(title)}</title>{begin}{width - 1}{middle}"
        f'{_LINE} class="s" y="19" font-size="11" fill="#4c5666" textLength="{widths[0]}">{escape(place)}</text>'
        f'{_LINE} class="i" y="37" font-size="15" font-weight="700" textLength="{widths[1]}">{escape(head)}</text>'
        f'{_LINE} class="t" y="54" font-size="13" {end} textLength="{widths[2]}">{escape(said)}</text></g></svg>\n'
    ).encode()


@cache
def _frame(kind: str, in_order: bool) -> tuple[str, str, str]:
    """Return the parts that do not depend on the text: before the plate's width, after it, and the last line's colour.

    Colours of the light look are attributes, which work even if a policy forbids styles.
    """
    light, dark = _TONES[kind]
    style = (
        "<style>@media(prefers-color-scheme:dark){.p{fill:#1a212b;stroke:#3a4656}.i{fill:#e8edf4}.s{fill:#b0bac8}"
        f".t{{fill:{dark}}}}}</style>"
    )
    sheet, sign = ("#1b4f8a", _TICK) if in_order else ("#5b6675", _CROSS)
    mark = (
        f'<rect x="10" y="11" width="42" height="42" rx="9" fill="{sheet}"/>'
        '<g fill="none" stroke-linecap="round" stroke-linejoin="round" stroke="#fff" stroke-width="3.4">'
        f'<path d="M19 23h22M19 32h8M19 41h7"/>{sign}</g>'
    )
    return (
        f'{style}<rect class="p" x=".5" y=".5" height="63" rx="8" fill="#fff" stroke="#c9d1dc" width="',
        f'"/>{mark}<g font-family="system-ui,Segoe UI,Roboto,Noto Sans,Arial,sans-serif" fill="#18202b">',
        f'fill="{light}"',
    )


@cache
def _word(key: str) -> str:
    return wording.text(f"badges.{key}")


@cache
def _pages(count: int) -> str:
    return wording.text("badges.pages", count=count) if count else wording.text("badges.no-pages")
