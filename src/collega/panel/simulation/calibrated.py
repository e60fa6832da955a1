"""The truth of the demonstration panel: what the report of May 2024 found, as numbers.

The report prints orders, not numbers: who finds what important, and 53% and 77% for two cases that differ in the
consequences alone. The ranges below (logits) are chosen so that every one of these findings holds in the truth; the
thresholds and the scale of the consequences are then solved for, so that the two shares hold exactly.

Source: "Onderzoek privacy/AVG-dilemma's bij gegevensuitwisseling in de publieke dienstverlening", Staat van de
Uitvoering, final report, May 2024.
"""

from __future__ import annotations

from collections.abc import Mapping

from collega.study.definition import DECLINED, Study

# Shapes of the part-worths; only differences within a criterion matter. Nobody weighs the number of data subjects.
DIRECTIONS: Mapping[str, Mapping[str, float]] = {
    "recipient": {"internal": 0.5, "government": 0.1, "nonprofit": -0.1, "commercial": -0.5},
    "statutory_task": {"direct": 0.5, "indirect": 0.05, "outside": -0.5},
    "purpose": {"same": 0.5, "same_domain": 0.15, "unrelated": -0.5},
    "mandatory": {"obliged": -0.5, "own_interest": 0.5, "voluntary": 0.0},
    "relation": {"independent": 0.5, "moderate": 0.0, "strong": -0.5},
    "consequences": {"very_negative": -0.5, "negative": -0.1, "neutral": 0.4, "positive": 0.5},
    "safeguards": {"limited": -0.5, "average": 0.0, "strong": 0.5},
    "sensitivity": {"normal": 0.5, "sensitive": 0.0, "special": -0.5},
    "data_subjects": {"small_part": 0.5, "significant_part": 0.0, "all": -0.5},
    "data_items": {"few": 0.5, "average": 0.0, "many": -0.5},
}

# Purpose first, statutory task second; sensitivity, data items and mandatory much lighter; data subjects nothing.
WEIGHTS: Mapping[str, float] = {
    "purpose": 2.2,
    "statutory_task": 1.8,
    "recipient": 1.55,
    "consequences": 1.3,
    "safeguards": 0.8,
    "relation": 0.65,
    "data_items": 0.5,
    "sensitivity": 0.35,
    "mandatory": 0.3,
    "data_subjects": 0.0,
}

# Top fours of eight groups. The shifts of a characteristic balance out over the panel.
WEIGHT_SHIFTS: Mapping[tuple[str, str], Mapping[str, float]] = {
    # purpose, consequences, statutory task, recipient
    ("function", "dpo"): {"consequences": 0.85, "relation": -0.7, "data_items": -0.4},
    # statutory task, recipient, purpose, relation
    ("function", "privacy_officer"): {
        "statutory_task": 0.7,
        "purpose": -0.75,
        "recipient": 0.3,
        "relation": 1.4,
        "consequences": -0.35,
        "data_items": -0.4,
        "safeguards": -0.2,
    },
    # purpose, statutory task, recipient, data items
    ("function", "legal_adviser"): {
        "purpose": 0.4,
        "consequences": -0.95,
        "data_items": 1.5,
        "relation": -0.9,
        "safeguards": -0.3,
    },
    # statutory task, purpose, recipient, data items; consequences small
    ("organisation_type", "central_government"): {
        "statutory_task": 0.7,
        "purpose": -0.15,
        "consequences": -1.2,
        "data_items": 1.2,
        "safeguards": -0.2,
    },
    # statutory task, purpose, consequences, recipient
    ("organisation_type", "municipality"): {
        "statutory_task": 0.85,
        "purpose": -0.35,
        "consequences": 0.5,
        "data_items": -0.55,
    },
    # purpose, recipient, consequences, statutory task
    ("organisation_type", "executive_national"): {
        "recipient": 0.55,
        "purpose": 0.3,
        "consequences": 0.5,
        "statutory_task": -0.5,
        "data_items": -0.55,
    },
    ("organisation_type", "executive_regional"): {
        "recipient": 0.55,
        "purpose": 0.3,
        "consequences": 0.5,
        "statutory_task": -0.5,
        "data_items": -0.55,
    },
    # statutory task, purpose, safeguards, recipient
    ("years_in_field", "y1_2"): {"statutory_task": 1.0, "safeguards": 1.25, "consequences": -1.05, "recipient": -0.15},
    # consequences, recipient, purpose, safeguards; statutory task unimportant
    ("years_in_field", "y10_plus"): {
        "statutory_task": -1.6,
        "consequences": 0.9,
        "recipient": 0.5,
        "purpose": -0.5,
        "safeguards": 0.9,
        "relation": -0.3,
    },
    ("years_in_field", "y0_1"): {"statutory_task": 0.7, "safeguards": -1.0, "recipient": -0.2, "purpose": 0.3},
    ("years_in_field", "y3_5"): {"statutory_task": 0.7, "safeguards": -1.0, "recipient": -0.2, "purpose": 0.3},
    ("years_in_field", "y6_10"): {"statutory_task": 0.7, "safeguards": -1.0, "recipient": -0.2, "purpose": 0.3},
}

# Who calls themselves least reluctant is most often strongly against; the longer in post, the less negative.
INTERCEPT_SHIFTS: Mapping[tuple[str, str], float] = {
    ("reluctance", "not_at_all"): -0.8,
    ("reluctance", "neutral"): 0.15,
    ("reluctance", "fairly"): 0.25,
    ("reluctance", "very"): 0.2,
    ("years_in_post", "y0_1"): -0.75,
    ("years_in_post", "y1_2"): -0.35,
    ("years_in_post", "y3_5"): 0.0,
    ("years_in_post", "y6_10"): 0.4,
    ("years_in_post", "y10_plus"): 0.8,
}

# About fifty professionals of national executive bodies, municipalities and central government.
GROUP_SHARES: Mapping[str, Mapping[str, float]] = {
    "organisation_type": {
        "central_government": 0.28,
        "province": 0.02,
        "municipality": 0.28,
        "executive_national": 0.32,
        "executive_regional": 0.04,
        "other": 0.02,
        DECLINED: 0.04,
    },
    "function": {"dpo": 0.32, "privacy_officer": 0.34, "legal_adviser": 0.26, "other": 0.04, DECLINED: 0.04},
    "years_in_post": {"y0_1": 0.16, "y1_2": 0.24, "y3_5": 0.26, "y6_10": 0.18, "y10_plus": 0.14, DECLINED: 0.02},
    "years_in_field": {"y0_1": 0.08, "y1_2": 0.26, "y3_5": 0.2, "y6_10": 0.16, "y10_plus": 0.28, DECLINED: 0.02},
    "advices_per_year": {"n0_5": 0.18, "n6_10": 0.26, "n11_20": 0.28, "n20_plus": 0.26, DECLINED: 0.02},
    "reluctance": {"not_at_all": 0.2, "neutral": 0.32, "fairly": 0.32, "very": 0.12, DECLINED: 0.04},
}

# The report's case; with very negative consequences 53% would share, with positive ones 77%.
CASE: Mapping[str, str] = {
    "recipient": "government",
    "statutory_task": "indirect",
    "purpose": "same",
    "mandatory": "own_interest",
    "relation": "moderate",
    "safeguards": "average",
    "sensitivity": "normal",
    "data_subjects": "significant_part",
    "data_items": "average",
}
SHARES: tuple[tuple[Mapping[str, str], float], ...] = (
    ({"consequences": "very_negative"}, 0.53),
    ({"consequences": "positive"}, 0.77),
)


def suits(study: Study) -> bool:
    """Whether the study has the template's criteria, levels, characteristics and number of answers."""
    same_criteria = {c.key: set(c.level_keys) for c in study.criteria} == {
        key: set(levels) for key, levels in DIRECTIONS.items()
    }
    values = {item.key: set(item.value_keys) for item in study.characteristics}
    same_groups = all(set(shares) - {DECLINED} <= values.get(key, set()) for key, shares in GROUP_SHARES.items())
    return same_criteria and same_groups and values.keys() == GROUP_SHARES.keys() and len(study.answers) == 4
