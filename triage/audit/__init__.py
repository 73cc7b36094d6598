"""The audit trail: who did or read what, on which record, when. It is only ever added to."""
