"""Names what a network can do wrong: each function makes a change of a reply for a `Fault` of serving.py."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from tests.observation import fake_ok, fake_vk
from tests.observation.serving import Call, Reply, with_header

Change = Callable[[Reply, Call], Reply]


def vk_error(code: int, message: str | None = None) -> Change:
    """Answer with an error of VK in its own form."""
    return lambda reply, call: fake_vk.error(code, call, message)


def ok_error(code: int, message: str | None = None) -> Change:
    """Answer with an error of OK in its own form."""
    return lambda reply, call: fake_ok.error(code, message)


def http_status(status: int, retry_after: str | None = None) -> Change:
    """Answer with this status and a page for people, as the servers before the network's own do."""

    def change(reply: Reply, call: Call) -> Reply:
        page = Reply(f"<html><h1>{status}</h1></html>".encode(), status, (("Content-Type", "text/html"),))
        return with_header(page, "Retry-After", retry_after) if retry_after is not None else page

    return change


def slow(seconds: float, piece: int = 16) -> Change:
    """Send the right answer piece by piece, with so many seconds after each piece."""
    return lambda reply, call: replace(reply, pace=seconds, piece=piece)


def cut(kept: float = 0.5) -> Change:
    """Promise the whole length and close the connection after a share of it."""

    def change(reply: Reply, call: Call) -> Reply:
        return replace(reply, body=reply.body[: int(len(reply.body) * kept)], declared=len(reply.body))

    return change


def shortened(kept: float = 0.5) -> Change:
    """Send a share of the body as if it were the whole: JSON that ends in the middle."""
    return lambda reply, call: replace(reply, body=reply.body[: int(len(reply.body) * kept)])


def hang_up() -> Change:
    """Close the connection without a word."""
    return lambda reply, call: replace(reply, status=0)


def html() -> Change:
    """Answer 200 with a page for people: a portal of the provider, a notice of maintenance."""
    page = "<!DOCTYPE html><title>Технические работы</title><p>Скоро вернёмся".encode()
    return lambda reply, call: Reply(page, 200, (("Content-Type", "text/html; charset=utf-8"),))


def body(content: bytes) -> Change:
    """Answer 200 with exactly these bytes as JSON."""
    return lambda reply, call: replace(reply, body=content)


def encoded(encoding: str) -> Change:
    """Send the text in another encoding than the header says."""
    return lambda reply, call: replace(reply, body=reply.body.decode().encode(encoding, "replace"))


def broken_letters() -> Change:
    """Replace Russian letters by bytes that no UTF-8 text has."""

    def change(reply: Reply, call: Call) -> Reply:
        return replace(reply, body=reply.body.replace("о".encode(), b"\xff\xfe"))

    return change


def numbers_as_texts() -> Change:
    """Send every number as a text."""
    return lambda reply, call: replace(reply, body=json.dumps(_as_texts(json.loads(reply.body))).encode())


def _as_texts(value: object) -> object:
    if isinstance(value, dict):
        return {name: _as_texts(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_texts(one) for one in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def unknown_fields() -> Change:
    """Add fields that nobody knows to every object."""
    return lambda reply, call: replace(reply, body=json.dumps(_with_unknown(json.loads(reply.body))).encode())


def _with_unknown(value: object) -> object:
    if isinstance(value, dict):
        known = {name: _with_unknown(one) for name, one in value.items()}
        return known | {"novelty": {"deep": [1, "two", None]}, "": "no name", "ключ": 1e300}
    return [_with_unknown(one) for one in value] if isinstance(value, list) else value


def changed(edit: Callable[[dict[str, object]], object]) -> Change:
    """Send what the function makes of the answer's JSON."""
    return lambda reply, call: replace(reply, body=json.dumps(edit(json.loads(reply.body))).encode())


def redirect(to: str, status: int = 302) -> Change:
    """Send the client to another address."""
    return lambda reply, call: Reply(b"", status, (("Location", to),))


def huge(megabytes: int = 50) -> Change:
    """Answer with JSON of so many megabytes, made as it is sent."""

    def pieces() -> Iterator[bytes]:
        yield b'{"response":{"count":0,"items":[],"padding":"'
        for _ in range(megabytes):
            yield b"x" * 1_000_000
        yield b'"}}'

    return lambda reply, call: replace(reply, body=b"", chunks=pieces)


def zipped(spoil: Callable[[bytes], bytes] = lambda content: content) -> Change:
    """Send the answer packed with gzip, as most servers do; `spoil` changes the packed bytes."""

    def change(reply: Reply, call: Call) -> Reply:
        return with_header(replace(reply, body=spoil(gzip.compress(reply.body))), "Content-Encoding", "gzip")

    return change


def bomb(megabytes: int = 100) -> Change:
    """Answer with a few bytes that unpack to so many megabytes."""

    def change(reply: Reply, call: Call) -> Reply:
        return with_header(replace(reply, body=_packed(megabytes)), "Content-Encoding", "gzip")

    return change


@cache
def _packed(megabytes: int) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    pieces = [packer.compress(b"x" * 1_000_000) for _ in range(megabytes)]
    return b"".join([*pieces, packer.flush()])


def deep(levels: int = 100_000) -> Change:
    """Answer with lists within lists."""
    return body(b"[" * levels + b"]" * levels)


def echoing(secret: str) -> Change:
    """Repeat the secret in the text and the parameters of VK's error, as a careless server does."""

    def change(reply: Reply, call: Call) -> Reply:
        content = json.loads(fake_vk.error(5, call, f"User authorization failed: {secret} is invalid").body)
        content["error"]["request_params"].append({"key": "access_token", "value": secret})
        return Reply(json.dumps(content).encode())

    return change
