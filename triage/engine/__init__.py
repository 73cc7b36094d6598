"""The triage engine: frozen values in, frozen values out. No Django, no clock, no database."""
