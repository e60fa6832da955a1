"""Who works on a study, and what they did."""
