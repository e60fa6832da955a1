"""Where professionals are at home: what is new for them, and the way out."""
