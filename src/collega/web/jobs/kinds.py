"""Every kind of job and what does it. Each must be harmless to run twice."""

from __future__ import annotations

from collega.web.jobs import casebook_mailing, counting, designing, fitting, mailing, pictures, reporting, tick
from collega.web.queue import Work, claim, run

WORKS: dict[str, Work] = {
    "design": designing.design,
    "simulate": designing.simulate_panel,
    "fit": fitting.fit_study,
    "validation": fitting.validate_later,
    "pictures": pictures.draw_pictures,
    "report": reporting.make_report,
    "mail": mailing.send_mails,
    "casebook_mail": casebook_mailing.send_letters,
    "tick": tick.tick,
    "count": counting.count_anew,
}


def perform(pk: int) -> None:
    """Do one job now, if nobody else does."""
    job = claim(pk)
    if job is not None:
        run(job, WORKS)
