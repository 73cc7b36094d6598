"""What the visits of some weeks add up to: counted, never told of one patient."""
