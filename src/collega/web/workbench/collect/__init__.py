"""Collecting answers: rules, what participants are told, the launch, people and mail, progress."""
