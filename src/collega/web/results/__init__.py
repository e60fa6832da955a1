"""What was learned: home page, dashboard, virtual colleague."""
