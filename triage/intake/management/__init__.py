"""Management commands of the intake room."""
