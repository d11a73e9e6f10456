"""What a new city's repository holds for its forge: GitHub, GitLab, or none but a server of the city's own.

`FORGES` are the choices. The files are copies of ours with the city's time zone, and with the program from pip; the
README tells how to publish there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from reestr.intake.new_city import starting_point, workflows
from reestr.registry.errors import ReestrError

FORGES: tuple[str, ...] = ("github", "gitlab", "none")
"""Where a city's repository may be kept."""

_FILES = Path(__file__).parent / "files"
_OUR_ENVIRONMENT = """\
    # Only what running needs.
    - make environment LOCK=requirements.run.lock
"""
_THEIR_ENVIRONMENT = """\
    - python -m venv .venv && .venv/bin/python -m pip install --quiet --requirement requirements.txt
"""
_OUR_ZONE = "Asia/Vladivostok"
_PUBLISHING = re.compile(r"^## Как опубликовать сайт\n.*?(?=^## )", re.MULTILINE | re.DOTALL)
_LOOKING = re.compile(r"^## Чтобы страницы смотрела программа\n.*?(?=^## )", re.MULTILINE | re.DOTALL)
_LISTED = re.compile(r"^- `\.github/workflows/`[^\n]*\n(?: [^\n]*\n)*", re.MULTILINE)
_INSTEAD = {
    "gitlab": "- `.gitlab-ci.yml` — проверка каждой правки, публикация и ночное наблюдение.\n",
    "none": "- `server/` — служба, которая собирает сайт на сервере города, и ночное наблюдение.\n",
}


class UnfamiliarFileError(ReestrError):
    """A file of ours changed since its adaptation was written; carries the missing piece."""


def forge_files(forge: str, time_zone: str, sample: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file for a forge of `FORGES`; its forms ask for the networks of the sample.

    Raises UnfamiliarFileError.
    """
    if forge == "github":
        for name in workflows.NAMES:
            yield f".github/workflows/{name}", workflows.workflow(name, time_zone).encode()
        for name, content in workflows.issue_forms(sample).items():
            yield f".github/ISSUE_TEMPLATE/{name}", content
        yield ".github/dependabot.yml", (_FILES / "dependabot.yml").read_bytes()
        return
    if forge == "gitlab":
        yield ".gitlab-ci.yml", pipeline().encode()
        yield "docs/gitlab.md", starting_point.document("gitlab.md").encode()
        return
    yield "docs/own-server.md", starting_point.document("own-server.md").encode()
    for name, text in starting_point.server().items():
        yield f"server/{name}", text.replace(_OUR_ZONE, time_zone).encode()


def forge_of(names: Iterable[str]) -> str:
    """Return the forge for which a city got files of these names."""
    known = frozenset(names)
    if ".gitlab-ci.yml" in known:
        return "gitlab"
    return "none" if any(name.startswith("server/") for name in known) else "github"


def pipeline() -> str:
    """Return the pipeline of a city's repository on GitLab. Raises UnfamiliarFileError if ours has changed too much."""
    return _replaced(starting_point.document(".gitlab-ci.yml"), _OUR_ENVIRONMENT, _THEIR_ENVIRONMENT)


def readme(text: str, forge: str) -> str:
    """Return a city's README with the chapters on publishing for a forge; `text` is that for GitHub.

    Raises UnfamiliarFileError if a chapter is missing.
    """
    if forge == "github":
        return text
    for pattern, instead in (
        (_PUBLISHING, (_FILES / f"publishing-{forge}.md").read_text(encoding="utf-8")),
        (_LOOKING, (_FILES / f"observing-{forge}.md").read_text(encoding="utf-8")),
        (_LISTED, _INSTEAD[forge]),
    ):
        found = pattern.search(text)
        if found is None:
            raise UnfamiliarFileError(pattern.pattern)
        text = text[: found.start()] + instead + text[found.end() :]
    return text


def _replaced(text: str, ours: str, theirs: str) -> str:
    if ours not in text:
        raise UnfamiliarFileError(ours)
    return text.replace(ours, theirs)
