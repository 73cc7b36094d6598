"""How pages look: the form pack, the widgets, the drawings and the template tags."""
