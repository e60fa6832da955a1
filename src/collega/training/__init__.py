"""Training: judging beside the policy of experienced colleagues, and seeing where one's own weights differ."""

from collega.training.attention import Attention, attention_of
from collega.training.learner import Judged
from collega.training.policy import Contribution, GroupPolicy, Policy
from collega.training.trainer import SCENARIOS, Trainer
from collega.training.weights import Comparison, Estimate, WeightBeside
from collega.training.words import attention_sentence

__all__ = [
    "SCENARIOS",
    "Attention",
    "Comparison",
    "Contribution",
    "Estimate",
    "GroupPolicy",
    "Judged",
    "Policy",
    "Trainer",
    "WeightBeside",
    "attention_of",
    "attention_sentence",
]
