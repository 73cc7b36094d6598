"""Management commands that take more than one room."""
