"""What a launch freezes, what stands in its way, and what gives pause."""

from __future__ import annotations

import hashlib
import json

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collega.web.records.models import Kind, Study, current_design
from collega.web.workbench.empty import to_write
from collega.web.workbench.notice import missing_notice
from collega.web.workbench.rules import RulesForm, data_until

_ADVISED_GROUP = 5


def obstacles(study: Study) -> list[str]:
    """Return what must be done before this study can be launched."""
    found, design = [], current_design(study)
    if design is None or design.out_of_date:
        found.append(_("Compose the scenarios first."))
    elif design.verdict == "unusable":
        found.append(_("The design cannot be used: it does not measure all criteria."))
    if parts := to_write(study):
        found.append(_("Questions: still to be written: %(parts)s.") % {"parts": ", ".join(parts)})
    if study.closes_on is not None and not timezone.localdate() <= study.closes_on <= data_until(study):
        found.append(_("The closing day is past, or comes after the day on which personal data are deleted."))
    return found + missing_notice(study)


def launch_mark(study: Study) -> str:
    """Return what tells whether anything that a launch freezes has changed since it was shown."""
    design = current_design(study)
    rules = [str(getattr(study, name)) for name in RulesForm.Meta.fields]
    facts = [study.definition, study.notice, rules, None if design is None else (design.pk, design.layout)]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def launch_facts(study: Study) -> list[tuple[str, str]]:
    """Return (what, in words) of everything that a launch freezes or sets going."""
    definition, design = study.as_defined, current_design(study)
    assert design is not None
    levels = sum(definition.n_levels)
    asked = [
        ngettext("%(n)d criterion", "%(n)d criteria", len(definition.criteria)) % {"n": len(definition.criteria)},
        ngettext("%(n)d value", "%(n)d values", levels) % {"n": levels},
        ngettext("%(n)d forbidden combination", "%(n)d forbidden combinations", len(definition.never))
        % {"n": len(definition.never)},
        ngettext("%(n)d characteristic", "%(n)d characteristics", len(definition.characteristics))
        % {"n": len(definition.characteristics)},
    ]
    versions, shown = len(design.layout["versions"]), max(map(len, design.layout["shows"]))
    people = study.invitations.count()
    last_day = study.withdraw_until or data_until(study)
    return [
        (_("Questions"), ", ".join(asked)),
        (_("Design"), ngettext("%(scenarios)d scenarios for each participant, in %(n)d version",
                               "%(scenarios)d scenarios for each participant, in %(n)d versions", versions)
                      % {"scenarios": shown, "n": versions}),
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
    found, design = [], current_design(study)
    if design is not None and design.verdict == "warning":
        found.append(_("The design can be used, but has warnings. Read them on its page."))
    if not study.interviews.filter(kind=Kind.PREVIEW, completed_at__isnull=False).exists():
        found.append(_("Nobody went through a preview to the end yet."))
    if study.as_defined.minimum_group < _ADVISED_GROUP:
        found.append(_("Results are shown of groups of %(n)d people. We advise 5 or more.")
                     % {"n": study.as_defined.minimum_group})  # fmt: skip
    return found
