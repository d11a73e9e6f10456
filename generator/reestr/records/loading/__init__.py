"""From the files of a data folder to the registry, with every diagnostic of every file."""
