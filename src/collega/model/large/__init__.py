"""The hierarchical model for panels that are too large to sample: a subsample for the population, then everybody."""

from collega.model.large.fit import fit_large
from collega.model.large.rule import LARGE, is_large
from collega.model.large.settings import Settings

__all__ = ["LARGE", "Settings", "fit_large", "is_large"]
