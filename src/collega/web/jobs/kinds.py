"""Every kind of job; imported for what it registers."""

from collega.web.jobs import designing, fitting, pictures, reporting

__all__ = ["designing", "fitting", "pictures", "reporting"]
