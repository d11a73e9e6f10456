"""Reads the address of a network page and returns its one canonical form, by the rules of the network records.

Only addresses made of allowed characters are matched against the forms of their network. An address that does not match
is examined again only to find the reason of the refusal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Protocol

from reestr.registry.look_alikes import shows, skeleton, without_marks
from reestr.registry.slow_patterns import is_slow

MAXIMUM_LENGTH = 2048
"""The maximum length of an address in characters, surrounding white space included. Longer texts are refused unread."""

REFUSALS_OF_FORMS = ("person", "content", "not-a-page")
"""The reasons for which a form of a network record may refuse an address."""

REASONS = (
    *REFUSALS_OF_FORMS,
    "empty",
    "too-long",
    "several",
    "email",
    "scheme",
    "malformed",
    "userinfo",
    "look-alike",
    "foreign-host",
)
"""Every reason why a text is not the address of a page. The names are stable; each has its own message."""

FormFault = Literal["pattern", "dialect", "slow", "anchor", "outcome", "page-host", "group"]
"""What can be wrong with a form of a network record, see `form_faults`."""


@dataclass(frozen=True, slots=True)
class AddressForm:
    """One form that an address can take: a regex over the path, and what an address that matches it means.

    With `ignore_case` capitals and small letters are the same there: the path is lower-cased before it is matched.
    Without, letters count: the path is matched, and put into the page's address, as it is written.

    Without `refuse` the address is a page. With it, the address is refused for that reason (`REFUSALS_OF_FORMS`), and
    `page`, if given, is the page that the refused thing belongs to. `{1}` in a template is the first group. `inn` gives
    the INN of the page's owner, in networks that write it into the address.
    """

    path: str
    page: str | None = None
    numeric_id: str | None = None
    refuse: str | None = None
    ignore_case: bool = False
    inn: str | None = None

    def match(self, path: str) -> re.Match[str] | None:
        """Return the match of the form with the path of an address, or None."""
        return _pattern(self.path).search(path.lower() if self.ignore_case else path)


def forms_of(record: Mapping[str, Any]) -> tuple[AddressForm, ...]:
    """Return the forms of a network from its schema-valid record; what a form does not say of letters, the network
    says.
    """
    return tuple(
        AddressForm(
            form["path"],
            form.get("page"),
            form.get("numeric_id"),
            form.get("refuse"),
            form.get("ignore_case", record.get("ignore_case", False)),
            form.get("inn"),
        )
        for form in record["forms"]
    )


class NetworkRules(Protocol):
    """The attributes of a network that reading an address needs; `Network` of the registry has them all."""

    @property
    def id(self) -> str:
        """The identifier of the record."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host of this network, exact and lower case."""

    @property
    def canonical_host(self) -> str:
        """The host of every canonical address."""

    @property
    def forms(self) -> tuple[AddressForm, ...]:
        """The forms of the network's addresses; the first form that matches decides."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a page: its canonical form, the stable numeric id and the owner's INN if the address contains
    them, and the host as written.
    """

    network: str
    canonical: str
    numeric_id: str | None
    host: str
    inn: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not the address of a page.

    `suggestion` is the canonical address the text probably means, or None.
    """

    reason: str
    network: str | None = None
    suggestion: str | None = None


_BLANK = " \t\r\n\u00a0\ufeff"

# Control and format characters by range, not by Unicode category: the browser's copy of these rules has the same list.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e01ef]"
)

# No comma, semicolon, colon, per cent sign, back slash or bracket: no page of a network has them in its path.
_ADDRESS = re.compile(
    r"(?:(?:[Hh][Tt][Tt][Pp][Ss]?:)?//)?"
    r"([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+)"
    r"(?::(?:80|443))?"
    r"(/[A-Za-z0-9._~/@!$&'()*+=-]*)?"
    r"(?:[?#][^\s\\]*)?"
)
_DOT_SEGMENT = re.compile(r"/\.{1,2}(?:/|$)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST_AND_PORT = re.compile(r"(?=[^/?#:@]+\.[^/?#:@])[^/?#:@]+:[0-9]*(?:[/?#]|$)")
_LOOKS_LIKE_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+-]*://|[^\s/@:]+\.[^\W\d_]{2,}(?:[/?#:]|$)")
_EMAIL = re.compile(r"(?:[Mm][Aa][Ii][Ll][Tt][Oo]:[^/?#]*|[^@/?#:\s]+@[^@/?#:\s]+)(?:\?.*)?")
_DEFAULT_PORT = re.compile(r":(?:80|443)$")
_LABEL_SEPARATOR = re.compile(r"[.。．｡]")
_LABEL = re.compile(r"[^\W_]+(?:-+[^\W_]+)*")
_TEMPLATE_GROUP = re.compile(r"\{([0-9])\}")

# Syntax that ECMA-262 lacks or reads differently: the browser runs the same patterns.
_FOREIGN_DIALECT = re.compile(
    r"\(\?(?!:|=|!)|\\[AaZzGhRXuUxN]|\\[^a-zA-Z0-9^$.*+?()\[\]{}|/\\-]|[*+?}]\+|\[\[|\[:|\[\^?\]|\{,"
)


def read_address(text: str, networks: Sequence[NetworkRules]) -> Address | Refusal:
    """Return the canonical address of the page that `text` points to, or the reason why it is not one.

    The scheme may be http, https or absent. Query and fragment are dropped; the host is lower-cased, the path where its
    form says that letters do not count. Never raises, whatever the text; the forms of `networks` must have passed
    `form_faults`.
    """
    if len(text) > MAXIMUM_LENGTH:
        return Refusal("too-long")
    trimmed = text.strip(_BLANK)
    if not trimmed:
        return Refusal("empty")
    match = _ADDRESS.fullmatch(trimmed)
    if match is None or _INVISIBLE.search(trimmed):
        return _explain(trimmed, networks)
    # Only ASCII gets here, so lower() turns no foreign letter (the Kelvin sign) into a Latin one.
    host = match[1].lower()
    path = (match[2] or "").rstrip("/")
    network = next((network for network in networks if host in network.hosts), None)
    if network is None:
        return _not_registered(host, path, networks)
    return _match_forms(network, host, path)


def form_faults(form: AddressForm, canonical_host: str) -> tuple[FormFault, ...]:
    """Return the faults that keep a form of a network record from being used; empty if there are none.

    pattern: does not compile; dialect: syntax that JavaScript lacks; slow: may take long to match; anchor: not from
    `^/` to `$`; outcome: neither a page nor a known refusal, or the numeric id or INN of no page; page-host: the page
    is not on `https://<canonical_host>/`; group: a template names a group that the pattern lacks.
    """
    faults: list[FormFault] = []
    groups: int | None = None
    try:
        groups = _pattern(form.path).groups
    except (re.error, OverflowError, RecursionError):
        faults.append("pattern")
    if _FOREIGN_DIALECT.search(form.path):
        faults.append("dialect")
    if groups is not None and is_slow(form.path):
        faults.append("slow")
    if not (form.path.startswith("^/") and form.path.endswith("$")):
        faults.append("anchor")
    is_page = form.refuse is None and form.page is not None
    is_refusal = form.refuse in REFUSALS_OF_FORMS and form.numeric_id is None and form.inn is None
    if not (is_page or is_refusal):
        faults.append("outcome")
    if form.page is not None and not form.page.startswith(f"https://{canonical_host}/"):
        faults.append("page-host")
    named = _TEMPLATE_GROUP.findall((form.page or "") + (form.numeric_id or "") + (form.inn or ""))
    if groups is not None and any(int(number) > groups for number in named):
        faults.append("group")
    return tuple(faults)


def _match_forms(network: NetworkRules, host: str, path: str) -> Address | Refusal:
    # A browser resolves `/group/1/../../profile/2` to a different page than the one a form would match.
    if "/." in path and _DOT_SEGMENT.search(path):
        return Refusal("malformed", network.id)
    for form in network.forms:
        match = form.match(path)
        if match is None:
            continue
        if form.refuse is not None:
            return Refusal(form.refuse, network.id, _page_suggestion(network, form, match))
        if form.page is not None:
            numeric_id = None if form.numeric_id is None else _fill(form.numeric_id, match)
            inn = None if form.inn is None else _fill(form.inn, match)
            return Address(network.id, _fill(form.page, match), numeric_id, host, inn)
    return Refusal("not-a-page", network.id)


def _page_suggestion(network: NetworkRules, form: AddressForm, match: re.Match[str]) -> str | None:
    """Return the page that a refused thing belongs to; None if that page is itself refused (a person's article)."""
    if form.page is None:
        return None
    path = _fill(form.page, match).removeprefix(f"https://{network.canonical_host}")
    for candidate in network.forms:
        owner = candidate.match(path)
        if owner is not None:
            return None if candidate.refuse or candidate.page is None else _fill(candidate.page, owner)
    return None


def _not_registered(host: str, path: str, networks: Sequence[NetworkRules]) -> Refusal:
    """Tell three kinds of unknown hosts apart: a service host of a network, a host that imitates a network, any other
    host.
    """
    plain = skeleton(host)
    for network in networks:
        if any(host.endswith(f".{known}") for known in network.hosts):
            return Refusal("not-a-page", network.id)
    for network in networks:
        twins = [skeleton(known) for known in network.hosts]
        if plain in twins:
            page = _match_forms(network, network.canonical_host, path)
            return Refusal("look-alike", network.id, page.canonical if isinstance(page, Address) else None)
        if any(shows(plain, twin) for twin in twins):
            return Refusal("look-alike", network.id)
    return Refusal("foreign-host")


def _explain(text: str, networks: Sequence[NetworkRules]) -> Refusal:
    """Return why a text does not fit `_ADDRESS`; the most misleading fault is checked first."""
    if _INVISIBLE.search(text):
        return Refusal("malformed")
    before_query = re.split(r"[?#]", text, maxsplit=1)[0]
    if before_query.count("://") > 1 or _count_addresses(text) > 1 or _count_addresses(before_query, r"[\s,;|]+") > 1:
        return Refusal("several")
    if "\\" in text:
        return Refusal("malformed")
    if _EMAIL.fullmatch(text):
        return Refusal("email")
    rest = text
    scheme = _SCHEME.match(text)
    if scheme is not None and not _HOST_AND_PORT.match(text):
        if scheme[1].lower() not in ("http", "https"):
            return Refusal("scheme")
        rest = text[scheme.end() :]
        if not rest.startswith("//"):
            return Refusal("malformed")
    if rest.startswith("@"):
        return Refusal("malformed")
    authority, path = _split_authority(rest.removeprefix("//"))
    if "@" in authority:
        return Refusal("userinfo")
    host = _DEFAULT_PORT.sub("", authority)
    if host.isascii():
        host = host.lower()
    labels = _LABEL_SEPARATOR.split(host)
    if len(labels) < 2 or not all(_LABEL.fullmatch(without_marks(label)) for label in labels):
        return Refusal("malformed")
    network = next((network for network in networks if host in network.hosts), None)
    if network is not None:
        return Refusal("malformed", network.id)
    return _not_registered(host, path.rstrip("/") if _ADDRESS.fullmatch(f"a.b{path}") else "", networks)


def _split_authority(text: str) -> tuple[str, str]:
    """Split an address into the part before the first slash, question mark or hash, and the path without query and
    fragment.
    """
    authority = re.split(r"[/?#]", text, maxsplit=1)[0]
    return authority, re.split(r"[?#]", text[len(authority) :], maxsplit=1)[0]


def _count_addresses(text: str, separators: str = r"\s+") -> int:
    return sum(_LOOKS_LIKE_ADDRESS.match(part) is not None for part in re.split(separators, text))


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(path, re.ASCII)


def _fill(template: str, match: re.Match[str]) -> str:
    return _TEMPLATE_GROUP.sub(lambda slot: match[int(slot[1])] or "", template)


def without_scheme(url: str) -> str:
    """Return an address without its scheme, as people read it: `https://vk.com/school1` -> `vk.com/school1`."""
    return url.removeprefix("https://").removeprefix("http://").removesuffix("/")
