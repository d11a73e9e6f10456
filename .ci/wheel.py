"""Puts into the wheel what is not a folder, and the editor's program where `make admin-program` has made it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FilesOfTheWheel(BuildHookInterface[Any]):
    """Adds files to a wheel; an editable install finds them where they lie."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See hatchling."""
        if version == "editable":
            return
        added = build_data["force_include"]
        added[".gitlab-ci.yml"] = "reestr/intake/new_city/starting_point/.gitlab-ci.yml"
        if (Path(self.root) / "build" / "admin" / "reestr-admin.js").is_file():
            added["build/admin"] = "reestr/publishing/site/admin/program"
