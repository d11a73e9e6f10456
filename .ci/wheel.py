"""Puts the editor's program into the wheel, where `make admin-program` has made it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramOfTheEditor(BuildHookInterface[Any]):
    """Adds `build/admin` to a wheel; an editable install looks for it where it lies."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See hatchling."""
        if version != "editable" and (Path(self.root) / "build" / "admin" / "reestr-admin.js").is_file():
            build_data["force_include"]["build/admin"] = "reestr/publishing/site/admin/program"
