"""The tables of a next release, for the tests of an upgrade: those of patients' records get another shape."""
