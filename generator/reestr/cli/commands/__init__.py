"""The commands of `reestr`, one module for each group of commands."""
