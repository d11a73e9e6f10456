"""A document as PDF, through WeasyPrint: an extra, for it needs libraries of the system that no wheel brings along.

The fonts are those of the machine: the same bytes come from the same document only where the fonts are the same.
"""

from __future__ import annotations

from reestr.registry.errors import ReestrError


class NoPdfError(ReestrError):
    """PDF cannot be made here; `what` is missing: "no-package" or "no-libraries"."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


SIGN = b"/ID [(reestr:"
"""What tells a PDF of ours from others: all else in it is compressed."""


def pdf(document: str, identifier: str) -> bytes:
    """HTML in one piece as tagged PDF (PDF/UA-1). Nothing is fetched. Raises NoPdfError.

    `identifier` is what stands in the file in place of random bytes.
    """
    try:
        from weasyprint import HTML
    except ModuleNotFoundError:
        raise NoPdfError("no-package") from None
    except OSError:
        # Its own message is about the loader of shared libraries.
        raise NoPdfError("no-libraries") from None
    made = HTML(string=document, url_fetcher=_nothing).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=f"reestr:{identifier}".encode()
    )
    assert isinstance(made, bytes)
    return made


def _nothing(url: str, *arguments: object, **options: object) -> dict[str, object]:
    raise ValueError(f"a document is in one piece, {url} is none of it")
