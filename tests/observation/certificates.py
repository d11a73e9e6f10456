"""Makes certificates for HTTPS on loopback: one that holds, one that has run out, one for another name."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path

import trustme


def good(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's certificate for 127.0.0.1, and the file of the authority that a client must trust for it."""
    authority = trustme.CA()
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    return _serving(authority.issue_cert("127.0.0.1")), trusted


def unknown_authority() -> ssl.SSLContext:
    """Return a certificate of an authority that nobody trusts."""
    return _serving(trustme.CA().issue_cert("127.0.0.1"))


def run_out(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a certificate that ended in 2020, and its authority."""
    authority = trustme.CA()
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    return _serving(authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC))), trusted


def another_name(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a certificate for another host, and its authority."""
    authority = trustme.CA()
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    return _serving(authority.issue_cert("other.example")), trusted


def _serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
