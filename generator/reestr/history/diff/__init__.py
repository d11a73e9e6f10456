"""Two states of a registry compared in registry terms."""
