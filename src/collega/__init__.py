"""Collega."""
