"""A document as PDF, through WeasyPrint, with the theme's font in it."""

from __future__ import annotations

import base64
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from reestr.registry.errors import ReestrError

_FACE = re.compile(r"@font-face \{[^}]*fonts/(?P<file>[\w-]+\.woff2)[^}]*unicode-range: (?P<ranges>[^;]+);")
_ALWAYS = ("golos-text-latin.woff2", "golos-text-cyrillic.woff2")
FAMILIES = '"golos-text-latin", "golos-text-cyrillic", "golos-text-latin-ext", "golos-text-cyrillic-ext"'
"""The value of `font-family` in a document: one name per file, because WeasyPrint merges files of one name."""


def font_faces(text: str) -> str:
    """Return `@font-face` rules: the files for Russian and English, and others if `text` has letters of theirs."""
    used = {ord(character) for character in text}
    return "\n".join(_rule(name) for name, codes in font_files() if name in _ALWAYS or used & codes)


@cache
def font_files() -> tuple[tuple[str, frozenset[int]], ...]:
    """Return the files of the font and the code points of each, as in the theme's style sheet."""
    css = files("reestr.publishing.site.theme").joinpath("css/reestr.css").read_text(encoding="utf-8")
    return tuple((face["file"], _codes(face["ranges"])) for face in _FACE.finditer(css))


def _codes(ranges: str) -> frozenset[int]:
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


@cache
def _rule(name: str) -> str:
    content = base64.b64encode(files("reestr.publishing.site.theme").joinpath("fonts", name).read_bytes()).decode(
        "ascii"
    )
    return (
        f'@font-face {{ font-family: "{name.removesuffix(".woff2")}"; font-weight: 400 900; '
        f'src: url("data:font/woff2;base64,{content}") format("woff2"); }}'
    )


class NoPdfError(ReestrError):
    """PDF cannot be made here; `what` is missing: "no-package" or "no-libraries"."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


SIGN = b"/ID [(reestr:"
"""The mark of our own PDF files; everything else in them is compressed."""

_NO_FONTS = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig></fontconfig>\n'


def pdf(document: str, identifier: str) -> bytes:
    """Return a self-contained HTML document as tagged PDF (PDF/UA-1). Nothing is fetched. Raises NoPdfError.

    `identifier` replaces the file's usual random bytes.
    """
    with _nothing_of_the_machine():
        try:
            from weasyprint import HTML
            from weasyprint.urls import URLFetcher
        except ModuleNotFoundError:
            raise NoPdfError("no-package") from None
        except OSError:
            # The library's own message is about the loader of shared libraries.
            raise NoPdfError("no-libraries") from None
        # A document is self-contained: its fonts are embedded as data.
        made = HTML(string=document, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf(
            pdf_variant="pdf/ua-1", pdf_identifier=f"reestr:{identifier}".encode()
        )
    assert isinstance(made, bytes)
    return made


@contextmanager
def _nothing_of_the_machine() -> Iterator[None]:
    """Make fontconfig, which WeasyPrint uses, ignore all fonts and settings of the machine; stop fontTools' clock.

    fontTools dates the font weights that it makes.
    """
    with tempfile.TemporaryDirectory(prefix="reestr-") as folder:
        settings = Path(folder) / "fonts.conf"
        settings.write_text(_NO_FONTS, encoding="utf-8")
        wanted = {"FONTCONFIG_FILE": str(settings), "SOURCE_DATE_EPOCH": "0"}
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update(wanted)
        try:
            with warnings.catch_warnings():
                # WeasyPrint warns that there are no fonts.
                warnings.simplefilter("ignore")
                yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
