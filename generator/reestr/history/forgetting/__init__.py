"""Takes a person's name out of every commit, keeping what the past is known by outside: addresses and ids of feeds."""
