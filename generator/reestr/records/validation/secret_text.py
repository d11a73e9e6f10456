"""Finds secrets and personal data in open text, but only in forms that cannot be mistaken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from reestr import wording
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Location, make
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages

SecretKind = Literal["password", "token", "private-key", "url-secret", "snils", "card", "passport"]
SECRETS: frozenset[SecretKind] = frozenset(("password", "token", "private-key", "url-secret"))
"""The kinds of secrets that give access to something; the other kinds are personal numbers."""


class Found(NamedTuple):
    """The kind of a finding and the characters of the text it covers."""

    kind: SecretKind
    start: int
    end: int


# Prefixes of the services' keys, from their own documentation: VK ID and API, Yandex OAuth, Yandex Cloud (IAM and API
# keys), Telegram bots, GitHub, GitLab, AWS, Google, Slack, Stripe, npm, PyPI. No ordinary text has such words.
_TOKEN = re.compile(
    r"(?<![\w-])(?:"
    r"vk[12]\.a\.[\w-]{20}"
    r"|y[0-9]_[\w-]{30}"
    r"|t1\.[A-Za-z0-9+/_=-]{30}"
    r"|AQVN[\w-]{30}"
    r"|[0-9]{8,10}:AA[\w-]{33}"
    r"|gh[pousr]_[A-Za-z0-9]{36}"
    r"|github_pat_[A-Za-z0-9_]{36}"
    r"|gl(?:pat|cbt|dt|rt)-[\w-]{20}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"
    r"|AIza[\w-]{35}"
    r"|xox[abeprs]-[A-Za-z0-9-]{20}"
    r"|[rs]k_(?:live|test)_[A-Za-z0-9]{16}"
    r"|npm_[A-Za-z0-9]{36}"
    r"|pypi-AgE[\w-]{30}"
    r"|eyJ[\w-]{10,16}"  # a JWT: its head, of which the rest is looked at apart
    r")",
    re.ASCII,
)
_JWT_TAIL = re.compile(r"[\w-]*\.eyJ[\w-]*\.[\w-]{10}", re.ASCII)
_PEM = re.compile(r"-----BEGIN (?:[A-Z]{2,10} ){0,3}(?:PRIVATE KEY|PRIVATE KEY BLOCK)-----")
_QUERY_SECRET = re.compile(
    r"[?&#](?:access_token|refresh_token|api_?key|auth_?token|client_secret|password|passwd|token)=[^\s&#]{4}",
    re.IGNORECASE,
)
_NO_AUTHORITY = re.compile(r"[\s/?#]")
_WORD = re.compile(
    r"(?<!\w)(?:парол[ьяюе]м?|пассворд|пин-?код|password|passwd|pwd|pin-?code"
    r"|(?:ключ|токен)\s(?:доступа|api)|токен|access[ _]token|api[ _-]?key|token)(?!\w)",
    re.IGNORECASE,
)
_SNILS = re.compile(r"(?<![\w.-])[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}[ -][0-9]{2}(?![\w-]|[ .][0-9])")
_CARD = re.compile(r"(?<![\w-])[2-6][0-9]{3}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?!\w|[ -][0-9])")
_PASSPORT = re.compile(r"(?<!\w)паспорт(?:а|у|ом|е|н[а-я]{2,3})?(?!\w)", re.IGNORECASE)
_PASSPORT_NUMBER = re.compile(r"(?<![0-9])[0-9]{2} ?[0-9]{2},? ?(?:№|N|номер)? ?[0-9]{6}(?![0-9])", re.IGNORECASE)

_LATIN = re.compile("[a-z]")
_WINDOW = 90
_SHORTEST = 8
# «пароль от страницы: …», «пароль для входа в VK: …»: a few words may say what the password is for.
_OF_WHAT = frozenset(("от", "для", "к", "ко", "на", "в", "во", "of", "for", "to"))
_OPENING, _CLOSING = "«\"'“„([{<`", "»\"'”“)]}>`.,;"
_DATE = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}")
_NO_SECRETS = frozenset(("none", "null", "secret", "changed", "reset", "hidden", "true", "false", "http", "https"))


def find(text: str) -> Found | None:
    """Return the first secret or personal number of a text; None if there is none."""
    if len(text) < _SHORTEST:
        return None
    lower = text.lower()
    ascii_only = lower if lower.isascii() else lower.encode("ascii", "ignore").decode("ascii")
    latin = ascii_only if _LATIN.search(ascii_only) is not None else ""
    found = (one for look in _LOOKS if look.is_worth(lower, latin, ascii_only) for one in look.look(text))
    return min(found, key=lambda one: one.start, default=None)


def without_secrets(text: str, stand_in: str = "…") -> str:
    """Return the text with every secret replaced, together with the rest of its word, which may belong to the key."""
    while (found := find(text)) is not None:
        end = found.end
        while end < len(text) and not text[end].isspace():
            end += 1
        text = text[: found.start] + stand_in + (text[end:] if found.kind != "private-key" else "")
    return text


def _tokens(text: str) -> Iterator[Found]:
    for match in _TOKEN.finditer(text):
        if match.group().startswith("eyJ"):
            tail = _JWT_TAIL.match(text[match.end() : match.end() + 4096])
            if tail is None:
                continue
        yield Found("token", *match.span())


def _keys(text: str) -> Iterator[Found]:
    for match in _PEM.finditer(text):
        yield Found("private-key", *match.span())


def _in_addresses(text: str) -> Iterator[Found]:
    """Find a name and a password before the host, and keys among the parameters."""
    start = text.find("://") if "@" in text else -1
    while start >= 0:
        authority = _NO_AUTHORITY.split(text[start + 3 : start + 3 + _WINDOW], maxsplit=1)[0]
        user, at, _ = authority.rpartition("@")
        if at and ":" in user.strip(":"):
            yield Found("url-secret", start + 3, start + 3 + len(user))
        start = text.find("://", start + 3)
    if "=" in text:
        for match in _QUERY_SECRET.finditer(text):
            yield Found("url-secret", *match.span())


def _passwords(text: str) -> Iterator[Found]:
    """Find a word for a password, a colon, and something that is no ordinary word: «пароль: Qwerty123»."""
    for word in _WORD.finditer(text):
        window = text[word.end() : word.end() + _WINDOW]
        of_what, colon, rest = _at_colon(window)
        if not colon or not _is_of_what(of_what):
            continue
        value = rest.split(maxsplit=1)[0] if rest.strip() else ""
        bare = value.strip(_OPENING + _CLOSING)
        long = "токен" in word.group().lower() or "ключ" in word.group().lower() or "token" in word.group().lower()
        if _is_secret(bare, 16 if long or "key" in word.group().lower() else 4):
            start = word.end() + window.index(bare, len(of_what))
            yield Found("token" if long else "password", start, start + len(bare))


def _at_colon(window: str) -> tuple[str, bool, str]:
    place = next((place for place, letter in enumerate(window) if letter in ":=\n"), -1)
    if place < 0 or window[place] == "\n":
        return "", False, ""
    return window[:place], True, window[place + 1 :].split("\n", 1)[0]


def _is_of_what(text: str) -> bool:
    words = text.split()
    return not words or (len(words) <= 5 and words[0].lower() in _OF_WHAT)


def _is_secret(value: str, shortest: int) -> bool:
    """Return whether a value can only be a secret: no Russian word, no date, no plain English word, no address."""
    if not shortest <= len(value) <= _WINDOW or not value.isascii() or "://" in value or _DATE.fullmatch(value):
        return False
    if value.lower() in _NO_SECRETS or not any(letter.isalnum() for letter in value):
        return False
    digits = any(letter.isdigit() for letter in value)
    # «пароль: qwerty» is a secret as well; a name of a program or a site («Kaspersky», «vk.com») begins with a capital
    # letter or contains a dot.
    return digits or (value.isalpha() and value.islower() and len(value) >= 6) or _has_signs(value)


def _has_signs(value: str) -> bool:
    mixed = value != value.lower() and value[1:] != value[1:].lower()
    return mixed or any(letter in "!@#$%^&*_+=~" for letter in value)


def _snils(text: str) -> Iterator[Found]:
    for match in _SNILS.finditer(text):
        digits = [int(digit) for digit in match.group() if digit.isdigit()]
        number = int("".join(map(str, digits[:9])))
        total = sum(weight * digit for weight, digit in zip(range(9, 0, -1), digits, strict=False))
        # The Pension Fund's rule; numbers up to 001-001-998 have no check digits.
        if number > 1_001_998 and total % 101 % 100 == digits[9] * 10 + digits[10]:
            yield Found("snils", *match.span())


def _cards(text: str) -> Iterator[Found]:
    for match in _CARD.finditer(text):
        digits = [int(digit) for digit in match.group() if digit.isdigit()]
        # Luhn's formula, ISO/IEC 7812-1, annex B.
        doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
        if (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 1:
            yield Found("card", *match.span())


def _passports(text: str) -> Iterator[Found]:
    for word in _PASSPORT.finditer(text):
        window = text[word.end() : word.end() + _WINDOW].split("\n\n", 1)[0]
        number = _PASSPORT_NUMBER.search(window)
        if number is not None:
            yield Found("passport", word.end() + number.start(), word.end() + number.end())


class _SecretSearch(NamedTuple):
    """A detailed search, and a lower-case text that must occur for the search to be worthwhile.

    `latin` is looked up among the ASCII characters only, of which a Russian text has few.
    """

    look: Callable[[str], Iterator[Found]]
    latin: tuple[str, ...] = ()
    russian: tuple[str, ...] = ()
    shape: re.Pattern[str] | None = None

    def is_worth(self, lower: str, latin: str, ascii_only: str) -> bool:
        """Return whether it may find anything; `latin` is the ASCII part of a text with Latin letters, otherwise ""."""
        if self.shape is not None:
            return self.shape.search(ascii_only) is not None
        return any(sign in latin for sign in self.latin) or any(sign in lower for sign in self.russian)


_TOKEN_SIGNS = (
    "vk1.a.", "vk2.a.", "y0_", "y1_", "y2_", "y3_", "t1.", "aqvn", ":aa", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
    "github_pat_", "glpat-", "glcbt-", "gldt-", "glrt-", "akia", "asia", "aiza", "xox", "k_live_", "k_test_", "npm_",
    "pypi-age", "eyj",
)  # fmt: skip
_LOOKS = (
    _SecretSearch(_tokens, _TOKEN_SIGNS),
    _SecretSearch(_keys, ("-----begin ",)),
    _SecretSearch(_in_addresses, ("://", "=")),
    _SecretSearch(_passwords, ("passw", "pwd", "pin", "token", "api"), ("парол", "пассв", "пин", "токен", "ключ")),
    _SecretSearch(_snils, shape=re.compile(r"[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}[ -]")),
    _SecretSearch(_cards, shape=re.compile(r"[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -]")),
    _SecretSearch(_passports, russian=("паспорт",)),
)


_OPEN_FORMS = ("text", "long-text", "list", "any")

_COMMENT = re.compile(r"(?:^|(?<=\s))#")


def check(kind: str, document: Document | None, content: bytes, file: str, fits: bool) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each place that holds a secret or a personal number; no diagnostic contains the value.

    If the file is not a readable record (`document` is None), its lines are searched as they are. If a record `fits`
    its schema and has no comments, only its open texts and addresses can hold a secret, and only they are read.
    """
    if fits and document is not None and b"#" not in content and not _open_texts_hold_one(kind, document.data):
        return
    text = content.decode("utf-8", "replace")
    if find(text) is None:
        return
    told: set[int] = set()
    for path, is_key, value in _texts((), document.data) if document is not None else ():
        found = find(value)
        if found is not None:
            assert document is not None
            location = document.locate(path, key=is_key)
            told.add(location.line)
            said = path[:-1] if is_key else path
            yield _told(found, location, path=pointer(said), field=field_messages.called(kind, said))
    for number, line in enumerate(text.splitlines(), start=1):
        found = find(line) if number not in told else None
        if found is not None and (document is None or _in_comment(line, found)):
            variant = "line" if document is None else "comment"
            yield _told(found, Location(file, number, found.start + 1), variant=variant)


def _open_texts_hold_one(kind: str, data: Mapping[str, Any]) -> bool:
    texts = [str(value) for value in schemas.plain_values(_open_texts(kind), data)]
    # An address can hold a key among its parameters, or a name and a password before its host.
    texts += [value for value in schemas.plain_values(_addresses(kind), data) if "=" in value or "@" in value]
    return bool(texts) and find("\n".join(texts)) is not None


@cache
def _open_texts(kind: str) -> schemas.FieldTree:
    return schemas.field_tree(kind, lambda field: field.form in _OPEN_FORMS)


@cache
def _addresses(kind: str) -> schemas.FieldTree:
    return schemas.field_tree(kind, lambda field: field.format == "http-url")


def words(found: Found) -> str:
    """Return what was found, in words."""
    return wording.text(f"validation.secrets.{found.kind}")


def _told(found: Found, location: Location, *, path: str = "", variant: str = "", field: str = "") -> Diagnostic:
    code = "secret-in-text" if found.kind in SECRETS else "personal-number-in-text"
    return make(code, location, path=path, variant=variant, private=True, what=words(found), field=field)


def _in_comment(line: str, found: Found) -> bool:
    sign = _COMMENT.search(line)
    return sign is not None and sign.start() < found.end


def _texts(path: FieldPath, value: object) -> Iterator[tuple[FieldPath, bool, str]]:
    """Yield every text of a record with its path, and whether it is a key."""
    if isinstance(value, str):
        yield path, False, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name), True, name
            yield from _texts((*path, name), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts((*path, index), inner)
