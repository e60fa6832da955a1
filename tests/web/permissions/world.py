"""Two studies with one of everything in each, and everybody who could come by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone

from collega.web import memory
from collega.web.accounts.models import AccountInvitation, User
from collega.web.deeds import publication
from collega.web.deeds.session import make_session, open_session
from collega.web.deeds.training import change_link, set_up
from collega.web.records.models import (
    NOTICE_PARTS,
    Collection,
    Interview,
    Invitation,
    Job,
    JoinLink,
    Kind,
    MadeFile,
    PlannedMail,
    Publication,
    Remark,
    Report,
    Role,
    Session,
    SessionScenario,
    StoredFit,
    Study,
    Training,
    Wish,
    current_design,
)
from collega.web.tokens import casebook_mail_token, hashed, join_token, opt_out_token, sealed
from collega.web.trainers import taught_fit
from tests.web.cases.conftest import make_case
from tests.web.results.conftest import make_fitted
from tests.web.training.conftest import Walker as Learning

ROLES = ("owner", "analyst", "reader", "professional")
VISITORS = ("participant", "invitee", "phone", "learner", "linked", "stranger", "founder", "anonymous")
PEOPLE = (*ROLES, *VISITORS)
OTHERS_OBJECTS = ("pk", "code", "pseudonym", "token", "word")  # names in addresses that stand for a row of a study


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """A study, and what its addresses are filled with."""

    study: Study
    members: dict[str, User]
    values: dict[str, dict[str, Any]]
    sent: dict[str, dict[str, Any]]

    def fill(self, name: str) -> dict[str, Any]:
        """Return the values of an address: those of its own name, of its part, and of every address."""
        part = name.partition(":")[0]
        return self.values["*"] | self.values.get(part, {}) | self.values.get(name, {})


def make_things(key: str) -> Things:
    """Make a study that is being collected, with a published fit, cases, a session, a training, mail and files."""
    study, fit = make_fitted(key, kind=Kind.REAL, publication=Publication.LINK)
    study.collection, study.launched_at, study.open_token = Collection.OPEN, timezone.now(), f"open-{key}"
    study.notice = {part: {"nl": part, "en": part} for part in NOTICE_PARTS}
    study.save()
    publication.publish(fit)
    members = {kind: _member(study, kind) for kind in ROLES}
    values = {"*": {"key": key, "criterion": "who", "number": 1, "part": "criteria", "language": "nl", "form": "svg"}}
    values |= _rows(study, fit, members)
    return Things(study=study, members=members, values=values, sent=_sent(study, fit))


def _member(study: Study, kind: str) -> User:
    user = User.objects.create_user(f"{kind}@{study.key}.example", "a long password indeed")
    Role.objects.create(study=study, user=user, kind=kind)
    return user


def _rows(study: Study, fit: StoredFit, members: dict[str, User]) -> dict[str, dict[str, Any]]:
    Interview.objects.filter(study=study).update(pseudonym=Concat(Value(f"{study.key}-"), "pseudonym"))
    interview = Interview.objects.filter(study=study).first()
    job = Job.objects.create(study=study, kind="fit", user=members["owner"])
    file = MadeFile.objects.create(study=study, fit=fit, kind="report", language="nl", name="report.pdf",
                                   content_type="application/pdf", content=b"%PDF-")  # fmt: skip
    scenarios = current_design(study).layout["scenarios"]
    session = make_session(study, members["owner"], title="A session", scenarios=[(scenarios[0], "chosen")])
    open_session(session, members["owner"])
    past = Session.objects.create(
        study=study, title="A past one", word=f"past{study.key}", state="finished", shown=True
    )
    training = set_up(study, None, taught_fit(study), reference=None, beside=())
    change_link(training, None, "open")
    training.refresh_from_db()
    case = make_case(study, members["professional"])
    remark = Remark.objects.create(case=case, user=members["professional"], text="A remark")
    hidden = Remark.objects.create(case=case, user=members["analyst"], text="A remark", hidden_at=timezone.now())
    report = Report.objects.create(case=case, remark=remark, user=members["reader"], why="A reason")
    wish = Wish.objects.create(study=study, user=members["professional"])
    invitation = Invitation.objects.create(study=study, email=f"i@{study.key}.example",
                                           token_hash=hashed(f"personal-{study.key}"))  # fmt: skip
    join = JoinLink.objects.create(study=study, token_hash="")
    JoinLink.objects.filter(pk=join.pk).update(token_hash=hashed(join_token(join.nonce)))
    AccountInvitation.objects.create(email=f"new@{study.key}.example", token_hash=hashed(f"account-{study.key}"),
                                     study=study, kind="reader")  # fmt: skip
    mailed = sealed({"email": f"new@{study.key}.example", "link": hashed(join_token(join.nonce))}, "join")
    return {
        "survey": {"token": study.open_token},
        "survey:personal": {"token": f"personal-{study.key}"},
        "survey:opt-out": {"token": opt_out_token(invitation.nonce)},
        "results:enter": {"token": study.results_token},
        "results:figure": {"name": "importance"},
        "training:enter": {"token": training.link_token},
        "cases": {"code": case.code, "pk": remark.pk},
        "cases:settle": {"pk": report.pk},
        "cases:show-again": {"kind": "remark", "pk": hidden.pk},
        "cases:stop": {"token": casebook_mail_token(wish.nonce, "week")},
        "sessions": {"pk": session.pk, "word": session.word},
        "sessions:past": {"pk": past.pk},
        "workbench:job": {"pk": job.pk},
        "workbench:report-file": {"pk": file.pk},
        "workbench:session-show": {"pk": session.pk},
        "workbench:session-delete": {"pk": session.pk},
        "workbench": {"pseudonym": interview.pseudonym, "name": "who", "kind": "invitation"},
        "workbench:scenario": {"name": scenarios[0]},
        "workbench:note": {"name": "importance"},
        "workbench:characteristic": {"name": "post"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "nonsense"},
        "mfa_edit_webauthn": {"pk": 1},
        "mfa_remove_webauthn": {"pk": 1},
        "accounts:join": {"token": f"account-{study.key}"},
        "accounts:first": {"token": f"account-{study.key}"},
        "accounts:join-by-link": {"token": join_token(join.nonce)},
        "accounts:join-by-mail": {"token": mailed},
    }


def _sent(study: Study, fit: StoredFit) -> dict[str, dict[str, Any]]:
    """Return what forms send, by address: the rows of a study that stand in them, and what they cannot do without."""
    role = Role.objects.get(study=study, kind="professional").pk
    invitation = AccountInvitation.objects.get(study=study).pk
    return {
        "sessions:argue": {"scenario": SessionScenario.objects.get(session__study=study).pk, "text": "An argument"},
        "sessions:seat": {"seat": "1"},
        "training:link": {"link": "renew"},
        "workbench:confirm-organisations": {"asked": [f"{role}-1"], "confirmed": [f"{role}-1"]},
        "workbench:export": {"format": "csv"},
        "workbench:join-link": {"link": "renew"},
        "workbench:mail-again": {"kind": "invitation", "wave": "1"},
        "workbench:mail-plan": {"drop": PlannedMail.objects.create(study=study, on=timezone.localdate()).pk},
        "workbench:mail-send": {"kind": "invitation", "wave": "1"},
        "workbench:people-rejected": {"rows": signing.dumps([], salt="collega.workbench.rejected", compress=True)},
        "workbench:people-remove": {"person": Invitation.objects.get(study=study).pk},
        "workbench:publish-choose": {"fit": fit.pk},
        "workbench:rearrange": {"kind": "criteria", "number": "0", "verb": "down"},
        "workbench:report": {"fit": fit.pk},
        "workbench:team-change": {f"kind-{role}": "reader", f"was-{role}": "professional"},
        "workbench:team-take-back": {"invitation": invitation},
        "workbench:to-whom": {"publication": "team"},
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Our study, another one, and a browser of everybody."""

    ours: Things
    others: Things
    clients: dict[str, Client]


def make_world() -> World:
    """Make both studies and everybody; members are of ours, and what others come with belongs to ours too."""
    memory.forget()
    ours, others = make_things("small"), make_things("other")
    clients = {who: Client(raise_request_exception=False) for who in PEOPLE}
    for who in ROLES:
        clients[who].force_login(ours.members[who])
    clients["stranger"].force_login(User.objects.create_user("stranger@example.org", "a long password indeed"))
    clients["founder"].force_login(
        User.objects.create_user("founder@example.org", "a long password indeed", founder=True)
    )
    key, values = ours.study.key, ours.values
    participant = clients["participant"]
    participant.get(f"/take/o/{key}/{ours.study.open_token}/")
    participant.post(f"/take/{key}/")
    participant.post(f"/take/{key}/consent/", {"agree": "on"})
    participant.post(f"/take/{key}/about-you/", {"q-post": "x"})
    participant.post(f"/take/{key}/instruction/")
    clients["invitee"].get(f"/take/i/personal-{key}/")
    clients["phone"].post("/session/", {"word": values["sessions"]["word"]})
    learner = Learning(Training.objects.get(study=ours.study), clients["learner"])
    learner.begin()
    learner.judge_all(upto=6)
    clients["linked"].get(f"/results/{key}/t/{ours.study.results_token}/")
    return World(ours=ours, others=others, clients=clients)
