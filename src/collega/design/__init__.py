"""Who sees what: orthogonal arrays, search, quality and bounds, in versions."""

from collega.design.compose import compose
from collega.design.consequences import Consequence, Consequences, consequences
from collega.design.imported import ImportedDesign, import_design, import_scenarios
from collega.design.layout import Design, read_design
from collega.design.limit import Limit
from collega.design.prior import Prior, read_prior
from collega.design.quality import Quality, assess
from collega.design.warm import warm

__all__ = [
    "Consequence",
    "Consequences",
    "Design",
    "ImportedDesign",
    "Limit",
    "Prior",
    "Quality",
    "assess",
    "compose",
    "consequences",
    "import_design",
    "import_scenarios",
    "read_design",
    "read_prior",
    "warm",
]
