"""Declines the names by which acts and administrations usually go; any other name is declined by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from reestr import wording
from reestr.registry.words import CASES, GENDERS, Noun, noun


def declined(name: str) -> Noun | None:
    """Return a name in its cases: its first word is declined, what follows stays («мэрия города»).

    A capital letter at the beginning becomes a small one, as in the middle of a sentence. None if the first word is
    none of the known ones.
    """
    first, blank, rest = name.partition(" ")
    known = _known().get(first.lower())
    if known is None or (first != first.lower() and first != first.capitalize()):
        return None
    return noun({"gender": known.gender, **{case: getattr(known, case) + blank + rest for case in CASES}})


def fields_of(words: Noun) -> Mapping[str, str]:
    """Return a noun as the field `words` of a record."""
    return {"gender": words.gender, **{case: getattr(words, case) for case in CASES}}


def former_parts(used: Iterable[str], act: Noun) -> list[dict[str, object]] | None:
    """Return the `parts` of an act of before, of which a record could only use `decree`, `order` and `annex`.

    `used` are the parts of its blocks in their order. None if there is any other.
    """
    names = list(dict.fromkeys(used))
    if not names or any(not wording.has(f"nouns.cite.{name}") for name in names):
        return None
    return [_former_part(name, act) for name in names]


def _former_part(name: str, act: Noun) -> dict[str, object]:
    title = act.nominative if name == "decree" else wording.text(f"nouns.former-parts.{name}")
    part: dict[str, object] = {
        "id": name,
        "title": title[:1].upper() + title[1:],
        "cite": wording.text(f"nouns.cite.{name}", act=act),
    }
    words = declined(title)
    if name != "decree" and words is not None:
        part["words"] = fields_of(words)
    return part


@cache
def _known() -> Mapping[str, Noun]:
    found = {}
    catalogue = wording.section("nouns")
    for gender in GENDERS:
        for forms in catalogue[gender]:  # type: ignore[attr-defined]  # the catalogue's own shape
            found[forms[0]] = Noun(gender, *forms)
    return found
