"""The quality of a design in plain words: what it means, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from collega.design.consequences import limits_of_any_design
from collega.study import Study
from collega.web.workbench.consequences import consequences_told


def quality_told(quality: Mapping[str, Any], study: Study) -> list[str]:
    """Return sentences about a quality report of the engine (``Quality.as_json``)."""
    sentences = []
    if not quality["identified"]:
        sentences.append(
            _("These scenarios cannot measure all criteria apart: they answer %(rank)d of the %(parameters)d questions "
              "that the choice model asks.") % quality)  # fmt: skip
        unmendable = consequences_told(study, limits_of_any_design(study))
        sentences += unmendable or [_way_out(quality, study)]
    else:
        efficiency = quality["efficiency_of_bound"]
        if efficiency is not None:
            sentences.append(
                _("It measures the criteria at least %(percent)s%% as precisely as the best possible set of "
                  "scenarios of this size.") % {"percent": number_format(min(100 * efficiency, 100.0), 1)})  # fmt: skip
        if quality["d_efficiency"] < 0.9:
            sentences.append(_("It is not very efficient: more scenarios or fewer forbidden combinations would help."))
    if quality["level_balance"] < 0.5:
        sentences.append(_("Some values are shown more than twice as often as others of the same criterion."))
    if quality["max_correlation"] > 0.5:
        sentences.append(_("Two criteria often change together, so their weights are hard to tell apart."))
    if quality.get("cut_short"):
        sentences.append(_("The time was over before the search was: composing again may give other scenarios."))
    if quality.get("forbidden"):
        sentences.append(_("Some scenarios are forbidden by the study's own rules."))
    return sentences


def _way_out(quality: Mapping[str, Any], study: Study) -> str:
    parameters, size = int(quality["parameters"]), study.scenarios_per_participant
    versions = max(2, -(-parameters // size))
    return _("Make at least %(versions)d versions of %(size)d scenarios, so that there are %(needed)d different ones "
             "or more.") % {"versions": versions, "size": size, "needed": parameters}  # fmt: skip
