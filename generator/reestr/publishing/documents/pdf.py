"""Converts a document to PDF with WeasyPrint, an optional extra: it needs system libraries that no wheel contains.

Only the document's own fonts are used, never the machine's: the same document gives the same bytes whatever fonts are
installed. A character that none of them has is drawn as an empty box.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reestr.registry.errors import ReestrError


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
