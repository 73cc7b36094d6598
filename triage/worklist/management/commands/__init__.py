"""Management commands of the worklist."""
