"""What a network's record may say of observation: no address of an API, a post's address in the network itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reestr.records.diagnostics import Diagnostic
from reestr.records.loading.load import load, load_networks
from reestr.records.loading.record_sources import FolderFiles

from tests.observation.nights import change, city_in
from tests.unit.project import ROOT

SIGN = {"fact": "avatar", "any": ["has_photo"], "holds": "set", "otherwise": "absent"}
POST = "https://vk.com/wall-{numeric_id}_{post}"


def problems(city: Path, observation: dict[str, Any]) -> list[Diagnostic]:
    change(city / "data/networks/vk.yaml", observation=observation)
    return [item for item in load(city / "data").diagnostics if item.location.file == "data/networks/vk.yaml"]


@pytest.mark.parametrize(
    ("observation", "path"),
    [
        ({"collector": "vk", "post": "https://api.vk.com/wall-{numeric_id}_{post}"}, "/observation/post"),
        ({"collector": "vk", "post": POST, "post_also": ["https://vk.ru/{name}?w={post}"]}, "/observation/post_also/0"),
        ({"collector": "vk", "post": POST, "api": "https://api.vk.com"}, "/observation/api"),
        ({"collector": "vk", "post": POST, "base": "https://evil.example.org/method"}, "/observation/base"),
        ({"collector": "https://evil.example.org", "post": POST}, "/observation/collector"),
        ({"collector": "vk", "post": "http://vk.com/{post}"}, "/observation/post"),
        ({"collector": "vk", "post": "https://vk.com/wall"}, "/observation/post"),
        ({"collector": "vk"}, "/observation"),
        ({}, "/observation"),
        ({"collector": "vk", "post": POST, "facts": [{**SIGN, "fact": "mood"}]}, "/observation/facts/0/fact"),
        ({"collector": "vk", "post": POST, "formats": [{"attachment": "photo", "format": "gospabliki"}]},
         "/observation/formats/0/format"),
    ],
)  # fmt: skip
def test_what_does_not_belong_there_is_a_diagnostic(tmp_path: Path, observation: dict[str, Any], path: str) -> None:
    found = problems(city_in(tmp_path), observation)
    assert [item.path.startswith(path) for item in found] == [True]
    assert all(item.message and item.help for item in found)


@pytest.mark.parametrize("observation", [{"collector": "vk", "post": POST}, {"why_not": "Каналы видны не всем."}])
def test_a_collector_or_the_reason_why_there_is_none(tmp_path: Path, observation: dict[str, Any]) -> None:
    assert problems(city_in(tmp_path), observation) == []


def test_every_network_of_the_registry_says_how_it_is_read() -> None:
    for network in load_networks(FolderFiles(ROOT / "data", "data/")):
        assert network.observation is not None
        assert network.observation.collector is not None or network.observation.why_not is not None
