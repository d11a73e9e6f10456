"""Lets MkDocs' live server know at once of changed records where the system tells of them, instead of by looking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# Whoever reads a file opens and closes it: a build would wake itself.
_READING = frozenset(("opened", "closed_no_write"))


def watch_promptly(server: LiveReloadServer, folder: Path) -> None:
    """Watch a folder with everything in it.

    The server itself looks at every file twice a second. Where the system cannot watch so many folders, it goes on so.
    """
    looking = server.observer
    telling: Any = _observer()
    server.observer = telling
    try:
        server.watch(str(folder))
        telling.start()
    except OSError:
        server.unwatch(str(folder))
        server.observer = looking
        server.watch(str(folder))
    finally:
        server.observer = looking


def _observer() -> Any:
    class Telling(Observer):  # type: ignore[misc, valid-type]  # what it is depends on the system
        """Passes on events of changes, not of reading."""

        def schedule(self, handler: FileSystemEventHandler, path: str, **settings: Any) -> Any:
            """See watchdog.observers.api.BaseObserver."""
            tell = handler.on_any_event

            def changed(event: FileSystemEvent) -> None:
                if event.event_type not in _READING:
                    tell(event)

            handler.on_any_event = changed  # type: ignore[method-assign]  # the handler is MkDocs' own, made inside it
            return super().schedule(handler, path, **settings)

    return Telling()
