"""The pages of intake: where staff start a visit, and where the patient answers."""
