"""Finds a person's name in texts, and replaces it by a placeholder."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reestr.history.forgetting.contents import contents as contents_of

_TAG = re.compile("<[^<>]*>")
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# Encodings of Russian texts that are not UTF-8, the most usual one first.
_OLD_ENCODINGS = ("cp1251", "koi8-r", "cp866")
_AROUND = 40
_SHORTEST_STEM = 4
_ENDING = 2


@dataclass(frozen=True)
class Spellings:
    """The texts to be removed: a person's full name (`Петрова Анна Сергеевна`) and the texts that the user adds.

    A text is found as whole words, regardless of letter case, blanks, Unicode form, and ё or е, and also in files that
    escape letters (`\\u041f`). A name of two or three words is also found with its first word at the end. Shorter forms
    and other grammatical cases may belong to another person: `resembling` yields them, and they are removed only if
    they are given.
    """

    texts: tuple[str, ...]
    placeholder: str

    def cleaned(self, text: str) -> str:
        """Return the text without the name.

        Each given text has a placeholder of its own, so that different texts stay different.
        """
        for number, pattern in enumerate(self._patterns, start=1):
            text = pattern.sub(self._placeholder(number), text)
        return text

    def cleaned_bytes(self, content: bytes) -> bytes:
        """Return the content of a file without the name; b"" for a file that has it inside (XLSX, DOCX, PDF, ZIP).

        A text file may have any usual encoding, and keeps it.
        """
        inside = contents_of(content)
        if inside is not None:
            return b"" if any(map(self._is_shown_in, inside.texts)) else content
        for encoding in _encodings(content):
            text = content.decode(encoding, "surrogateescape")
            cleaned = self.cleaned(text)
            if cleaned != text:
                content = cleaned.encode(encoding, "surrogateescape")
        return content

    def is_in(self, content: bytes) -> bool:
        """Return whether a file contains the name."""
        return self.cleaned_bytes(content) != content

    def is_placeholder(self, text: str) -> bool:
        """Return whether a text is a placeholder by which `cleaned` replaces a name."""
        return text in {self._placeholder(number) for number in range(1, len(self.texts) + 1)}

    def contexts(self, content: bytes) -> Iterator[str]:
        """Yield each occurrence of the name with the text around it; nothing for a file that is no plain text."""
        if contents_of(content) is None:
            for encoding in _encodings(content):
                text = content.decode(encoding, "replace")
                for pattern in self._patterns:
                    yield from (_around(text, found) for found in pattern.finditer(text))

    def resembling(self, content: bytes) -> Iterator[str]:
        """Yield each word that begins like the surname, with the text around it.

        Such a word may be the name in another grammatical case.
        """
        inside = contents_of(content)
        if inside is not None:
            texts = [_TAG.sub(" ", text) for text in inside.texts]
        else:
            texts = [content.decode(encoding, "replace") for encoding in _encodings(content)]
        for text in map(self.cleaned, texts):
            for stem in self._stems:
                yield from (_around(text, found) for found in stem.finditer(text))

    def _placeholder(self, number: int) -> str:
        return self.placeholder if number == 1 else f"{self.placeholder} {number}"

    def _is_shown_in(self, text: str) -> bool:
        # In a document each word of the name, or a part of one, may stand in an XML element of its own.
        shown = (text, _TAG.sub(" ", text), _TAG.sub("", text)) if "<" in text else (text,)
        return any(self.cleaned(html.unescape(one)) != html.unescape(one) for one in shown)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_pattern(text) for text in self.texts)

    @cached_property
    def _stems(self) -> tuple[re.Pattern[str], ...]:
        surnames = {text.split()[0] for text in self.texts if len(text.split()) > 1}
        stems = {name[:-_ENDING] if len(name) >= _SHORTEST_STEM + _ENDING else name for name in surnames}
        patterns = [rf"(?<!\w){_letters(stem)}\w*" for stem in sorted(stems) if len(stem) >= _SHORTEST_STEM]
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _encodings(content: bytes) -> Sequence[str]:
    """Return the encodings in which a text file may have been written."""
    if content[:2] in _UTF_16:
        encoding = _UTF_16[content[:2]]
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            pass
        else:
            return (encoding, "utf-8")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return ("utf-8", *_OLD_ENCODINGS)
    return ("utf-8",)


def _around(text: str, found: re.Match[str]) -> str:
    return " ".join(text[max(0, found.start() - _AROUND) : found.end() + _AROUND].split())


def _pattern(text: str) -> re.Pattern[str]:
    words = text.split()
    orders = [words, [*words[1:], words[0]]] if _is_name(words) else [words]
    forms = [r"\s+".join(map(_letters, order)) for order in orders]
    pattern = rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)"
    return re.compile(pattern, re.IGNORECASE)


def _is_name(words: Sequence[str]) -> bool:
    return len(words) in (2, 3) and all(word[0].isalpha() and word[0].isupper() for word in words)


def _letters(word: str) -> str:
    return "".join(map(_letter, unicodedata.normalize("NFC", word)))


def _letter(letter: str) -> str:
    """Return a pattern of all ways in which a letter may be written."""
    alike = {"е": "её", "ё": "её", "Е": "ЕЁ", "Ё": "ЕЁ"}.get(letter, letter)
    ways = {way for one in alike for cased in (one.lower(), one.upper()) for way in _ways(cased)}
    return f"(?:{'|'.join(sorted(ways, key=lambda way: (-len(way), way)))})" if len(ways) > 1 else next(iter(ways))


def _ways(letter: str) -> Iterator[str]:
    yield re.escape(letter)
    apart = unicodedata.normalize("NFD", letter)
    if apart != letter:
        yield re.escape(apart)
    if not letter.isascii():
        yield rf"\\u{ord(letter):04x}"
        yield f"&#{ord(letter)};"
        yield f"&#x{ord(letter):x};"
