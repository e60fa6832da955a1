"""How much colleagues differ on the same cases."""

from collega.noise.cases import CaseSet, allowed_cases, judged_cases, listed_cases, practice_cases
from collega.noise.measure import known_noise, measure_noise
from collega.noise.noise import Differences, Noise
from collega.noise.stored import noise_of, pack_noise, stored_noise, without_cells

__all__ = [
    "CaseSet",
    "Differences",
    "Noise",
    "allowed_cases",
    "judged_cases",
    "known_noise",
    "listed_cases",
    "measure_noise",
    "noise_of",
    "pack_noise",
    "practice_cases",
    "stored_noise",
    "without_cells",
]
