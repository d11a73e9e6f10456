"""The configuration of Decap CMS, made from the schemas: the fields of the /admin/ editor and where it saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reestr import wording
from reestr.intake.forms.issues import hint, is_asked, plain, refers_to
from reestr.publishing.forge import Forge
from reestr.records import schemas
from reestr.records.kinds import KINDS
from reestr.records.schemas import Field
from reestr.registry.lists import CityLists

# Weekly counts are left out: their keys are weeks, and Decap needs keys that its configuration names. The act, the
# requirements and the networks are no daily work.
FOLDERS: Mapping[str, str] = {kind.name: kind.folder for kind in KINDS.values() if schemas.may_be_draft(kind.name)}
"""The kinds of records that the editor offers, each with its folder below the data folder."""

_SHOWN: Mapping[str, Sequence[str]] = {
    "organization": ("short_name", "name", "{{filename}}"),
    "account": ("{{filename}}", "name"),
}
_SEARCHED: Mapping[str, Sequence[str]] = {"organization": ("short_name", "name"), "account": ("name", "organization")}
_OFFERED = 50
_FINE = 0.000001

# Fields of the form only: .ci/admin/format.js leaves them out of the record.
NAME, FOLDER = "reestr_name", "reestr_folder"
_MONTH = "^(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])$"


def configuration(
    forge: Forge, prefix: str, names: Iterable[str], site_url: str = "", lists: CityLists | None = None
) -> dict[str, Any]:
    """Return everything Decap CMS must know, as the data of its `config.yml`.

    `prefix` is the data folder's name in the project, with a final slash. `names` are the record files, relative to it,
    from which the sub-folders, networks and requirements are taken; `lists` are those of the city.
    """
    files = sorted(set(names))
    known = _Known(files)
    config: dict[str, Any] = {
        "backend": _backend(forge),
        "locale": "ru",
        "publish_mode": "simple" if forge.backend == "local" else "editorial_workflow",
        # Records have no pictures, but Decap does not start without a folder for them.
        "media_folder": f"{forge.folder}{prefix}media",
        "show_preview_links": False,
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "collections": [_collection(kind, f"{forge.folder}{prefix}", known, lists) for kind in FOLDERS],
    }
    if site_url:
        config |= {"site_url": site_url, "display_url": site_url}
    return config


class _Known:
    """What the names of the record files tell: sub-folders, networks and requirements."""

    def __init__(self, files: Sequence[str]) -> None:
        parts = [name.split("/") for name in files]
        # Records that are not edited here are chosen by their names.
        self.chosen = {
            kind: sorted(way[1].removesuffix(".yaml") for way in parts if way[0] == folder and len(way) == 2)
            for kind, folder in (("network", "networks"), ("requirement", "requirements"))
        }
        self.organizations = sorted(way[-1].removesuffix(".yaml") for way in parts if way[0] == "organizations")
        self.folders = {
            kind: sorted({way[1] for way in parts if way[0] == folder and len(way) > 2})
            for kind, folder in FOLDERS.items()
        }
        # An account's folder may have the name of its organization's folder.
        self.folders["account"] = sorted({*self.folders["account"], *self.folders["organization"]})
        self.depth = {
            kind: max((len(way) - 1 for way in parts if way[0] == folder), default=1)
            for kind, folder in FOLDERS.items()
        }


def _backend(forge: Forge) -> dict[str, Any]:
    said = {
        "commit_messages": {
            action: wording.text(f"forms.commits.{action}", slug="{{slug}}", collection="{{collection}}")
            for action in ("create", "update", "delete")
        }
    }
    if forge.backend == "local":
        # Beside the page itself: see .ci/admin/local.js.
        return {"name": "proxy", "proxy_url": "/api/v1", "branch": forge.branch, **said}
    common = {"repo": forge.repository, "branch": forge.branch, **said}
    if forge.backend == "github":
        api = {} if forge.url == "https://github.com" else {"api_root": f"{forge.url}/api/v3"}
        return {"name": "github", "base_url": forge.auth_url, **api, **common}
    if forge.backend == "gitlab":
        return {
            "name": "gitlab",
            "auth_type": "pkce",
            "app_id": forge.app_id,
            "base_url": forge.url,
            "api_root": f"{forge.url}/api/v4",
            "graphql_api_root": f"{forge.url}/api/graphql",
            **common,
        }
    # Decap's own backend for Gitea has no pull requests; the one for Forgejo speaks the same API and has them.
    return {"name": "forgejo", "app_id": forge.app_id, "api_root": f"{forge.url}/api/v1", **common}


def _collection(kind: str, prefix: str, known: _Known, lists: CityLists | None) -> dict[str, Any]:
    folder = FOLDERS[kind]
    names = ("dirname" if KINDS[kind].owner else "", "filename", KINDS[kind].summary)
    collection: dict[str, Any] = {
        "name": folder,
        "label": wording.text(f"forms.collections.{kind}"),
        "label_singular": str(schemas.schema(kind)["title"]),
        "description": str(schemas.schema(kind)["description"]),
        "folder": f"{prefix}{folder}",
        "extension": "yaml",
        "format": "reestr",
        "create": True,
        # The title of a closed record says so; otherwise its former address would be unexplained.
        "delete": False,
        "identifier_field": NAME,
        "slug": f"{{{{fields.{NAME}}}}}",
        "summary": " · ".join(f"{{{{{name}}}}}" for name in names if name),
        "sortable_fields": [],
    }
    groups = [{"label": schemas.field(kind, f"/{name}").title, "field": name} for name in KINDS[kind].grouped_by]
    if groups:
        collection["view_groups"] = groups
    own = [_name(kind)]
    if KINDS[kind].owner:
        own = [_folder(schemas.field("notice", "/organization").title, "owner-hint", known.organizations), _name(kind)]
        collection["path"] = f"{{{{{FOLDER}}}}}/{{{{slug}}}}"
    elif known.folders[kind]:
        own.append(_folder(wording.text("forms.folder.label"), "hint", known.folders[kind]))
        # As deep as the folders are: Decap looks for files down to this depth.
        between = "/".join(["{{nowhere}}"] * max(0, known.depth[kind] - 2))
        collection["path"] = "/".join(filter(None, (f"{{{{{FOLDER}}}}}", between, "{{slug}}")))
    collection["fields"] = [
        *own,
        *(_widget(kind, each, known, certain=True) for each in schemas.top_fields(kind, lists)),
    ]
    return collection


def _name(kind: str) -> dict[str, Any]:
    """Return the name pattern of a new record's file."""
    identifier = schemas.schema(schemas.COMMON)["$defs"]["id"]
    plan = kind == "plan"
    error = wording.text("forms.name.month-error") if plan else identifier["x-error"]
    return {
        "name": NAME,
        "label": wording.text("forms.name.month" if plan else "forms.name.label"),
        "hint": wording.text("forms.name.month-hint" if plan else f"forms.name.hint-{kind}"),
        "widget": "reestr-name",
        "pattern": [_MONTH if plan else identifier["pattern"], error],
    }


def _folder(label: str, hint: str, folders: Sequence[str]) -> dict[str, Any]:
    """Return the folder of a new record's file."""
    return {
        "name": FOLDER,
        "label": label,
        "hint": wording.text(f"forms.folder.{hint}"),
        "widget": "reestr-folder",
        "options": list(folders),
    }


def _relation(kind: str) -> dict[str, Any]:
    return {
        "widget": "relation",
        "collection": FOLDERS[kind],
        "value_field": "{{filename}}",
        "display_fields": list(_SHOWN[kind]),
        "search_fields": list(_SEARCHED[kind]),
        "options_length": _OFFERED,
    }


def _widget(kind: str, asked: Field, known: _Known, *, certain: bool) -> dict[str, Any]:
    """Return the widget of a field.

    `certain` says that its parent always exists: Decap requires fields even of an empty group.
    """
    if asked.by_machine:
        # Nobody types what a machine saw; the record keeps it as it is.
        return {"name": asked.name, "label": asked.title, "widget": "hidden", "required": False}
    field: dict[str, Any] = {"name": asked.name, "label": asked.title, "required": is_asked(asked) and certain}
    if said := hint(asked):
        field["hint"] = said
    if asked.form in ("list", "groups"):
        return field | _list(kind, asked, known)
    if asked.pattern is not None and asked.error:
        field["pattern"] = [asked.pattern, plain(asked.error)]
    if asked.form == "group":
        certain = certain and is_asked(asked)
        inside = [_widget(kind, each, known, certain=certain) for each in asked.fields]
        return field | {"widget": "object", "collapsed": not certain, "fields": inside}
    return field | _plain(kind, asked, known)


def _plain(kind: str, asked: Field, known: _Known) -> dict[str, Any]:
    target = refers_to(kind, asked)
    if target in known.chosen:
        return {"widget": "select", "options": known.chosen[target]}
    if target is not None:
        return _relation(target)
    if asked.labels:
        return {"widget": "select", "options": _options(asked)}
    if asked.form == "boolean":
        return {"widget": "reestr-flag"}
    if asked.form in ("whole", "number"):
        limits = {"min": asked.minimum, "max": asked.maximum}
        return {
            "widget": "number",
            "value_type": "int" if asked.form == "whole" else "float",
            "step": 1 if asked.form == "whole" else _FINE,
            **{name: value for name, value in limits.items() if value is not None},
        }
    if asked.format in ("inn", "ogrn"):
        return {"widget": "reestr-digits", "format": asked.format}
    if asked.form == "date":
        return {"widget": "reestr-date"}
    return {"widget": "text" if asked.form == "long-text" else "string"}


def _list(kind: str, asked: Field, known: _Known) -> dict[str, Any]:
    item, target = asked.item, refers_to(kind, asked)
    if item is None:
        raise ValueError(f"the schema does not say what {asked.pointer} lists")
    least = {} if asked.least is None else {"min": asked.least}
    if target in known.chosen:
        return {"widget": "select", "multiple": True, "options": known.chosen[target], **least}
    if target is not None:
        return {**_relation(target), "multiple": True, **least}
    if item.labels:
        return {"widget": "select", "multiple": True, "options": _options(item), **least}
    if item.form != "group":
        inside = {"label_singular": item.title, "field": _widget(kind, item, known, certain=True)}
        return {"widget": "list", "collapsed": False, **inside, **least}
    fields = [_widget(kind, each, known, certain=True) for each in item.fields]
    return {"widget": "list", "fields": fields, "summary": _summary(item.fields), **least}


def _options(asked: Field) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for value, label in asked.labels.items()]


def _summary(fields: Iterable[Field]) -> str:
    """Return the summary of a folded list item: its first plain values."""
    numbers = ("boolean", "whole", "number")
    shown = (field for field in fields if field.is_plain and not field.by_machine)
    texts = [field.name for field in shown if field.form not in numbers]
    return " · ".join(f"{{{{fields.{name}}}}}" for name in texts[:2])
