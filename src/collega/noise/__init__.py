"""How much colleagues differ on the same cases."""

from collega.noise.cases import CaseSet, allowed_cases, judged_cases, listed_cases, practice_cases
from collega.noise.measure import measure_noise
from collega.noise.noise import Differences, Noise
from collega.noise.stored import noise_of

__all__ = [
    "CaseSet",
    "Differences",
    "Noise",
    "allowed_cases",
    "judged_cases",
    "listed_cases",
    "measure_noise",
    "noise_of",
    "practice_cases",
]
