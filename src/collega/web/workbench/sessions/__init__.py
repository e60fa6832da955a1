"""Sessions of a study: which scenarios to talk about, and what was done in them."""
