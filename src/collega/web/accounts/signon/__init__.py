"""Signing in with the account that one has at one's organisation, by OpenID Connect."""
