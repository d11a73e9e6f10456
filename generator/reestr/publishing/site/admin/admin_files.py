"""The files of the /admin/ editor: its page and configuration; the program is built separately."""

from __future__ import annotations

from collections.abc import Iterator

from reestr.publishing.site.admin.decap import configuration
from reestr.publishing.site.admin.decap_page import config_file, page
from reestr.publishing.view import File, View


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
    yield File("admin/config.yml", config_file(configuration(forge, prefix, names, view.site.url)))
