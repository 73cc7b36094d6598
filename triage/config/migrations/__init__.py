"""Migrations of the house itself."""
