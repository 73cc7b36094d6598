"""Who works here: people, their roles, and which pages a role may enter."""
