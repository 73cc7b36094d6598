"""The triage engine: frozen values in, frozen values out. No Django, no clock, no database."""

VERSION = "1"
"""Stored with every response; raised when the same definition and answers could come out differently."""
