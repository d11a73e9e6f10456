"""Asks a network one question: from the archive of the day, or over HTTP within the quota, repeated where it helps."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import tenacity

from reestr.intake.observation.archive import Archive, UnkeepableAnswerError
from reestr.intake.observation.collector import ApiRequest, Collector, KeptAnswer, ReadAnswer
from reestr.intake.observation.http_calls import HttpFailureError, HttpResponse, PostForm
from reestr.intake.observation.quota import CallQuota

ATTEMPTS = 4
LONGEST_WAIT = 60.0
"""A server that wants to be left alone for more seconds than this is not asked again tonight."""

# After so many refusals in a row that say something of the network, a thousand pages need not show it.
_OUT_OF_ORDER = 3
_OF_THE_NETWORK = frozenset(("malformed", "redirect", "tls", "too-large"))

_BY_STATUS: Mapping[int, ReadAnswer] = {
    401: ReadAnswer("refused", "token", then="stop"),
    403: ReadAnswer("refused", "access"),
    429: ReadAnswer("refused", "too-many", then="again"),
}


@dataclass(slots=True)
class LiveNetwork:
    """A network asked over HTTP; call it as an `AskNetwork`.

    `clock` gives aware moments, `sleep` waits for seconds. `halted` is the reason for which the network is asked
    nothing more tonight, None while it answers. `asked` counts the HTTP requests.
    """

    collector: Collector
    base: str
    secrets: Mapping[str, str]
    archive: Archive
    quota: CallQuota
    post: PostForm
    clock: Callable[[], datetime.datetime]
    sleep: Callable[[float], None]
    halted: str | None = None
    asked: int = 0
    _out_of_order: int = field(default=0, init=False)

    def __call__(self, request: ApiRequest, *, fresh: bool = False) -> KeptAnswer:
        """See AskNetwork. Raises QuotaSpentError; OSError if the answer cannot be kept."""
        known = None if fresh else self.archive.remembered(request)
        if known is not None:
            return known
        if self.halted is not None:
            return KeptAnswer(request, self.clock(), None, "refused", self.halted)
        status, read = self._repeated(request)
        if read.then == "stop":
            self.halted = read.reason
        elif read.then == "spent":
            self.quota.spend(request.method)
        kept = KeptAnswer(request, self.clock(), status, read.outcome, read.reason, read.answer)
        try:
            return self.archive.append(kept)
        except UnkeepableAnswerError:
            return self.archive.append(KeptAnswer(request, kept.at, status, "refused", "malformed"))

    def _repeated(self, request: ApiRequest) -> tuple[int | None, ReadAnswer]:
        """Ask up to `ATTEMPTS` times; return the last status and what it means."""
        asking = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=_pause,
            retry=tenacity.retry_if_result(lambda result: result[1].then == "again"),
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
            sleep=self.sleep,
        )
        status, read, _ = asking(self._once, request)
        if read.then == "again" or (read.outcome == "refused" and read.reason in _OF_THE_NETWORK):
            self._out_of_order += 1
        else:
            self._out_of_order = 0
        if self._out_of_order >= _OUT_OF_ORDER:
            self.halted = read.reason
        return status, read

    def _once(self, request: ApiRequest) -> tuple[int | None, ReadAnswer, float | None]:
        self.quota.take(request.method)
        self.asked += 1
        call = self.collector.signed(request, self.secrets)
        try:
            response = self.post(self.base + call.path, call.fields)
        except HttpFailureError as failure:
            again = failure.reason in ("timeout", "connection", "cut-off")
            return None, ReadAnswer("refused", failure.reason, then="again" if again else "go-on"), None
        read = self._read(request, response)
        if response.retry_after is not None and response.retry_after > LONGEST_WAIT and read.then == "again":
            read = ReadAnswer(read.outcome, read.reason, read.answer, "stop")
        return response.status, read, response.retry_after

    def _read(self, request: ApiRequest, response: HttpResponse) -> ReadAnswer:
        status = response.status
        if status != 200:
            if status >= 500:
                return ReadAnswer("refused", "internal", then="again")
            return _BY_STATUS.get(status, ReadAnswer("refused", "redirect" if 300 <= status < 400 else "unknown"))
        try:
            data = parsed_json(response.body)
        except ValueError:
            return ReadAnswer("refused", "malformed")
        read = self.collector.read(request, data)
        if read.answer is not None and any(value.encode() in response.body for value in self.secrets.values()):
            # What repeats a secret is not kept, whatever it says: of an error its number alone is.
            return replace(read, answer=None) if read.outcome == "refused" else ReadAnswer("refused", "malformed")
        return read


def parsed_json(body: bytes) -> Any:
    """Return the JSON of a body in UTF-8. Raises ValueError for anything else, also for NaN and for deep nesting."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except RecursionError:
        raise ValueError from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _pause(state: tenacity.RetryCallState) -> float:
    """Return how long to wait before the next attempt: what the server asked for, else 1, 2, 4 seconds."""
    wanted = state.outcome.result()[2] if state.outcome is not None else None
    return float(wanted) if wanted is not None else float(2 ** (state.attempt_number - 1))
