"""Keeps the limits of a network over restarts: calls a second, and calls a day of the methods that have such a limit.

A call is written down before it is made: after a stop at any point the file says at least what was asked.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from reestr.intake.observation.archive import QUOTA
from reestr.intake.observation.collector import CallLimits
from reestr.records.files_on_disk import replace_file
from reestr.registry.errors import ReestrError

_FORM = 1
# Days are kept beyond the present one for clocks that jump back.
_DAYS_KEPT = 3
# A network counts calls when they arrive: of calls exactly a fifth of a second apart, a sixth would now and then come
# within the same second, and be refused.
_MARGIN = 1.08


class QuotaSpentError(ReestrError):
    """The day's calls of a method are used up; carries the method."""


class UnreadableQuotaError(ReestrError):
    """The quota file is not one: who deletes it says that nothing was asked today."""


class CallQuota:
    """The calls of one network. `day` is the registry's day on which the run began."""

    def __init__(
        self,
        folder: Path,
        network: str,
        limits: CallLimits,
        day: datetime.date,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        """Read the file if there is one. `clock` gives seconds since 1970. Raises UnreadableQuotaError, OSError."""
        self._path = folder / QUOTA
        self._network, self._limits, self._day = network, limits, day.isoformat()
        self._clock, self._sleep = clock, sleep
        self._data = _read(self._path)
        own = self._data.setdefault("networks", {}).setdefault(network, {})
        self._days: dict[str, dict[str, int]] = own.setdefault("days", {})
        self._own = own
        self._used: dict[str, int] = self._days.setdefault(self._day, {})
        for old in sorted(self._days)[:-_DAYS_KEPT]:
            if old != self._day:
                del self._days[old]

    def used(self, method: str) -> int:
        """Return how often a method was called today."""
        return self._used.get(method, 0)

    def left(self, method: str) -> int | None:
        """Return how often a method may still be called today, None if it has no such limit."""
        limit = self._limits.per_day.get(method)
        return None if limit is None else max(0, limit - self.used(method))

    def take(self, method: str) -> None:
        """Wait for the call's turn and write it down. Raises QuotaSpentError, OSError."""
        if self.left(method) == 0:
            raise QuotaSpentError(method)
        self._wait()
        if method in self._limits.per_day:
            self._used[method] = self.used(method) + 1
        self._write()

    def spend(self, method: str) -> None:
        """Note that the network itself says that the method's calls are used up. Raises OSError."""
        limit = self._limits.per_day.get(method)
        if limit is not None:
            self._used[method] = max(limit, self.used(method))
            self._write()

    def _wait(self) -> None:
        now, last, apart = self._clock(), self._own.get("last", 0.0), _MARGIN / self._limits.per_second
        # A last call in the future is that of a clock which has jumped back since: no longer wait comes of it. Nor may
        # rounding (a clock of today's seconds has steps of 0.2 microseconds) make the wait of two calls at once none.
        pause = min(last + apart - now, apart)
        if pause > 0:
            self._sleep(pause)
            now = self._clock()
        self._own["last"] = now

    def _write(self) -> None:
        text = json.dumps(self._data, sort_keys=True) + "\n"
        replace_file(self._path, text.encode(), synced=False)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {"form": _FORM}
    except (ValueError, RecursionError):
        raise UnreadableQuotaError(path.name) from None
    if not _is_quota(data):
        raise UnreadableQuotaError(path.name)
    return dict(data)


def _is_quota(data: Any) -> bool:
    if not isinstance(data, Mapping) or data.get("form") != _FORM:
        return False
    networks = data.get("networks", {})
    return isinstance(networks, Mapping) and all(
        isinstance(own, Mapping)
        and isinstance(own.get("last", 0.0), int | float)
        and isinstance(own.get("days", {}), Mapping)
        and all(
            isinstance(used, Mapping) and all(isinstance(count, int) for count in used.values())
            for used in own.get("days", {}).values()
        )
        for own in networks.values()
    )
