"""The facts the registry holds, as frozen dataclasses, with calendar arithmetic and canonical page addresses.

Imports no other room of the package.
"""
