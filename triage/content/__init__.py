"""Content: the working copy that clinicians edit, and the releases that patients are asked."""
