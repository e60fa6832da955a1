"""Writing the questions: starting a study, its parts, its file, and corrections."""
