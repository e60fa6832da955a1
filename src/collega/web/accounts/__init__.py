"""Accounts of research teams: by invitation, with roles per study."""
