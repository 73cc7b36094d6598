"""Intake: patients, their visits, and the pages on which they answer."""
