"""The registry's facts as frozen dataclasses, and what follows from them alone; knows no files, clock or network."""
