"""The hierarchical model for panels that are too large to sample: a subsample for the population, then everybody."""

from collega.model.large.fit import fit_large
from collega.model.large.fold_in import fold_in
from collega.model.large.rule import LARGE, is_large
from collega.model.large.settings import Settings
from collega.model.large.warm import warm

__all__ = ["LARGE", "Settings", "fit_large", "fold_in", "is_large", "warm"]
