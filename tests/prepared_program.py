"""The program `reestr` of scripts that a test runs: it lets `tests/prepared_command.py` run the command.

Started without site-packages (`python -SE`) it needs a tenth of the time that importing the program takes. Its first
argument names the settings that `write_program` wrote, the others are those of the command.
"""

from __future__ import annotations

import json
import os
import socket
import sys

SIGNALLED = 137
"""The exit code if the command was killed, as of a shell."""


def main() -> int:
    """Hand the command, its folder, its environment and its streams over; return its exit code.

    Where Python would start in another way than the waiting process did, become a Python of its own.
    """
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    arguments = sys.argv[2:]
    environment = {**os.environ, "PYTHONPATH": settings["path"]}
    here = {name: value for name, value in environment.items() if name.startswith(tuple(settings["read_at_start"]))}
    if here != settings["started"]:
        os.execve(sys.executable, [sys.executable, "-m", "reestr", *arguments], environment)
    request = json.dumps([arguments, os.getcwd(), environment]).encode("utf-8", "surrogateescape")
    with socket.socket(socket.AF_UNIX) as waiting:
        waiting.connect(settings["address"])
        socket.send_fds(waiting, [len(request).to_bytes(4, "big")], [0, 1, 2])
        waiting.sendall(request)
        code = waiting.recv(4)
    return int.from_bytes(code, "big", signed=True) % 256 if len(code) == 4 else SIGNALLED


if __name__ == "__main__":
    sys.exit(main())
