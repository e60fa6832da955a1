"""What the mails of the casebook say. No picture, no link of one's own but the one that stops the mail: nothing tracks.

The week's case is there by its title and its question, never by what anybody thinks of it. Last week's result is told
to whoever may see it on the site: who judged that case, or text it.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from collega.web.deeds.case_judging import batch_size
from collega.web.editions.judgements import Spread, batches_of, spread_of
from collega.web.jobs.mail_texts import Text
from collega.web.records.models import Case, Letter, Study, WeekCase
from collega.web.sight import may_see
from collega.web.tokens import casebook_mail_token


def letter_text(letter: Letter) -> Text:
    """Return subject and body of a letter, in the language of who gets it."""
    study, user = letter.wish.study, letter.wish.user
    spoken = study.as_defined.languages
    with override(user.language if user.language in spoken else spoken[0]):
        text = _week(letter) if letter.kind == Letter.Kind.WEEK else _open_case(letter)
        stop = _("No more of these mails? One click, and a second to confirm:")
        return Text(subject=text.subject, body=f"{text.body}\n\n--\n{stop}\n{stop_link(letter)}\n")


def stop_link(letter: Letter) -> str:
    """Return where somebody stops this kind of mail."""
    return settings.SITE_URL + reverse("cases:stop", args=[casebook_mail_token(letter.wish.nonce, letter.kind)])


def case_link(case: Case) -> str:
    """Return where a case is, the same for everybody."""
    return settings.SITE_URL + reverse("cases:case", args=[case.study.key, case.code])


def _week(letter: Letter) -> Text:
    case, user = letter.case, letter.wish.user
    mine = case.author_id == user.pk
    judged = mine or may_see(case, user)
    ask = _("What do you think? Choose an answer, say why, and see what colleagues think:")
    if judged:
        ask = _("This is your own case.") if mine else _("You have judged it already. What came in since:")
    parts = [_("Case of the week: %(title)s") % {"title": case.title}, case.question, ask, case_link(case)]
    last_week = _last_week(letter)
    return Text(
        subject=_("Case of the week: %(title)s") % {"title": case.title},
        body="\n\n".join(part for part in [*parts, last_week] if part),
    )


def _last_week(letter: Letter) -> str:
    last = WeekCase.objects.filter(study=letter.wish.study).exclude(case=letter.case).select_related("case").first()
    if last is None or not last.case.shared:
        return ""
    title = _("Last week: %(title)s") % {"title": last.case.title}
    if not may_see(last.case, letter.wish.user):
        return f"{title}\n{_('You have not judged it yet. When you have, you see the result:')}\n{case_link(last.case)}"
    return f"{title}\n{result_words(letter.wish.study, last.case)}\n{case_link(last.case)}"


def result_words(study: Study, case: Case) -> str:
    """Return what may be told of the judgements of a case, in sentences."""
    definition = study.as_shown
    spread: Spread = spread_of(definition, batches_of([case]).get(case.pk, []))
    sentences = []
    if spread.n:
        sentences.append(_("Of %(n)d colleagues, %(positive)d answered positively.")
                    % {"n": spread.n, "positive": spread.positive(definition)})  # fmt: skip
    if spread.mostly_positive:
        sentences.append(_("Of %(n)d colleagues, %(least)d or more answered positively.")
                    % {"n": spread.mostly_positive, "least": spread.least_positive})  # fmt: skip
    if spread.mostly_negative:
        sentences.append(_("Of %(n)d colleagues, %(least)d or more answered negatively.")
                    % {"n": spread.mostly_negative, "least": spread.least_negative})  # fmt: skip
    if not sentences:
        return _("The result shows when %(n)d colleagues have judged it.") % {"n": batch_size(study)}
    return " ".join(sentences)


def _open_case(letter: Letter) -> Text:
    case = letter.case
    body = _(
        "You shared the case “%(title)s” with colleagues. What was decided in the end, and why? Two sentences help "
        "whoever has such a case next:\n\n%(link)s\n\nNothing decided yet? Then there is nothing to do."
    ) % {
        "title": case.title,
        "link": settings.SITE_URL + reverse("cases:outcome", args=[case.study.key, case.code]),
    }  # fmt: skip
    return Text(subject=_("What was decided? %(title)s") % {"title": case.title}, body=body)
