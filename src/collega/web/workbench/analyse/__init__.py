"""Analysing: participants, choice models, notes at figures, presenting, and data out and in."""
