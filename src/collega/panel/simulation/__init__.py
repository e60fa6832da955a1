"""A panel with known truth: who takes part, how they weigh, what they answer."""

from collega.panel.simulation.truth import Truth, plan_truth

__all__ = ["Truth", "plan_truth"]
