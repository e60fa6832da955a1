"""What a model misses: tests of the assumptions that all its numbers rest on."""
