"""The port between observing and a network: what a collector gives, and the values that both sides exchange.

A collector knows one network: which requests read a page, how they are signed, what an answer means, and which of its
parts may be kept. It opens no connection, keeps no state and reads no clock: the core asks (`AskNetwork`), counts the
quota, waits, repeats, reduces and archives. The same collector therefore reads a live network and an archive.

To add a network: a class with the attributes of `Collector`, one line in the entry point group `reestr.collectors`,
and the table `observation` in the network's file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any, Literal, Protocol, TypeAlias

from reestr.registry.errors import ReestrError

ENTRY_POINTS = "reestr.collectors"

ObservedOutcome: TypeAlias = Literal["seen", "gone", "refused"]
"""What came of asking. `seen` and `gone` are facts about the page; `refused` says something of us or of the network,
and changes no record.
"""

ReducedAnswer: TypeAlias = Any
"""JSON of an answer, reduced to the fields of communities and their posts."""


class UnknownCollectorError(ReestrError):
    """A network's file names a collector that is not installed; carries its name."""


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """One question to a network, without token and signature: the network's id, the method, the parameters as texts."""

    network: str
    method: str
    parameters: Mapping[str, str] = field(default_factory=dict)


AfterAnswer: TypeAlias = Literal["go-on", "again", "stop", "spent"]
"""What to do after an answer: go on; ask again soon, for the fault passes; stop asking this network tonight; or stop
asking this method today, for its quota is used up.
"""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What a collector makes of one answer.

    `reason` is the stable key of a refusal or of what is gone (`token`, `too-many`, `deleted` …), None if it was seen.
    `answer` is the reduced answer; of an error only its number, never the network's own text, which repeats what was
    asked.
    """

    outcome: ObservedOutcome
    reason: str | None = None
    answer: ReducedAnswer = None
    then: AfterAnswer = "go-on"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as the archive keeps it.

    `at` is an aware moment in UTC; `status` the HTTP status, None if there was no answer. `sha256` is the hash of the
    reduced answer's canonical JSON (RFC 8785), None if there is nothing to keep; `file` is the name of the archive's
    file, None before it is kept.
    """

    request: ApiRequest
    at: datetime.datetime
    status: int | None
    outcome: ObservedOutcome
    reason: str | None = None
    answer: ReducedAnswer = None
    sha256: str | None = None
    file: str | None = None


class AskNetwork(Protocol):
    """Asks a network one question: from the archive of the day if it was asked already, else over HTTP.

    `fresh` asks again even so. Raises QuotaSpentError if the day's quota of the method is used up.
    """

    def __call__(self, request: ApiRequest, *, fresh: bool = False) -> KeptAnswer:
        """Return the answer."""


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A page to look up: by its number, or by the name in its canonical address. Exactly one of them is set."""

    url: str
    number: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Community:
    """A community as its network shows it.

    `number` never changes, `name` is the name in its address (None if it has none). `closed` says that strangers cannot
    see its wall. `members` is None while unknown. `fields` are the fields of the answer that the table of facts reads.
    """

    number: str
    name: str | None
    title: str
    closed: bool
    members: int | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageReading:
    """What an address leads to: the community if it was seen, else the reason.

    `answers` are the answers this rests on, in the order of reading. A community that is `gone` may still have its
    number.
    """

    address: PageAddress
    outcome: ObservedOutcome
    reason: str | None = None
    community: Community | None = None
    answers: tuple[KeptAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkPost:
    """A post of a community: its number, the moment it was published, and what it is made of.

    `attachments` are the network's own words for them, in the order of the post. `repost` says that it repeats a post
    of another community; `advertisement`, `deferred` (not published yet) and `deleted` posts are never counted.
    """

    number: str
    at: datetime.datetime
    attachments: tuple[str, ...] = ()
    repost: bool = False
    advertisement: bool = False
    deferred: bool = False
    deleted: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class WallReading:
    """Every post of a wall back to the moment that was asked for, each once, the newest first; else the reason why not.

    `answers` are the answers it rests on, in the order of reading; of a refused reading only those that were seen.
    """

    outcome: ObservedOutcome
    reason: str | None = None
    posts: tuple[NetworkPost, ...] = ()
    answers: tuple[KeptAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class CallLimits:
    """How often a network may be asked: calls a second, and calls a day of the methods that have such a limit."""

    per_second: int
    per_day: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignedCall:
    """A request as it goes out: the path below the base address, and the form fields with token or signature."""

    path: str
    fields: Mapping[str, str]


class Collector(Protocol):
    """Everything that reading one network needs. All methods are functions of their arguments alone."""

    @property
    def network(self) -> str:
        """The id of the network's record: `vk`."""

    @property
    def base(self) -> str:
        """The address of the API, https. Secrets go to its host alone, unless `base_variable` names another base."""

    @property
    def base_variable(self) -> str:
        """The environment variable that names another base: `REESTR_VK_API`."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The environment variables that must hold the secrets: `REESTR_VK_TOKEN`."""

    @property
    def optional_secrets(self) -> tuple[str, ...]:
        """The environment variables of secrets that may be absent."""

    @property
    def limits(self) -> CallLimits:
        """How often the network may be asked."""

    def signed(self, request: ApiRequest, secrets: Mapping[str, str]) -> SignedCall:
        """Return a request with its token or signature. `secrets` are by the name of their variable."""

    def read(self, request: ApiRequest, data: Any) -> ReadAnswer:
        """Return what an answer means. `data` is the JSON of an answer with HTTP status 200, of whatever form.

        It never raises: what it does not understand is refused as `malformed` or `unknown`.
        """

    def find_pages(self, addresses: Sequence[PageAddress], ask: AskNetwork) -> tuple[PageReading, ...]:
        """Return what each address leads to, in the order of the addresses, in as few requests as the network allows.

        Raises what asking raises.
        """

    def read_wall(self, number: str, since: datetime.datetime, ask: AskNetwork) -> WallReading:
        """Return the posts of a community published at `since` or later. Raises what asking raises."""

    def communities(self, answer: KeptAnswer) -> tuple[Community, ...]:
        """Return the communities that one kept answer shows, those that are gone included; none for other methods."""

    def wall_of(self, answer: KeptAnswer) -> str | None:
        """Return the number of the community whose posts one kept answer shows, None for other methods."""

    def posts(self, answer: KeptAnswer) -> tuple[NetworkPost, ...]:
        """Return the posts that one kept answer shows, in its order; none for other methods."""


def collector_of(name: str) -> Collector:
    """Return the collector with a name. Raises UnknownCollectorError if none is installed."""
    for point in entry_points(group=ENTRY_POINTS, name=name):
        found: Collector = point.load()()
        return found
    raise UnknownCollectorError(name)
