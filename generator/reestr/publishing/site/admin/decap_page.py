"""The page /admin/ and its configuration as files; the page speaks to its forge alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from reestr import wording
from reestr.publishing.forge import Forge
from reestr.publishing.site.admin.decap import configuration
from reestr.publishing.view import File, View

PROGRAM = "reestr-admin.js"
"""The page's script: Decap CMS with the extensions for records, made by `make admin-program`."""

_MADE = Path("build", "admin")
_PACKAGED = Path(__file__).parent / "program"


def program_folder(project: Path) -> Path:
    """Return where the editor's program lies: in the project where it was made, otherwise in the wheel if it has it."""
    made = project / _MADE
    return _PACKAGED if _PACKAGED.is_dir() and not made.is_dir() else made


_PAGE = """\
<!DOCTYPE html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>{title} — {site}</title>
<link rel="icon" href="data:,">
<link rel="cms-config-url" type="text/yaml" href="config.yml">
<style>label, ul, li {{ text-transform: none !important }} p > a {{ font-size: inherit !important }}</style>
<script src="{program}" defer></script>
</head>
<body>
<noscript><p>{no_script}</p></noscript>
</body>
</html>
"""


def page(forge: Forge, site_name: str) -> bytes:
    """Return the page that loads the editor."""
    html = Markup(_PAGE).format(
        policy=_policy(forge),
        title=wording.text("forms.page.title"),
        site=site_name,
        program=PROGRAM,
        no_script=wording.text("forms.page.no-script"),
    )
    return html.encode("utf-8")


def config_file(configuration: dict[str, Any]) -> bytes:
    """Return the configuration file for Decap: JSON, which every YAML reader reads alike."""
    return (json.dumps(configuration, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _policy(forge: Forge) -> str:
    """Return the content security policy: only the page itself and its forge. Decap creates styles while it runs."""
    spoken = " ".join(["'self'", *_hosts(forge)])
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {' '.join(_pictures(forge))}".rstrip(),
            "font-src 'self' data:",
            # Decap stores unsaved texts in the browser and reads them from there.
            f"connect-src {spoken} blob:",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def _hosts(forge: Forge) -> tuple[str, ...]:
    if forge.backend == "local":
        return ()
    if forge.backend == "github" and forge.url == "https://github.com":
        return ("https://api.github.com", _origin(forge.auth_url))
    return tuple(dict.fromkeys(_origin(url) for url in (forge.url, forge.auth_url) if url))


def _pictures(forge: Forge) -> tuple[str, ...]:
    """Return the address from which the forge serves the picture of the signed-in user."""
    if forge.backend == "github" and forge.url == "https://github.com":
        return ("https://avatars.githubusercontent.com",)
    return (_origin(forge.url),) if forge.url else ()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def admin_files(view: View) -> Iterator[File]:
    """Yield the page and its configuration; nothing for a site without a forge to write to."""
    forge = view.site.forge
    if forge is None:
        return
    registry = view.registry
    prefix = registry.city.origin.file.removesuffix("registry.yaml")
    origins = [organization.origin for organization in registry.organizations.values()]
    origins += [account.origin for account in registry.accounts.values()]
    names = [origin.file.removeprefix(prefix) for origin in origins]
    names += [f"networks/{identifier}.yaml" for identifier in registry.networks]
    yield File("admin/index.html", page(forge, view.site.name))
    yield File(
        "admin/config.yml", config_file(configuration(forge, prefix, names, view.site.url, view.registry.city.lists))
    )
