"""Asks the robots.txt of a site whether a page may be fetched (RFC 9309)."""

from __future__ import annotations

import time
from collections.abc import Callable

from protego import Protego

from reestr.intake.observation.guarded_fetch import FetchDeadline, FetchRefusedError, GuardedFetcher, PageLocation

AGENT = "reestr"
"""The product token by which a robots.txt may speak of this program alone."""

# RFC 9309, 2.5: at least 500 kibibytes must be read. A longer file is refused: its end might forbid the page.
_LONGEST = 500 * 1024


LONGEST_PAUSE = 10.0
"""The most seconds that are waited between two requests to a site, whatever its Crawl-delay asks for."""


class RobotsGate:
    """What each site's robots.txt allows; every file is fetched once in a run.

    `sleep` waits for seconds, `clock` gives seconds that only grow.
    """

    def __init__(
        self,
        fetcher: GuardedFetcher,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher, self._sleep, self._clock = fetcher, sleep, clock
        self._known: dict[str, Protego | FetchRefusedError] = {}
        self._asked: dict[str, float] = {}

    def check(self, location: PageLocation, deadline: FetchDeadline) -> None:
        """Return when the page may be fetched: a Crawl-delay is waited for, beyond the deadline.

        Raises FetchRefusedError: `robots` if the file forbids the page; otherwise why the file could not be read. A
        site without the file forbids nothing (RFC 9309, 2.3.1.3); one whose server fails forbids all (2.3.1.4).
        """
        rules = self._known.get(location.origin)
        if rules is None:
            try:
                rules = self._read(location, deadline)
            except FetchRefusedError as error:
                rules = error
            self._asked[location.origin] = self._clock()
            self._known[location.origin] = rules
        if isinstance(rules, FetchRefusedError):
            raise FetchRefusedError(rules.reason, rules.status)
        if not rules.can_fetch(location.url, AGENT):
            raise FetchRefusedError("robots")
        pause = min(rules.crawl_delay(AGENT) or 0.0, LONGEST_PAUSE) - (self._clock() - self._asked[location.origin])
        if pause > 0:
            self._sleep(pause)
            deadline.extend(pause)
        self._asked[location.origin] = self._clock()

    def _read(self, location: PageLocation, deadline: FetchDeadline) -> Protego:
        place = PageLocation(location.scheme, location.host, location.port, "/robots.txt")
        try:
            page = self._fetcher.fetch(place, "text/plain", deadline, body_limit=_LONGEST)
        except FetchRefusedError as error:
            # Without an end of the redirects there is no file (RFC 9309, 2.3.1.2).
            if error.reason == "redirects":
                return Protego.parse("")
            raise
        if page.status == 429:
            raise FetchRefusedError("too-many", page.status)
        if page.status >= 500:
            raise FetchRefusedError("site-error", page.status)
        return Protego.parse(page.body.decode("utf-8-sig", "replace") if page.status == 200 else "")
