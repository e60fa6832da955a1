"""How a collection goes: counted from the rows, kept with the study, and read from there by every page."""
