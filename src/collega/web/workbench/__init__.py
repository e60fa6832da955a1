"""The research team: from an idea to a published virtual colleague."""
