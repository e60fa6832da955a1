"""What a launch freezes, and what gives pause before it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collega.web.deeds.rules import data_until
from collega.web.records.models import Kind, Study, current_design

_ADVISED_GROUP = 5


def launch_facts(study: Study) -> list[tuple[str, str]]:
    """Return (what, in words) of everything that a launch freezes or sets going."""
    definition, design = study.as_defined, current_design(study)
    assert design is not None
    levels = sum(definition.n_levels)
    questions = [
        ngettext("%(n)d criterion", "%(n)d criteria", len(definition.criteria)) % {"n": len(definition.criteria)},
        ngettext("%(n)d value", "%(n)d values", levels) % {"n": levels},
        ngettext("%(n)d forbidden combination", "%(n)d forbidden combinations", len(definition.never))
        % {"n": len(definition.never)},
        ngettext("%(n)d characteristic", "%(n)d characteristics", len(definition.characteristics))
        % {"n": len(definition.characteristics)},
    ]
    versions, scenarios = len(design.layout["versions"]), max(map(len, design.layout["shows"]))
    people = study.invitations.count()
    last_day = study.withdraw_until or data_until(study)
    return [
        (_("Questions"), ", ".join(questions)),
        (_("Design"), ngettext("%(scenarios)d scenarios for each participant, in %(n)d version",
                               "%(scenarios)d scenarios for each participant, in %(n)d versions", versions)
                      % {"scenarios": scenarios, "n": versions}),
        (_("Text for participants"), _("All but the contact is settled.")),
        (_("Personal data"), _("Deleted after %(day)s. That day can be brought forward, never put off.")
                             % {"day": date_format(data_until(study), "j F Y")}),
        (_("Withdrawing"), _("Possible up to and including %(day)s.")
                           % {"day": date_format(min(last_day, data_until(study)), "j F Y")}),
        (_("Smallest group that is shown"), str(definition.minimum_group)),
        (_("The group's weights before closing"), _("Shown to participants.") if study.weights_before_closing
                                                  else _("Not shown to participants.")),
        (_("Previews"), _("Deleted at the launch.")),
        (_("Invitations"), ngettext("%(n)d person on the list. Nobody gets mail until you send it.",
                                    "%(n)d people on the list. Nobody gets mail until you send it.", people)
                           % {"n": people}),
    ]  # fmt: skip


def doubts(study: Study) -> list[str]:
    """Return what an owner should think about before the launch, though nothing forbids it."""
    reasons, design = [], current_design(study)
    if design is not None and design.verdict == "warning":
        reasons.append(_("The design can be used, but has warnings. Read them on its page."))
    if not study.interviews.filter(kind=Kind.PREVIEW, completed_at__isnull=False).exists():
        reasons.append(_("Nobody went through a preview to the end yet."))
    if study.as_defined.minimum_group < _ADVISED_GROUP:
        reasons.append(_("Results are shown of groups of %(n)d people. We advise 5 or more.")
                     % {"n": study.as_defined.minimum_group})  # fmt: skip
    return reasons
