"""Backstop: red-flag triage for back and neck spasm."""
