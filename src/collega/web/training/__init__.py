"""Training: learners judge ten scenarios and see how the reference group judges them, and where weights differ."""
