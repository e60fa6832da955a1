"""All tables, by Django's name for where they are."""

from collega.web.records.casebook import (
    Asked,
    Batch,
    Case,
    Judgement,
    Outcome,
    Release,
    Remark,
    Report,
    SecondThought,
    Sight,
    Visibility,
)
from collega.web.records.casebook_mail import Letter, WeekCase, Wish
from collega.web.records.chain import TrailLink
from collega.web.records.deletion import Deletion
from collega.web.records.design import StoredDesign, current_design
from collega.web.records.fit import Consultation, MadeFile, Note, Picture, ShownState, StoredFit
from collega.web.records.interview import Answer, AnswerSent, Interview, Kind
from collega.web.records.invitation import Invitation, Link, Mail, MailText, PlannedMail
from collega.web.records.job import Job
from collega.web.records.join import JoinLink
from collega.web.records.organisation import Organisation, OrganisationType
from collega.web.records.session import Argument, Seat, Session, SessionScenario, Vote
from collega.web.records.study import NOTICE_PARTS, Collection, Publication, Role, ShareOf, Study, corrected, locked
from collega.web.records.trail import Deed, Event, forget_in_trail, log
from collega.web.records.training import Learner, Round, Step, Training
from collega.web.records.tries import Tries

__all__ = [
    "NOTICE_PARTS",
    "Answer",
    "AnswerSent",
    "Argument",
    "Asked",
    "Batch",
    "Case",
    "Collection",
    "Consultation",
    "Deed",
    "Deletion",
    "Event",
    "Interview",
    "Invitation",
    "Job",
    "JoinLink",
    "Judgement",
    "Kind",
    "Learner",
    "Letter",
    "Link",
    "MadeFile",
    "Mail",
    "MailText",
    "Note",
    "Organisation",
    "OrganisationType",
    "Outcome",
    "Picture",
    "PlannedMail",
    "Publication",
    "Release",
    "Remark",
    "Report",
    "Role",
    "Round",
    "Seat",
    "SecondThought",
    "Session",
    "SessionScenario",
    "ShareOf",
    "ShownState",
    "Sight",
    "Step",
    "StoredDesign",
    "StoredFit",
    "Study",
    "TrailLink",
    "Training",
    "Tries",
    "Visibility",
    "Vote",
    "WeekCase",
    "Wish",
    "corrected",
    "current_design",
    "forget_in_trail",
    "locked",
    "log",
]  # fmt: skip
