"""What people and the clock do to a study: each deed is one function with its conditions and its line in the trail.

A page, a job and a command call the same function. It holds the study's row, checks its conditions, keeps the change
and logs it, in one transaction; where a condition does not hold it keeps nothing and raises
:class:`~collega.web.deeds.refused.RefusedError`. Who may do it is decided before, by :mod:`collega.web.access`.
"""
