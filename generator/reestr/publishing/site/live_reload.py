"""For the live server: the package's own folders to watch, and how to clear its caches."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from reestr.records import schemas
from reestr.records.latest_observation import NAME

_PACKAGE = Path(__file__).parents[2]


def watched_folders() -> tuple[Path, ...]:
    """Return the folders of the package whose files shape a page: templates, texts, schemas."""
    return (_PACKAGE / "publishing" / "site" / "templates", _PACKAGE / "wording" / "messages", schemas.folder())


def watched_observation(archive: Path) -> Path | None:
    """Return what to watch for a night's end: `latest.json`, its folder while the file is not there, or None.

    The file is replaced as a whole; the folder would tell of every answer that a night keeps.
    """
    file = archive / NAME
    return file if file.is_file() else archive if archive.is_dir() else None


def forget_everything() -> None:
    """Clear every cache of the package, so that the next build reads templates, texts and schemas again."""
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] == "reestr":
            for value in vars(module).values():
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()
    gc.unfreeze()
