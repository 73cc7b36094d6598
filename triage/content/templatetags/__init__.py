"""What the templates of the admin know of content."""
