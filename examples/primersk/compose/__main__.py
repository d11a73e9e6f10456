"""Writes the composed records over the committed ones; the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from examples.primersk.compose.composition import compose, stale

_CITY = Path(__file__).parents[1]
_REAL = Path(__file__).parents[3] / "data"


def main() -> None:
    """Write `examples/primersk/data` and delete files that are no longer part of it."""
    data = _CITY / "data"
    files = compose(_REAL)
    for name, content in files.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for path in stale(data, files):
        path.unlink()
    print(f"{len(files)} files")


if __name__ == "__main__":
    main()
