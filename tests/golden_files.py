"""Expected output kept in files: what a test makes is compared with `tests/golden/<name>`.

`REESTR_UPDATE_GOLDEN=1 pytest` writes the files anew; whoever changes them reads the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = Path(__file__).parent / "golden"


def compare(name: str, made: str) -> None:
    """Fail unless the text is that of the golden file."""
    file = _FOLDER / name
    if os.environ.get("REESTR_UPDATE_GOLDEN"):
        file.write_text(made, encoding="utf-8", newline="")
    assert made == file.read_bytes().decode(), f"{name} differs: see tests/golden_files.py"
