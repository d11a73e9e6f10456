"""`python -m generator` is `reestr`: for places where the command is not on the path."""

from generator.cli import main

if __name__ == "__main__":
    main()
