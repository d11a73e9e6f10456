"""The sources of a document, line by line: the act, the commit, the hash of the records, the command to repeat it."""

from __future__ import annotations

import shlex

from reestr import __version__, wording
from reestr.publishing.documents.provenance import Provenance
from reestr.publishing.view import View


def origin_lines(view: View, provenance: Provenance, command: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a name and its value. `command` makes the document again (see `commands`)."""
    act = view.registry.act
    return tuple(
        (wording.text(f"papers.origin.{name}"), value)
        for name, value in (
            ("city", view.registry.city.municipality.name),
            ("day", wording.date_in_words(view.as_of.isoformat())),
            ("act", f"{act.citation} «{act.title}»"),
            ("edition", wording.text(f"papers.editions.{view.edition}")),
            ("commit", commit_text(provenance)),
            ("uncommitted", uncommitted_text(provenance)),
            ("hash", provenance.data_hash),
            ("hash-how", wording.text("papers.origin.hash-command", folder=shlex.quote(provenance.folder))),
            ("program", f"reestr {__version__}"),
            ("command", command),
        )
    )


def commit_text(provenance: Provenance, *, short: bool = False) -> str:
    """The commit with the day it was made on in the city; that there is none, outside of Git."""
    commit = provenance.commit
    if commit is None:
        return wording.text("papers.origin.no-git")
    if short:
        return wording.text("papers.origin.commit-short", id=commit.short, day=commit.day.isoformat())
    return wording.text("papers.origin.commit-of", id=commit.id, day=commit.day.isoformat())


def uncommitted_text(provenance: Provenance) -> str:
    """Return the number of files that differ from the commit, without names: an internal record's name
    is internal too.
    """
    if provenance.commit is None:
        return wording.text("papers.origin.not-versioned")
    count = len(provenance.uncommitted)
    return wording.text("papers.origin.changed", count=count) if count else wording.text("papers.origin.clean")


def reservation(provenance: Provenance) -> str:
    """What a reader must know of records of a later day, and of those that nobody can have again from the commit alone;
    "" where there is nothing to know."""
    texts = []
    if provenance.later:
        texts.append(wording.text(f"papers.reservations.later-{provenance.later}"))
    if provenance.commit is None:
        texts.append(wording.text("papers.reservations.no-git"))
    elif provenance.uncommitted:
        texts.append(wording.text("papers.reservations.uncommitted", count=len(provenance.uncommitted)))
    return " ".join(texts)


def command(name: str, view: View, provenance: Provenance, *options: str) -> str:
    """Return the command line that makes a document again, to be run at the root of the repository."""
    at = ["--commit", provenance.commit.id] if provenance.commit is not None and not provenance.uncommitted else []
    if provenance.later == "as-they-are":
        at += ["--records", "today"]
    words = ("reestr", "report", name, "--data", provenance.folder, "--as-of", view.as_of.isoformat(), *at, *options)
    return shlex.join(words)
