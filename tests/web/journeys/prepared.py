"""A database in which every page has something to show, and people in every state."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client, RequestFactory

from collega.study import template_text
from collega.web import limits, memory
from collega.web.accounts.join_link import address_of
from collega.web.accounts.models import AccountInvitation, User
from collega.web.deeds import case_discussion, case_judging, casebook, casebook_mail, publication
from collega.web.deeds.joining import offer_join_link, open_join_link
from collega.web.deeds.training import change_link, set_up
from collega.web.records.models import (
    Collection,
    Invitation,
    Job,
    Kind,
    MadeFile,
    Note,
    Organisation,
    Publication,
    Role,
)
from collega.web.tokens import hashed, sealed
from tests.web.cases.conftest import judge, judge_all, make_case, make_person
from tests.web.conftest import make_study
from tests.web.results.conftest import make_fitted
from tests.web.survey.conftest import Walker
from tests.web.training.conftest import Walker as Trained

PASSWORD = "a long password indeed"


class Prepared:
    """The rows, and who looks at them: a client for each, whose cookies a browser takes over."""

    def __init__(self, language):
        memory.forget()  # rows get the same numbers in every test
        cache.clear()
        self.language = language
        self.small, self.fit = make_fitted(kind=Kind.REAL, publication=Publication.PUBLIC, collection=Collection.CLOSED,
                                           advice_first=False)  # fmt: skip
        publication.publish(self.fit)
        self.empty = make_study("empty", publication=Publication.PUBLIC)
        self.open = make_study("open", is_open=True)
        self.full = make_study("full", is_open=True, most_participants=0)
        self.template = make_study("avg", text=template_text("avg-data-sharing"), is_open=True)
        self.draft = make_study("draft", text=template_text("avg-data-sharing"))
        self.people()
        self.beside()
        self.casebook()

    def people(self):
        self.owner = self._user("owner@example.org")
        self.guarded = self._user("guarded@example.org")
        for study in (self.small, self.open, self.template, self.draft, self.empty):
            Role.objects.create(study=study, user=self.owner, kind=Role.Kind.OWNER)
        Role.objects.create(study=self.small, user=self.guarded, kind=Role.Kind.READER)
        self.expert = self._user("expert@example.org", founder=False)
        self.expert.organisation = Organisation.objects.create(name="Gemeente Rivierstad", type="municipality")
        self.expert.save()
        for study in (self.small, self.open):
            Role.objects.create(study=study, user=self.expert, kind=Role.Kind.PROFESSIONAL)
        self.link = open_join_link(self.open, self.owner)
        offer_join_link(self.open, self.owner, offered=True)

    def _user(self, email, *, founder=True):
        return User.objects.create_user(email, PASSWORD, name=email.split("@")[0].title(), founder=founder)

    def beside(self):
        """What stands beside the studies: invitations, jobs, notes, files."""
        for token, email in (("a-token", "a.very.long.address.indeed@department.example.org"), ("b-token", "b@b.org")):
            self.invitation = Invitation.objects.create(
                study=self.template,
                email=email,
                token_hash=hashed(token),
                nonce=f"nonce-{token}",
                language=self.language,
            )
        AccountInvitation.objects.create(token_hash=hashed("colleague"), email="new@example.org", study=self.template,
                                         kind=Role.Kind.ANALYST)  # fmt: skip
        self.training = set_up(self.small, None, self.fit, reference=None, beside=["post"])
        change_link(self.training, None, "open")
        self.training.refresh_from_db()
        self.job = Job.objects.create(kind="design", study=self.template, state=Job.State.DONE)
        self.failed = Job.objects.create(kind="fit", study=self.template, state=Job.State.FAILED, message="No " * 60)
        Note.objects.create(study=self.small, figure="importance", text={"nl": "Een noot.", "en": "A note."})
        self.file = MadeFile.objects.create(study=self.small, fit=self.fit, kind="report", language="nl", name="r.pdf",
                                            content_type="application/pdf", content=b"%PDF")  # fmt: skip

    def newcomer(self):
        """Somebody with the open link of the training."""
        walker = Trained(self.training, self.client())
        walker.enter()
        return walker.client

    def learning(self, upto=1):
        """Somebody in the middle of a training."""
        walker = Trained(self.training, self.client())
        walker.begin()
        walker.judge_all(upto=upto, named=["who"], reason="A reason that is very_long" + "_very_long" * 12)
        return walker.client

    def trained(self):
        """Somebody who judged all six cases that there are."""
        return self.learning(6)

    def casebook(self):
        """A case of every kind: a draft, a shared one of one's own, one that is judged, and one that is not."""
        self.small.launched_at = self.small.created_at
        self.small.save()
        other = make_person(self.small, function="privacy officer")
        casebook_mail.change_wish(self.small, self.owner, week=True, reminders=True)
        self.drafted = casebook.make(self.small, self.owner, casebook.Told(title="A draft", text="Not yet."),
                                     organisation=None)  # fmt: skip
        self.own = make_case(self.small, self.owner, title="My own case")
        self.judged = make_case(self.small, other, title="A case with a title that is quite long for a telephone")
        self.unjudged = make_case(self.small, other, title="To be judged", levels={"who": "b"})
        for case in (self.own, self.judged):
            judge_all(case, self.small, ["yes"] * 3 + ["no"] * 3 + ["yes"] * 6)
        judge(self.judged, self.owner)
        case_judging.think_again(self.judged, self.owner, answer="no", reason="On second thoughts.")
        casebook.record_outcome(self.judged, other, side="positive", decided="Done.", why="It was right.")
        self.remark = case_discussion.add_remark(self.judged, self.owner, "What about next year?")
        self.others = case_discussion.add_remark(self.judged, other, "That comes later.")
        case_discussion.report(self.judged, self.owner, "Not about the case.", self.others)
        casebook_mail.send_week(self.small)
        self.wish = casebook_mail.wish_of(self.small, self.owner)

    def client(self):
        return Client(headers={"accept-language": self.language})

    def stranger(self):
        return self.client()

    def _signed_in(self, user):
        """Somebody who gave the password twice, as pages about signing in ask for."""
        client = self.client()
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    def signed_in(self):
        return self._signed_in(self.owner)

    def interrupted(self):
        """A browser whose session ended in the middle of a form."""
        client = self.client()
        text = "What I typed, with a reference of a kind that_has_no_spaces" + "_and_goes_on" * 12
        answer = client.post("/cases/small/new/", {"title": text, "question": "May it be shared?"})
        assert answer.status_code == 403
        return client

    def interrupted_signed_in(self):
        """The same browser, signed in again."""
        client = self.interrupted()
        client.post("/accounts/login/", {"login": self.owner.email, "password": PASSWORD})
        return client

    def with_authenticator(self):
        client = self._signed_in(self.guarded)
        self._guard()
        return client

    def half_signed_in(self):
        self._guard()
        client = self.client()
        client.post("/accounts/login/", {"login": self.guarded.email, "password": PASSWORD})
        return client

    def _guard(self):
        if not Authenticator.objects.filter(user=self.guarded).exists():
            TOTP.activate(self.guarded, generate_totp_secret())
            RecoveryCodes.activate(self.guarded)

    def invited(self):
        client = self.client()
        client.get("/accounts/join/colleague/")
        return client

    def professional(self):
        return self._signed_in(self.expert)

    def joining(self):
        client = self.client()
        client.get(address_of(self.link))
        return client

    def joining_signed_in(self):
        client = self.professional()
        client.get(address_of(self.link))
        return client

    def joining_by_mail(self, email="somebody@example.org"):
        client = self.client()
        token = sealed({"email": email, "link": self.link.token_hash}, "join")
        client.get(f"/accounts/with/mail/{token}/")
        return client

    def joining_known(self):
        return self.joining_by_mail(self.expert.email)

    def visitor(self, study="avg"):
        client = self.client()
        client.get(f"/take/o/{study}/open-token/")
        return client

    def refused(self):
        return self.visitor("full")

    def started(self):
        walker = Walker(self.client(), "avg")
        walker.start()
        return walker.client

    def consented(self):
        client = self.started()
        client.post("/take/avg/consent/", {"agree": "on"})
        return client

    def judging(self, study="avg", done=2):
        walker = Walker(self.client(), study)
        walker.start()
        walker.post("consent/", agree="on")
        asked = getattr(self, {"avg": "template"}.get(study, study)).as_defined.characteristics
        walker.post("about-you/", **{f"q-{item.key}": item.value_keys[0] for item in asked})
        walker.post("instruction/")
        for n in range(1, done + 1):
            walker.answer(n, walker.interview.study.as_defined.answer_keys[n % 3])
        return walker.client

    def replaced(self):
        """Somebody who was away, in a study that is full now."""
        self.full.most_participants = None
        self.full.save()
        client = self.judging("full", 1)
        self.full.interviews.update(released=True)
        self.full.most_participants = 0
        self.full.save()
        return client

    def hasty(self):
        """Somebody whose network came with too many wrong links."""
        for address in ("127.0.0.1", "::1"):
            request = RequestFactory().get("/", REMOTE_ADDR=address)
            for _ in range(limits.LINKS.most):
                limits.LINKS.count(request)
        return self.client()

    def judged_all(self):
        return self.judging("open", 6)

    def finished(self):
        client = self.judged_all()
        client.post("/take/open/check/")
        return client
