"""Documents: what is printed of a visit. They read what was frozen and change nothing."""
