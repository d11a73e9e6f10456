"""Compares the output of a test with the file `tests/golden/<name>`.

`REESTR_TEST_UPDATE_GOLDEN=1 pytest` writes the files again; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = Path(__file__).parent / "golden"


def compare(name: str, made: str) -> None:
    """Fail unless the text equals that of the golden file."""
    file = _FOLDER / name
    if os.environ.get("REESTR_TEST_UPDATE_GOLDEN"):
        file.write_text(made, encoding="utf-8", newline="")
    assert made == file.read_bytes().decode(), f"{name} differs: see tests/golden_files.py"
