"""What we learn: answers, importance, groups, self-image, agreement, differences; nothing about few people."""

from collega.insight.agreement import Agreement, agreement
from collega.insight.answers import answers_by_group, answers_by_scenario, answers_by_scenario_in_groups
from collega.insight.contrasts import Contrasts, group_contrasts, group_sides
from collega.insight.differences import group_differences
from collega.insight.disclosure import group_sizes, may_show_all, require_group, shown_groups
from collega.insight.groups import group_importance
from collega.insight.importance import (
    importance_of,
    importance_table,
    individual_importance,
    uncorrected_importance,
)
from collega.insight.insights import Insights, answer_rows, insights
from collega.insight.levels import level_shares, share_swings
from collega.insight.self_image import SelfImage, self_images
from collega.insight.stored import answers_frame, insights_of
from collega.insight.warm import warm
from collega.insight.weight_contrast import other_rows, weight_contrast

__all__ = [
    "Agreement",
    "Contrasts",
    "Insights",
    "SelfImage",
    "agreement",
    "answer_rows",
    "answers_by_group",
    "answers_by_scenario",
    "answers_by_scenario_in_groups",
    "answers_frame",
    "group_contrasts",
    "group_differences",
    "group_importance",
    "group_sides",
    "group_sizes",
    "importance_of",
    "importance_table",
    "individual_importance",
    "insights",
    "insights_of",
    "level_shares",
    "may_show_all",
    "other_rows",
    "require_group",
    "self_images",
    "share_swings",
    "shown_groups",
    "uncorrected_importance",
    "warm",
    "weight_contrast",
]
