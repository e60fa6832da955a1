"""Participants: from the link in their mail to their own profile."""
