"""The forge that keeps the records, as the editor in the browser needs it."""

from __future__ import annotations

from dataclasses import dataclass

BACKENDS = ("github", "gitlab", "gitea", "forgejo")
"""The forges that can be written to from a browser."""


@dataclass(frozen=True, slots=True)
class Forge:
    """A repository on a forge or, with the backend "local", a working copy behind the local server.

    `url` is the forge's own address without a final slash. `app_id` identifies the site to the forge (GitLab, Gitea,
    Forgejo); for GitHub, `auth_url` is the service that keeps its secret. `folder` is the project's folder in the
    repository, "" for its root, else with a final slash.
    """

    backend: str
    repository: str = ""
    branch: str = "main"
    url: str = ""
    app_id: str = ""
    auth_url: str = ""
    folder: str = ""


LOCAL = Forge("local")
