"""The clinician's list: who is waiting, why, and what was decided."""
