"""The casebook: professionals share real cases, judge each other's before they see more, and tell what was decided."""
