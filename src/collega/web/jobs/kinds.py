"""Every kind of job; imported for what it registers."""

from collega.web.jobs import designing, fitting, mailing, pictures, reporting, tick

__all__ = ["designing", "fitting", "mailing", "pictures", "reporting", "tick"]
