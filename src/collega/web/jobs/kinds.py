"""Every kind of job; imported for what it registers."""

from collega.web.jobs import designing

__all__ = ["designing"]
