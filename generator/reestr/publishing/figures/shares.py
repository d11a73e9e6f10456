"""Shares in whole per cent: parts of one whole add up to 100, «100 %» means all and «0 %» means none."""

from __future__ import annotations

from collections.abc import Sequence

from reestr import wording


def percents(parts: Sequence[int], units: int = 100) -> tuple[int, ...]:
    """Return the share of each part in whole per cent by the largest remainder: together 100, or only zeros where there
    is nothing. Of equal remainders the first part gets the per cent. With 1000 `units`, in tenths of a per cent.
    """
    whole = sum(parts)
    if not whole:
        return (0,) * len(parts)
    found = [part * units // whole for part in parts]
    order = sorted(range(len(parts)), key=lambda place: (-(parts[place] * units % whole), place))
    for place in order[: units - sum(found)]:
        found[place] += 1
    return tuple(found)


def percent(part: int, whole: int) -> int:
    """Return the share of a part that stands alone, in whole per cent, halves rounded up. `whole` is not zero."""
    return (part * 200 + whole) // (2 * whole)


def shares(parts: Sequence[int]) -> tuple[str, ...]:
    """Return the share of each part in words; a dash for each where there is no whole."""
    whole = sum(parts)
    return tuple(_said(part, whole, found) for part, found in zip(parts, percents(parts), strict=True))


def share(part: int, whole: int) -> str:
    """Return the share of a part that stands alone in words; a dash where there is no whole."""
    return _said(part, whole, percent(part, whole) if whole else 0)


def _said(part: int, whole: int, found: int) -> str:
    if not whole:
        return "—"
    if part and not found:
        return wording.text("interface.shares.less")
    if part != whole and found == 100:
        return wording.text("interface.shares.more")
    return f"{found}\N{NO-BREAK SPACE}%"
