"""Management commands of the content room."""
