"""Weekly counts as organizations hand them in: messages with lines for machines, and small tables."""
