"""The truth of the demonstration panel: what the report of May 2024 found, as numbers.

The report prints orders, not numbers: who finds what important, and 53% and 77% for two cases that differ in the
consequences alone. The ranges below (logits) are chosen so that every one of these findings holds in the truth, and so
large that fifty participants show them; the thresholds and the scale of the consequences are then solved for, so that
the two shares hold exactly.

Source: "Onderzoek privacy/AVG-dilemma's bij gegevensuitwisseling in de publieke dienstverlening", Staat van de
Uitvoering, final report, May 2024.
"""

from __future__ import annotations

from collections.abc import Mapping

from collega.study.added import DECLINED
from collega.study.definition import Study

# Shapes of the part-worths; only differences within a criterion matter. Nobody weighs the number of data subjects.
DIRECTIONS: Mapping[str, Mapping[str, float]] = {
    "recipient": {"internal": 0.5, "government": 0.1, "nonprofit": -0.1, "commercial": -0.5},
    "statutory_task": {"direct": 0.5, "indirect": 0.05, "outside": -0.5},
    "purpose": {"same": 0.5, "same_domain": 0.15, "unrelated": -0.5},
    "mandatory": {"obliged": -0.5, "own_interest": 0.1, "voluntary": 0.5},
    "relation": {"independent": 0.5, "moderate": 0.0, "strong": -0.5},
    "consequences": {"very_negative": -0.5, "negative": -0.1, "neutral": 0.4, "positive": 0.5},
    "safeguards": {"limited": -0.5, "average": 0.0, "strong": 0.5},
    "sensitivity": {"normal": 0.5, "sensitive": 0.2, "special": -0.5},
    "data_subjects": {"small_part": 0.5, "significant_part": 0.0, "all": -0.5},
    "data_items": {"few": 0.5, "average": 0.0, "many": -0.5},
}

# Ranges of the panel as a whole. Purpose first, statutory task second; sensitivity, data items and mandatory much
# lighter; data subjects nothing.
WEIGHTS: Mapping[str, float] = {
    "purpose": 2.53,
    "statutory_task": 2.07,
    "recipient": 1.78,
    "consequences": 1.61,
    "safeguards": 1.0,
    "relation": 0.92,
    "data_items": 0.87,
    "sensitivity": 0.4,
    "mandatory": 0.34,
    "data_subjects": 0.0,
}

# Executive organisations, national and regional.
_EXECUTIVE: Mapping[str, float] = {
    "purpose": 2.76,
    "statutory_task": 1.49,
    "recipient": 2.18,
    "consequences": 2.07,
    "safeguards": 0.98,
    "data_items": 0.29,
}
# Mean ranges of the members of a group, where they differ from the panel's; they tell the top fours of eight groups.
# Over a characteristic they nearly average to the panel's; what is left over is taken off everybody.
GROUP_WEIGHTS: Mapping[tuple[str, str], Mapping[str, float]] = {
    # purpose, consequences, statutory task, recipient
    ("function", "dpo"): {
        "purpose": 2.82,
        "statutory_task": 1.84,
        "recipient": 1.61,
        "consequences": 2.88,
        "safeguards": 1.03,
        "relation": 0.17,
        "data_items": 0.34,
    },
    # statutory task, recipient, purpose, relation
    ("function", "privacy_officer"): {
        "purpose": 2.18,
        "statutory_task": 2.47,
        "recipient": 2.07,
        "consequences": 1.09,
        "safeguards": 0.98,
        "relation": 2.36,
        "data_items": 0.29,
    },
    # purpose, statutory task, recipient, data items
    ("function", "legal_adviser"): {
        "purpose": 2.7,
        "statutory_task": 2.01,
        "recipient": 1.78,
        "consequences": 0.86,
        "safeguards": 0.98,
        "relation": 0.17,
        "data_items": 2.18,
    },
    # statutory task, purpose, recipient, data items; consequences small
    ("organisation_type", "central_government"): {
        "purpose": 2.42,
        "statutory_task": 2.53,
        "recipient": 1.72,
        "consequences": 0.23,
        "safeguards": 0.92,
        "data_items": 2.18,
    },
    # statutory task, purpose, consequences, recipient
    ("organisation_type", "municipality"): {
        "purpose": 2.36,
        "statutory_task": 2.59,
        "recipient": 1.61,
        "consequences": 2.13,
        "safeguards": 0.98,
        "data_items": 0.29,
    },
    # purpose, recipient, consequences, statutory task
    ("organisation_type", "executive_national"): _EXECUTIVE,
    ("organisation_type", "executive_regional"): _EXECUTIVE,
    # statutory task, purpose, safeguards, recipient
    ("years_in_field", "y1_2"): {"statutory_task": 3.05, "consequences": 0.52, "safeguards": 2.07, "relation": 0.98},
    # consequences, recipient, purpose, safeguards; statutory task unimportant
    ("years_in_field", "y10_plus"): {
        "purpose": 2.13,
        "statutory_task": 0.23,
        "recipient": 2.3,
        "consequences": 2.59,
        "safeguards": 1.67,
        "relation": 0.75,
    },
    ("years_in_field", "y0_1"): {
        "purpose": 2.76,
        "statutory_task": 2.76,
        "recipient": 1.55,
        "safeguards": 0.06,
        "relation": 0.98,
    },
    ("years_in_field", "y3_5"): {
        "purpose": 2.76,
        "statutory_task": 2.76,
        "recipient": 1.55,
        "safeguards": 0.06,
        "relation": 0.98,
    },
    ("years_in_field", "y6_10"): {
        "purpose": 2.76,
        "statutory_task": 2.76,
        "recipient": 1.55,
        "safeguards": 0.06,
        "relation": 0.98,
    },
}

# How much readier to share a group is than the panel, logits. Who calls themselves least reluctant is most often
# strongly against; the longer in post, the less negative; no such effect of years in the field.
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
    ("years_in_field", "y0_1"): 0.0,
    ("years_in_field", "y1_2"): 0.0,
    ("years_in_field", "y3_5"): 0.0,
    ("years_in_field", "y6_10"): 0.0,
    ("years_in_field", "y10_plus"): 0.0,
}

# About fifty professionals of national executive bodies, municipalities and central government. Of fifty, the groups
# of every finding are shown: what is too small to show adds up to five, in two groups, or is nothing.
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
    "function": {"dpo": 0.3, "privacy_officer": 0.32, "legal_adviser": 0.28, "other": 0.06, DECLINED: 0.04},
    "years_in_post": {"y0_1": 0.16, "y1_2": 0.24, "y3_5": 0.26, "y6_10": 0.18, "y10_plus": 0.16},
    "years_in_field": {"y0_1": 0.08, "y1_2": 0.26, "y3_5": 0.2, "y6_10": 0.16, "y10_plus": 0.28, DECLINED: 0.02},
    "advices_per_year": {"n0_5": 0.08, "n6_10": 0.24, "n11_20": 0.32, "n20_plus": 0.34, DECLINED: 0.02},
    "reluctance": {"not_at_all": 0.2, "neutral": 0.34, "fairly": 0.32, "very": 0.14},
}

# How often values go together, relative to chance (rows: the first one's values in the order above; columns: the
# second's). Most people are not longer in their post than in the field; some were in it before it had to do with
# privacy. Who is longer in the field gives more advice. Legal advisers are more often found in central government.
LINKS: Mapping[tuple[str, str], tuple[tuple[float, ...], ...]] = {
    ("function", "organisation_type"): (
        (0.7, 1.0, 1.1, 1.1, 1.0, 1.0, 1.0),
        (0.7, 1.0, 1.1, 1.1, 1.0, 1.0, 1.0),
        (4.0, 1.0, 0.8, 0.8, 1.0, 1.0, 1.0),
        (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
        (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    ),
    ("years_in_post", "years_in_field"): (
        (3.0, 2.0, 1.0, 0.8, 0.7, 1.0),
        (1.0, 2.0, 1.2, 0.8, 0.8, 1.0),
        (0.6, 0.7, 1.6, 1.2, 0.9, 1.0),
        (0.5, 0.6, 0.8, 1.6, 1.2, 1.0),
        (0.3, 0.5, 0.6, 0.8, 2.0, 1.0),
    ),
    ("years_in_field", "advices_per_year"): (
        (2.0, 1.3, 0.9, 0.7, 1.0),
        (1.3, 1.2, 1.0, 0.8, 1.0),
        (1.0, 1.0, 1.0, 1.0, 1.0),
        (0.8, 0.9, 1.0, 1.1, 1.0),
        (0.7, 0.8, 1.0, 1.3, 1.0),
        (1.0, 1.0, 1.0, 1.0, 1.0),
    ),
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
