"""Handing out documents to staff."""
