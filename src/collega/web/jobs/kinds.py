"""Every kind of job; imported for what it registers."""
