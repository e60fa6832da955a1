"""What the website keeps: the tables that all pages share. No page, no statistics."""
