"""`python -m reestr` is `reestr`: for places where the command is not on the path."""

from reestr.cli import main

if __name__ == "__main__":
    main()
